"""The project's files as one workspace: read, understood, built, and held against what the platform can express."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from mktctl.app.load_across import checks_across
from mktctl.app.load_checks import unused_templates
from mktctl.app.load_findings import Findings
from mktctl.app.load_mails import missing_footers
from mktctl.app.load_refs import folder_mistakes, refs_of, unread_files
from mktctl.app.load_shared import read_shared, unembedded_blocks
from mktctl.app.load_uses import sent, survey
from mktctl.app.schema_verdict import refusal, takes
from mktctl.content.build import build_email
from mktctl.content.build_message import build_message
from mktctl.diagnostics import Diagnostic, has_errors, in_reading_order
from mktctl.kinds.campaigns.campaign import parse_campaign
from mktctl.kinds.flow import parse_flow
from mktctl.kinds.names import Names
from mktctl.kinds.project import EMPTY, parse_project
from mktctl.kinds.report import EnoughError
from mktctl.kinds.segment import parse_segment
from mktctl.kinds.template import parse_template
from mktctl.model.address import Address, Kind
from mktctl.model.condition import Condition, HasProperty, Test
from mktctl.model.places import Problem
from mktctl.model.project import Project
from mktctl.model.segment import Segment
from mktctl.model.template import EmailTemplate, Template, TemplateSource, WrittenTemplate
from mktctl.model.workspace import Workspace
from mktctl.wire.campaigns.check import check_campaign
from mktctl.wire.flows.check import check_flow
from mktctl.wire.segments import check_segment
from mktctl.workspace.document import Document
from mktctl.workspace.root import PROJECT_FILE
from mktctl.workspace.tree import Tree, read_tree

FOLDER_OF_KIND: Final[Mapping[Kind, str]] = {
    "segment": "segments",
    "template": "templates",
    "flow": "flows",
    "campaign": "campaigns",
}
BUILT_CHARACTERS_MAX: Final = 256_000_000
"""Of all mails together: a large layout under many small templates would fill the memory."""
_ANYBODY: Final = HasProperty(name="email", type="text", test=Test(op="exists", value=True), builtin=True)
"""Stands in for the definition of a segment with mistakes, so that who uses it is not blamed."""
Resource = TypeVar("Resource")


class Loaded(msgspec.Struct, frozen=True, kw_only=True):
    """`workspace` is None when there is an error. Diagnostics are in reading order; `files` were read."""

    workspace: Workspace | None
    diagnostics: tuple[Diagnostic, ...]
    files: int


def load_workspace(root: Path, *, environment: str | None = None) -> Loaded:
    """Everything below `root`, a folder with `mktctl.yaml`. Reads nothing outside it and runs nothing of it.

    `environment` is whose `set:` templates see; without one, the first of the project. Raises OutsideError when the
    YAML parser is not the one that is needed.
    """
    tree = read_tree(root)
    findings = Findings(tree)
    workspace = _Loading(tree, findings).workspace(environment)
    found = in_reading_order(findings.diagnostics())
    return Loaded(
        workspace=None if has_errors(found) else workspace,
        diagnostics=found,
        files=len(tree.yaml) + len(tree.templates),
    )


class _Loading:
    """One run over the files. Every step goes on as far as it can."""

    def __init__(self, tree: Tree, findings: Findings) -> None:
        self.tree = tree
        self.findings = findings
        self.files: dict[Kind, dict[str, str]] = {}
        self.places: dict[Address, Document] = {}
        self.project_file: Document | None = None
        findings.add(folder_mistakes(tree.folders))
        unread = unread_files(tree)  # who uses what they hold is not blamed as well
        for kind, folder in FOLDER_OF_KIND.items():
            self.files[kind], mistakes = refs_of([*tree.yaml, *unread], folder)
            findings.add(mistakes)

    def workspace(self, environment: str | None) -> Workspace:
        """The whole, in the order in which one kind needs the other."""
        project, partial = self._project()
        names = Names(project=project, segments=frozenset(self.files["segment"]), partial=partial)
        segments = self._resources("segment", lambda document, ref: parse_segment(document, ref, names))
        sources: dict[str, WrittenTemplate] = self._resources("template", parse_template)
        shared = read_shared(EMPTY if partial else project, self.tree, environment)
        built = {} if partial else self._built(sources, project, environment)
        known = {ref: built.get(ref) for ref in self.files["template"]}
        names = msgspec.structs.replace(names, templates=known)
        flows = self._resources("flow", lambda document, ref: parse_flow(document, ref, names))
        campaigns = self._resources("campaign", lambda document, ref: parse_campaign(document, ref, names))
        whole = Workspace(
            project=project, segments=segments, flows=flows, campaigns=campaigns, places=dict(self.places),
            digest=self.tree.digest,
            templates={ref: one for ref, one in built.items() if isinstance(one, EmailTemplate)},
            messages={ref: one for ref, one in built.items() if not isinstance(one, EmailTemplate)},
            codes=shared.codes, universal_blocks=shared.blocks,
        )  # fmt: skip
        if not partial:  # what a broken project lacks would be found again in everything that needs it
            self._hold_together(whole, sources)
            unused = unembedded_blocks(whole) if self._all_right("template") else ()
            self._about_project((*shared.problems, *unused), shared.mistakes)
        self._judge()
        return whole

    def _hold_together(self, whole: Workspace, sources: Mapping[str, WrittenTemplate]) -> None:
        """What shows only when all is known: what the platform cannot express, what mails lack, what nobody uses."""
        definitions = self._definitions(whole.segments)
        for ref, segment in whole.segments.items():
            self._beside("segment", ref, check_segment(segment, segments=definitions))
        for ref, flow in whole.flows.items():
            self._beside("flow", ref, check_flow(flow, segments=definitions))
        for ref, campaign in whole.campaigns.items():
            self._beside("campaign", ref, check_campaign(campaign))
        surveys = {ref: survey(flow) for ref, flow in whole.flows.items()}
        for address, problems in checks_across(whole, surveys, definitions):
            self._beside(address.kind, address.ref, problems)
        marketing, others = sent(whole.flows, surveys, whole.campaigns)
        for address, problems in missing_footers(sources, whole, receipts=others - marketing):
            self.findings.note(self.places[address], problems)
        if self._all_right("flow") and self._all_right("campaign"):  # one with mistakes may be meant to use anything
            for address, problem in unused_templates(sources, marketing | others):
                if not self.findings.has_errors(self.places[address]):
                    self.findings.note(self.places[address], [problem])

    def _project(self) -> tuple[Project, bool]:
        """The project, and whether it has mistakes of its own."""
        document = self.project_file = self._document(PROJECT_FILE)
        if document is None:
            return EMPTY, True
        try:
            project, problems = parse_project(document)
        except EnoughError as stop:
            project, problems = EMPTY, stop.problems
        self.findings.note(document, problems)
        self._judge_one("project", document)
        return project, self.findings.has_errors(document)

    def _about_project(self, problems: Iterable[Problem], mistakes: Iterable[Diagnostic]) -> None:
        """What is wrong with what the project file takes from other files."""
        self.findings.add(mistakes)
        assert self.project_file is not None, "a project without mistakes was read"
        self.findings.note_beside(self.project_file, problems)

    def _document(self, name: str) -> Document | None:
        """The file's document; None when it could not be read."""
        if name not in self.tree.yaml:
            return None
        document = Document(name, self.tree.yaml[name])
        self.findings.add(document.mistakes)
        return None if document.mistakes else document

    def _resources(
        self, kind: Kind, parse: Callable[[Document, str], tuple[Resource | None, list[Problem]]]
    ) -> dict[str, Resource]:
        """Every resource of `kind` that could be read, those with mistakes as far as they go."""
        made: dict[str, Resource] = {}
        for ref, name in self.files[kind].items():
            if self.findings.are_enough:
                break
            document = self._document(name)
            if document is None:
                continue
            self.places[Address(kind=kind, ref=ref)] = document
            try:
                resource, problems = parse(document, ref)
            except EnoughError as stop:
                resource, problems = None, stop.problems
            self.findings.note(document, problems)
            if resource is not None:
                made[ref] = resource
        return made

    def _judge(self) -> None:
        """The schemas' verdict comes last: the words of the other checks are better."""
        for address, document in self.places.items():
            self._judge_one(address.kind, document)
            document.forget()

    def _judge_one(self, kind: str, document: Document) -> None:
        if not self.findings.has_errors(document) and not takes(kind, document.data):
            self.findings.note(document, [refusal(kind, document.data)])

    def _definitions(self, segments: Mapping[str, Segment]) -> dict[str, Condition]:
        """What can be inlined. External segments have no definition here."""
        definitions: dict[str, Condition] = dict.fromkeys(self.files["segment"], _ANYBODY)
        for ref, segment in segments.items():
            if self.findings.has_errors(self.places[Address(kind="segment", ref=ref)]):
                continue
            if segment.who is None:
                del definitions[ref]
            else:
                definitions[ref] = segment.who
        return definitions

    def _all_right(self, kind: Kind) -> bool:
        places = (self.places.get(Address(kind=kind, ref=ref)) for ref in self.files[kind])
        return all(place is not None and not self.findings.has_errors(place) for place in places)

    def _beside(self, kind: Kind, ref: str, problems: list[Problem]) -> None:
        if problems:
            self.findings.note_beside(self.places[Address(kind=kind, ref=ref)], problems)

    def _built(
        self, sources: Mapping[str, WrittenTemplate], project: Project, environment: str | None
    ) -> dict[str, Template]:
        built: dict[str, Template] = {}
        characters = 0
        chosen = project.environments.get(environment) if environment is not None else None
        for ref, source in sources.items():
            document = self.places[Address(kind="template", ref=ref)]
            if self.findings.has_errors(document):
                continue
            files = self.tree.templates
            template: Template | None
            if isinstance(source, TemplateSource):
                template, problems = build_email(source, files=files, project=project, environment=chosen)
            else:
                template, problems = build_message(source, files=files, project=project, environment=chosen)
            self.findings.note(document, problems)
            if template is not None:
                built[ref] = template
                characters += len(template.html) if isinstance(template, EmailTemplate) else 0
            if characters > BUILT_CHARACTERS_MAX:
                message = f"the mails make more than {BUILT_CHARACTERS_MAX:,} characters together; no more are built"
                self.findings.note(document, [Problem(code="TPL103", message=message)])
                break
        return built
