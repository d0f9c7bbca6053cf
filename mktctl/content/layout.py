"""A base layout whose blocks the sections of a template fill: `base: layouts/base.mjml`, `sections: {hero: …}`."""

import functools
import json
from collections.abc import Mapping
from typing import Any, Final

import msgspec
from jinja2 import nodes
from jinja2.exceptions import TemplateSyntaxError

from mktctl.content.environment import Running, environment
from mktctl.content.expand import expand_text
from mktctl.content.mistakes import BuildError, Origin, nearest
from mktctl.content.trace import SECTIONS
from mktctl.model.template import SectionSource, TemplateSource

LAYERS_MAX: Final = 10
"""Layouts that stand on each other."""

_FILLED: Final = "filled_sections"


def expand_layout(source: TemplateSource, running: Running, names: Mapping[str, Any]) -> str:
    """The base of `source` with its blocks filled. Raises BuildError whose origin is a section or a file.

    Sections are filled in as text, so that the base is compiled once for all templates with the same sections. One
    that says `super()` must stand in the block itself, and so must all when lines are traced.
    """
    _check_sections(source, running)
    if running.traced or any("super" in (section.text or "") for section in source.sections.values()):
        child = _child_of(source)
        try:
            return expand_text(child.text, SECTIONS, running, names)
        except BuildError as error:
            if error.origin is not None and error.origin.part == SECTIONS:
                error.origin = child.section_at(error.origin.line)
            raise
    filled = {
        name: expand_text(section.text.replace("\r\n", "\n"), f"{SECTIONS}.{name}", running, names)
        for name, section in source.sections.items()
        if section.text is not None
    }
    return expand_text(_frame_of(source), SECTIONS, running, {**names, _FILLED: filled})


def section_at(source: TemplateSource, line: int) -> Origin:
    """The section whose text holds this line of the traced text of all sections."""
    return _child_of(source).section_at(line)


class _Child(msgspec.Struct, frozen=True, kw_only=True):
    """The text that fills the base's blocks. `starts` holds, for each section, the line before its first one."""

    text: str
    starts: tuple[tuple[int, str], ...]

    def section_at(self, line: int) -> Origin:
        start, name = max((found for found in self.starts if found[0] < line), default=(0, ""))
        return Origin(part=f"{SECTIONS}.{name}" if name else "base", line=line - start)


def _child_of(source: TemplateSource) -> _Child:
    pieces = [f"[% extends {json.dumps(source.base)} %]\n"]
    starts: list[tuple[int, str]] = []
    lines = 1
    for name, section in source.sections.items():
        body = section.text.replace("\r\n", "\n") if section.text is not None else _included(section)
        starts.append((lines + 1, name))
        pieces.append(f"[% block {name} %]\n{body}[% endblock %]\n")
        lines += body.count("\n") + 2
    return _Child(text="".join(pieces), starts=tuple(starts))


def _frame_of(source: TemplateSource) -> str:
    """The same as the child's text, with the place of each section's text in it instead of the text."""
    pieces = [f"[% extends {json.dumps(source.base)} %]\n"]
    for name, section in source.sections.items():
        body = f"[[ {_FILLED}.{name} ]]" if section.text is not None else _included(section)
        pieces.append(f"[% block {name} %]\n{body}[% endblock %]\n")
    return "".join(pieces)


def _included(section: SectionSource) -> str:
    return f"[% include {json.dumps(section.file)} %]\n"


def _check_sections(source: TemplateSource, running: Running) -> None:
    assert source.base is not None, "sections stand on a base"
    blocks = _blocks(source.base, running) if source.sections else frozenset()
    for name, section in source.sections.items():
        origin = Origin(part=f"{SECTIONS}.{name}")
        if name not in blocks:
            message = f"templates/{source.base} has no block {name}"
            raise BuildError("TPL105", message, hint=nearest(name, blocks), origin=origin)
        if section.file is not None and section.file not in running.files:
            message, hint = f"templates/{section.file} does not exist", nearest(section.file, running.files)
            raise BuildError("TPL104", message, hint=hint, origin=origin)


def _blocks(base: str, running: Running) -> frozenset[str]:
    """The blocks of a layout and of those that it stands on."""
    found: set[str] = set()
    layer: str | None = base
    for _ in range(LAYERS_MAX):
        if layer is None or layer not in running.files:
            break
        blocks, layer = _outline(layer, running.files[layer])
        found |= blocks
    return frozenset(found)


@functools.lru_cache(maxsize=200)
def _outline(name: str, text: str) -> tuple[frozenset[str], str | None]:
    """The blocks of one file, and the layout that it extends."""
    try:
        tree = environment().parse(text)
    except TemplateSyntaxError as error:
        raise BuildError("TPL101", error.message or "", origin=Origin(part=name, line=error.lineno)) from error
    parent = next((node.template for node in tree.find_all(nodes.Extends)), None)
    return (
        frozenset(block.name for block in tree.find_all(nodes.Block)),
        parent.value if isinstance(parent, nodes.Const) else None,
    )
