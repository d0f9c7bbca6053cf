"""A base layout whose blocks the sections of a template fill: `base: layouts/base.mjml`, `sections: {hero: …}`."""

import json
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from mktctl.content.environment import Running, environment
from mktctl.content.expand import expand_text
from mktctl.content.mistakes import BuildMistake, Origin, nearest
from mktctl.model.template import TemplateSource

LAYERS_MAX: Final = 10
"""Layouts that stand on each other."""

_CHILD: Final = "sections"


class Child(msgspec.Struct, frozen=True, kw_only=True):
    """The text that fills the base's blocks. `starts` holds, for each section, the line before its first one."""

    text: str
    starts: tuple[tuple[int, str], ...]

    def expand(self, running: Running, names: Mapping[str, Any]) -> str:
        """The base with its blocks filled. Raises BuildMistake whose origin is a section or a file."""
        try:
            return expand_text(self.text, _CHILD, running, names)
        except BuildMistake as mistake:
            if mistake.origin is not None and mistake.origin.part == _CHILD:
                mistake.origin = self._section(mistake.origin.line)
            raise

    def _section(self, line: int) -> Origin:
        start, name = max((found for found in self.starts if found[0] < line), default=(0, ""))
        return Origin(part=f"sections.{name}" if name else "base", line=line - start)


def child_of(source: TemplateSource, running: Running) -> Child:
    """The sections of `source` over its base. Raises BuildMistake for a section that the base has no block for."""
    assert source.base is not None, "sections stand on a base"
    blocks = _blocks(source.base)
    lines = 1
    pieces = [f"[% extends {json.dumps(source.base)} %]\n"]
    starts: list[tuple[int, str]] = []
    for name, section in source.sections.items():
        origin = Origin(part=f"sections.{name}")
        if name not in blocks:
            raise BuildMistake(
                "TPL004", f"templates/{source.base} has no block {name}", hint=nearest(name, blocks), origin=origin
            )
        if section.file is not None and section.file not in running.files:
            raise BuildMistake(
                "TPL003",
                f"templates/{section.file} does not exist",
                hint=nearest(section.file, running.files),
                origin=origin,
            )
        text = f"[% include {json.dumps(section.file)} %]" if section.file is not None else section.text or ""
        body = text if text.endswith("\n") else text + "\n"
        starts.append((lines + 1, name))
        pieces.append(f"[% block {name} %]\n{body}[% endblock %]\n")
        lines += body.count("\n") + 2
    return Child(text="".join(pieces), starts=tuple(starts))


def _blocks(base: str) -> set[str]:
    return set(environment().get_template(base).blocks)
