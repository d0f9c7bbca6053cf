"""Every finding of one run over the files: from problems that name a part to diagnostics that name a place."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from mktctl.diagnostics import Diagnostic, Place, Severity
from mktctl.model.places import KEY, Path, Problem, located
from mktctl.workspace.document import Document
from mktctl.workspace.lines import Lines
from mktctl.workspace.tree import Tree

FILE_FINDINGS_MAX: Final = 100
"""Errors, and as many findings of other kinds, of one file: what is that broken is not worth more lines."""
FINDINGS_MAX: Final = 10_000
"""Of one run; after that each file's first error is still told."""
WORDS_CHARACTERS_MAX: Final = 1_000
"""Of a message or a hint, which may repeat what a file holds."""


class _Broken:
    """The paths of one file that have an error, and every beginning of them."""

    def __init__(self) -> None:
        self._paths: set[Path] = set()
        self._beginnings: set[Path] = set()

    def add(self, path: Path) -> None:
        self._paths.add(path)
        self._beginnings.update(path[:length] for length in range(len(path) + 1))

    def touches(self, path: Path) -> bool:
        """Whether one of them lies above or below `path`."""
        return path in self._beginnings or any(path[:length] in self._paths for length in range(len(path)))


class Findings:
    """Collects. A file's own `lint:` silences warnings and notes by their code, never errors."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._plain: list[Diagnostic] = list(tree.mistakes)
        self._noted: list[tuple[Document, Problem]] = []
        self._broken: dict[str, _Broken] = {}
        self._kept: Counter[tuple[str, bool]] = Counter()
        self._left_out: Counter[str] = Counter()
        self._errors = 0
        self._texts: dict[str, Lines] = {}

    def add(self, found: Iterable[Diagnostic]) -> None:
        """Findings that have their place already."""
        self._plain += found

    def note(self, document: Document, problems: Iterable[Problem]) -> None:
        """Problems of the resource that `document` holds."""
        for problem in problems:
            if problem.severity is Severity.ERROR:
                self._errors += 1
                self._broken.setdefault(document.file, _Broken()).add(_plain_path(problem.path))
            elif problem.code in document.silenced:
                continue
            self._keep(document, problem)

    def _keep(self, document: Document, problem: Problem) -> None:
        kind = (document.file, problem.severity is Severity.ERROR)
        first_error = kind[1] and not self._kept[kind]
        if first_error or (self._kept[kind] < FILE_FINDINGS_MAX and len(self._noted) < FINDINGS_MAX):
            self._kept[kind] += 1
            self._noted.append((document, problem))
        else:
            self._left_out[document.file] += 1

    @property
    def are_enough(self) -> bool:
        """Whether reading on is not worth the time: there are more errors than anybody is shown."""
        return self._errors >= FINDINGS_MAX

    def note_beside(self, document: Document, problems: Iterable[Problem]) -> None:
        """Like `note`, less what is about a part that has an error already: no mistake counts twice."""
        if (broken := self._broken.get(document.file)) is not None:
            problems = [one for one in problems if not broken.touches(_plain_path(one.path))]
        self.note(document, problems)

    def has_errors(self, document: Document) -> bool:
        """Whether an error is known of this file."""
        return document.file in self._broken

    def diagnostics(self) -> Iterator[Diagnostic]:
        """All of them, each with the source line."""
        yield from map(_shortened, self._plain[:FINDINGS_MAX])
        for document, problem in self._noted:
            found = within_text(located(problem, document), problem, document)
            lines = document.lines if found.place.file == document.file else self._lines(found.place.file)
            yield _shortened(
                Diagnostic(
                    code=found.code, message=found.message, place=found.place, severity=found.severity, hint=found.hint,
                    excerpt=lines.excerpt(found.place.line),
                )
            )  # fmt: skip
        for file, count in self._left_out.items():
            message = f"{count} more findings of this file are not shown"
            yield Diagnostic(code="PRJ017", message=message, place=Place(file=file), severity=Severity.NOTE)

    def _lines(self, file: str) -> Lines:
        if file not in self._texts:
            self._texts[file] = Lines(file, self._tree.templates.get(file.removeprefix("templates/"), ""))
        return self._texts[file]


def _shortened(found: Diagnostic) -> Diagnostic:
    if len(found.message) <= WORDS_CHARACTERS_MAX and len(found.hint) <= WORDS_CHARACTERS_MAX:
        return found
    return msgspec.structs.replace(found, message=_cut(found.message), hint=_cut(found.hint))


def _cut(words: str) -> str:
    return words if len(words) <= WORDS_CHARACTERS_MAX else words[: WORDS_CHARACTERS_MAX - 1] + "…"


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
