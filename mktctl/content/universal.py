"""Universal blocks: their HTML, built as that of mails is."""

from collections.abc import Mapping
from typing import Final

import msgspec

from mktctl.content.build import build_email
from mktctl.content.names import MARK
from mktctl.model.places import Path, Problem
from mktctl.model.project import Environment, Project, UniversalContent
from mktctl.model.template import TemplateSource

_TEXT: Final = "universal_content/{ref}.html"
"""Stands in for the file of a block whose HTML is written in `mktctl.yaml`; no file below `templates/` is called so."""

_FALLBACKS: Final = ", or add it to fallbacks:"


def build_universal(
    block: UniversalContent, *, files: Mapping[str, str], project: Project, environment: Environment | None = None
) -> tuple[str | None, list[Problem]]:
    """The block's HTML, and what is wrong with it, at its keys in `mktctl.yaml` or in its file; None: not built."""
    path: Path = ("universal_content", block.ref)
    written = _TEXT.format(ref=block.ref)
    if block.file is None:
        files = {**files, written: block.html}
    source = TemplateSource(ref=block.ref, name=block.name, subject="-", source=block.file or written)
    built, found = build_email(source, files=files, project=project, environment=environment)
    problems = [_moved(problem, path, written) for problem in found]
    if built is None:
        return None, problems
    if MARK in built.html:
        key = "html" if block.file is None else "file"
        problems.append(Problem(code="TPL109", message="a universal block embeds no other", path=(*path, key)))
    return built.html, problems


def _moved(problem: Problem, path: Path, written: str) -> Problem:
    """The same problem of a mail's source, told of the block, which has no `fallbacks:`."""
    problem = msgspec.structs.replace(problem, hint=problem.hint.removesuffix(_FALLBACKS))
    if problem.place is not None and problem.place.file == f"templates/{written}":
        line = problem.place.line
        return msgspec.structs.replace(problem, path=(*path, "html"), place=None, line=line)
    return msgspec.structs.replace(problem, path=(*path, "file"))
