"""Every finding of one run over the files: from problems that name a part to diagnostics that name a place."""

from collections.abc import Iterable, Iterator

import msgspec

from mktctl.diagnostics import Diagnostic, Severity
from mktctl.model.places import KEY, Path, Problem, located
from mktctl.workspace.document import Document
from mktctl.workspace.lines import Lines
from mktctl.workspace.tree import Tree


class Findings:
    """Collects. A file's own `lint:` silences warnings and notes by their code, never errors."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._plain: list[Diagnostic] = list(tree.mistakes)
        self._noted: list[tuple[Document, Problem]] = []
        self._broken: dict[str, list[Path]] = {}

    def add(self, found: Iterable[Diagnostic]) -> None:
        """Findings that have their place already."""
        self._plain += found

    def note(self, document: Document, problems: Iterable[Problem]) -> None:
        """Problems of the resource that `document` holds."""
        for problem in problems:
            if problem.severity is Severity.ERROR:
                self._broken.setdefault(document.file, []).append(_plain_path(problem.path))
            elif problem.code in document.silenced:
                continue
            self._noted.append((document, problem))

    def note_beside(self, document: Document, problems: Iterable[Problem]) -> None:
        """Like `note`, less what is about a part that has an error already: no mistake counts twice."""
        broken = self._broken.get(document.file, [])
        self.note(
            document, [one for one in problems if not any(_nested(_plain_path(one.path), path) for path in broken)]
        )

    def has_errors(self, document: Document) -> bool:
        """Whether an error is known of this file."""
        return document.file in self._broken

    def diagnostics(self) -> Iterator[Diagnostic]:
        """All of them, each with the source line."""
        yield from self._plain
        for document, problem in self._noted:
            found = within_text(located(problem, document), problem, document)
            lines = document.lines if found.place.file == document.file else self._lines(found.place.file)
            yield Diagnostic(
                code=found.code, message=found.message, place=found.place, severity=found.severity, hint=found.hint,
                excerpt=lines.excerpt(found.place.line),
            )  # fmt: skip

    def _lines(self, file: str) -> Lines:
        return Lines(file, self._tree.templates.get(file.removeprefix("templates/"), ""))


def within_text(found: Diagnostic, problem: Problem, document: Document) -> Diagnostic:
    """Moved to the line that is meant inside a text of several lines; named in words where lines cannot be told."""
    if not problem.line or found.place.file != document.file:
        return found
    place = document.line_inside(problem.path, problem.line, problem.written)
    if place is not None:
        return msgspec.structs.replace(found, place=place)
    return msgspec.structs.replace(found, message=f"in line {problem.line} of this text, {found.message}")


def _plain_path(path: Path) -> Path:
    return path[:-1] if path[-1:] == (KEY,) else path


def _nested(one: Path, other: Path) -> bool:
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]
