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
from mktctl.model.template import TemplateSource

LAYERS_MAX: Final = 10
"""Layouts that stand on each other."""


class Child(msgspec.Struct, frozen=True, kw_only=True):
    """The text that fills the base's blocks. `starts` holds, for each section, the line before its first one."""

    text: str
    starts: tuple[tuple[int, str], ...]

    def expand(self, running: Running, names: Mapping[str, Any]) -> str:
        """The base with its blocks filled. Raises BuildError whose origin is a section or a file."""
        try:
            return expand_text(self.text, SECTIONS, running, names)
        except BuildError as error:
            if error.origin is not None and error.origin.part == SECTIONS:
                error.origin = self.section_at(error.origin.line)
            raise

    def section_at(self, line: int) -> Origin:
        """The section that holds this line of the text, and the line in it."""
        start, name = max((found for found in self.starts if found[0] < line), default=(0, ""))
        return Origin(part=f"{SECTIONS}.{name}" if name else "base", line=line - start)


def child_of(source: TemplateSource, running: Running) -> Child:
    """The sections of `source` over its base. Raises BuildError for a section that the base has no block for."""
    assert source.base is not None, "sections stand on a base"
    blocks = _blocks(source.base, running) if source.sections else frozenset()
    pieces = [f"[% extends {json.dumps(source.base)} %]\n"]
    starts: list[tuple[int, str]] = []
    lines = 1
    for name, section in source.sections.items():
        origin = Origin(part=f"{SECTIONS}.{name}")
        if name not in blocks:
            message = f"templates/{source.base} has no block {name}"
            raise BuildError("TPL105", message, hint=nearest(name, blocks), origin=origin)
        text = section.text or ""
        if section.file is not None:
            if section.file not in running.files:
                message, hint = f"templates/{section.file} does not exist", nearest(section.file, running.files)
                raise BuildError("TPL104", message, hint=hint, origin=origin)
            text = f"[% include {json.dumps(section.file)} %]"
        body = text if text.endswith("\n") else text + "\n"
        starts.append((lines + 1, name))
        pieces.append(f"[% block {name} %]\n{body}[% endblock %]\n")
        lines += body.count("\n") + 2
    return Child(text="".join(pieces), starts=tuple(starts))


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
