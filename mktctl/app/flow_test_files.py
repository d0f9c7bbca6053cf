"""The tests of the flows, read from `tests/flows/`, with every mistake in them."""

from pathlib import Path
from typing import Final

import msgspec

from mktctl.app.load_findings import Findings
from mktctl.app.schema_verdict import refusal, takes
from mktctl.diagnostics import Diagnostic, Place, in_reading_order
from mktctl.kinds.flow_tests.flow_test import parse_flow_test
from mktctl.kinds.names import Names
from mktctl.kinds.report import EnoughError
from mktctl.model.flow_test import FlowTest
from mktctl.model.places import Path as Inside
from mktctl.model.places import place_of
from mktctl.model.workspace import Workspace
from mktctl.workspace.document import Document
from mktctl.workspace.tree import Tree, read_tests

SCHEMA: Final = "flow_test"


class CaseFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file without mistakes."""

    test: FlowTest
    document: Document

    @property
    def file(self) -> str:
        """Its path relative to the project."""
        return self.document.file

    def place(self, path: Inside) -> Place:
        """Where something of it is written."""
        return place_of(self.document, path)


class CaseFiles(msgspec.Struct, frozen=True, kw_only=True):
    """Files in the order of their paths; `read` counts those with mistakes as well."""

    files: tuple[CaseFile, ...]
    diagnostics: tuple[Diagnostic, ...]
    read: int


def read_flow_tests(root: Path, workspace: Workspace) -> CaseFiles:
    """Every test below `root`, a project whose files have no mistakes. Nothing outside of it is read."""
    texts, mistakes = read_tests(root)
    findings = Findings(Tree(yaml=texts, templates={}, mistakes=mistakes, folders=(), digest=""))
    names = Names(
        project=workspace.project,
        segments=frozenset(workspace.segments),
        templates={**workspace.templates, **workspace.messages},
    )
    files: list[CaseFile] = []
    for name, text in texts.items():
        document = Document(name, text)
        findings.add(document.mistakes)
        if document.mistakes:
            continue
        try:
            test, problems = parse_flow_test(document, names, workspace.flows)
        except EnoughError as stop:
            test, problems = None, stop.problems
        findings.note(document, problems)
        if not findings.has_errors(document) and not takes(SCHEMA, document.data):
            findings.note(document, [refusal(SCHEMA, document.data)])
        if test is not None and not findings.has_errors(document):
            files.append(CaseFile(test=test, document=document))
    found = in_reading_order(findings.diagnostics())
    return CaseFiles(files=tuple(files), diagnostics=found, read=len(texts))
