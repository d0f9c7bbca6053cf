"""Mistakes of a build as problems of the template: at the key that leads to them, or in the file that holds them."""

import functools
from collections.abc import Mapping

from mktctl.content.dialect import Finding
from mktctl.content.mistakes import BuildError, Origin
from mktctl.content.trace import SECTIONS
from mktctl.diagnostics import Place
from mktctl.model.places import KEY, Path, Problem
from mktctl.model.template import TemplateSource

_KEYS = ("subject", "preview_text", "text", "base", "source")


def of_error(error: BuildError, source: TemplateSource) -> Problem:
    """What stopped the build."""
    origin = error.origin or Origin(part="")
    return Problem(
        code=error.code,
        message=error.message,
        path=(*path_of(origin, source), KEY) if error.code == "TPL105" else path_of(origin, source),
        line=_line_inside(origin, source),
        hint=error.hint,
        place=_file_place(origin, source, 1),
    )


def located(finding: Finding, origin: Origin | None, source: TemplateSource, files: Mapping[str, str]) -> Problem:
    """A finding in the built document; `origin` is the line that it came from."""
    origin = origin if origin is not None and _is_known(origin, source, files) else Origin(part="")
    return Problem(
        code=finding.code,
        message=finding.message,
        path=path_of(origin, source),
        line=_line_inside(origin, source),
        written=finding.written,
        hint=finding.hint,
        severity=finding.severity,
        place=_file_place(origin, source, _column(finding, origin, files)),
    )


def _is_known(origin: Origin, source: TemplateSource, files: Mapping[str, str]) -> bool:
    """Whether the part exists: marks that tell where a text came from can be forged in that text."""
    named = origin.part.removeprefix(f"{SECTIONS}.")
    return origin.part in _KEYS or origin.part in files or named in source.sections


def path_of(origin: Origin, source: TemplateSource) -> Path:
    """The key of the template's YAML that a part of the build belongs to."""
    if origin.part.startswith(f"{SECTIONS}."):
        return (SECTIONS, origin.part.removeprefix(f"{SECTIONS}."))
    if origin.part in _KEYS:
        return (origin.part,)
    for name, section in source.sections.items():
        if section.file == origin.part:
            return (SECTIONS, name)
    return ("source",) if source.source is not None else ("base",)


def _line_inside(origin: Origin, source: TemplateSource) -> int:
    """The line inside a text of several lines in the template's YAML; 0 for anything else."""
    section = source.sections.get(origin.part.removeprefix(f"{SECTIONS}."))
    text = source.text if origin.part == "text" else section.text if section is not None else None
    return origin.line if text is not None and "\n" in text.strip() else 0


def _file_place(origin: Origin, source: TemplateSource, column: int) -> Place | None:
    if not origin.part or origin.part in _KEYS or origin.part.startswith(SECTIONS):
        return None
    return Place(file=f"templates/{origin.part}", line=max(origin.line, 1), column=column)


@functools.lru_cache(maxsize=8)
def _lines_of(text: str) -> list[str]:
    return text.split("\n")


def _column(finding: Finding, origin: Origin, files: Mapping[str, str]) -> int:
    lines = _lines_of(files.get(origin.part, ""))
    if not finding.written or not 1 <= origin.line <= len(lines):
        return 1
    return lines[origin.line - 1].find(finding.written) + 1 or 1
