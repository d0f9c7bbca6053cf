"""`mktctl test`: every case of `tests/flows/` played in a world of its own, offline."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from typing import Any, Final

import msgspec

from mktctl.app.flow_test_comparison import Row, compare
from mktctl.app.flow_test_coverage import Coverage, coverage_of
from mktctl.app.flow_test_files import CaseFile
from mktctl.diagnostics import MktctlError, Place
from mktctl.engine.errors import UndecidableError
from mktctl.engine.flows.compile import graph_of
from mktctl.engine.flows.setting import Options, Setting
from mktctl.model.condition import Condition
from mktctl.model.flow import Email, Flow, Push, Sms, WhatsApp
from mktctl.model.flow_graph import ExperimentNode, FlowGraph
from mktctl.model.flow_test import Case
from mktctl.model.profile import Profile
from mktctl.model.workspace import Workspace
from mktctl.simulation.arrivals import after
from mktctl.simulation.timeline import Lived, Story
from mktctl.simulation.world import LiveFlow, World
from mktctl.wire.flows.tree import lay_out

_LOOKED_ON: Final = timedelta(days=2)
"""Behind the last thing that a case speaks of: what comes then by a daily pass is seen, and was not expected."""
_PLAYED_MOST: Final = timedelta(days=3 * 366)
"""Behind the start: runs that still wait then are left waiting."""
_STEPS_MAX: Final = 100_000


class CasePlayed(msgspec.Struct, frozen=True, kw_only=True):
    """One case. `start` is what its spans count from; `error` says why it could not be played, else it is empty."""

    file: str
    flow: str
    name: str
    place: Place
    start: datetime
    rows: tuple[Row, ...] = ()
    places: tuple[Place | None, ...] = ()
    """Of each row, where its expectation is written."""
    error: str = ""

    @property
    def passed(self) -> bool:
        """Whether all came that was expected, and nothing else."""
        return not self.error and all(row.right for row in self.rows)


class FlowsTested(msgspec.Struct, frozen=True, kw_only=True):
    """One run; `coverage` is in the order of the flows' names, `zone` the account's."""

    cases: tuple[CasePlayed, ...]
    coverage: tuple[Coverage, ...]
    zone: str

    @property
    def failed(self) -> int:
        """How many cases did not pass."""
        return sum(not one.passed for one in self.cases)

    @property
    def percent(self) -> float:
        """Of all points of all flows, how many were reached: 0 to 100; 100 where there is none."""
        points = sum(len(one.points) for one in self.coverage)
        missing = sum(len(one.missing) for one in self.coverage)
        return 100 * (1 - missing / points) if points else 100.0


def run_flow_tests(
    workspace: Workspace, files: Sequence[CaseFile], only: Sequence[PurePosixPath] = (), words: str = ""
) -> FlowsTested:
    """Plays the cases of `files` that lie in one of `only` and whose flow and name hold every one of `words`.

    Flows that no case is about count as not covered, unless `only` chose some; `words` choose single cases, of which no
    coverage is told.
    """
    segments = {ref: one.who for ref, one in workspace.segments.items() if one.who is not None}
    graphs: dict[str, FlowGraph] = {}
    stories: dict[str, list[Lived]] = {}
    cases: list[CasePlayed] = []
    for file in files:
        if only and not _inside(PurePosixPath(file.file), only):
            continue
        flow = workspace.flows[file.test.flow]
        for case in file.test.cases:
            told = f"{flow.ref} {case.name}".casefold()
            if not all(word in told for word in words.casefold().split()):
                continue
            if flow.ref not in graphs:
                graphs[flow.ref] = as_if_live(graph_of(flow, segments=segments), flow)
            tested, lived = _tested(file, case, workspace, flow, graphs[flow.ref], segments)
            cases.append(tested)
            stories.setdefault(flow.ref, []).extend(lived)
    if words:
        return FlowsTested(cases=tuple(cases), coverage=(), zone=workspace.project.shop.timezone)
    for ref, flow in workspace.flows.items() if not only else ():
        graphs.setdefault(ref, as_if_live(graph_of(flow, segments=segments), flow))
    coverage = tuple(
        coverage_of(ref, graphs[ref], stories.get(ref, ()), dict(step_names(workspace.flows[ref])))
        for ref in sorted(graphs)
    )
    return FlowsTested(cases=tuple(cases), coverage=coverage, zone=workspace.project.shop.timezone)


def as_if_live(graph: FlowGraph, flow: Flow) -> FlowGraph:
    """The graph with every step live that says no status of its own: a draft is tested before it goes live."""
    nodes = {id_: _raised(node, flow.status) for id_, node in graph.nodes.items()}
    return msgspec.structs.replace(graph, nodes=nodes)


def _raised(node: Any, status: str) -> Any:
    if isinstance(node, ExperimentNode):
        main = _raised(node.main, status)
        variations = tuple(_raised(one, status) for one in node.variations)
        node = msgspec.structs.replace(node, main=main, variations=variations)
    if getattr(node, "status", None) == status:
        return msgspec.structs.replace(node, status="live")
    return node


def _tested(
    file: CaseFile,
    case: Case,
    workspace: Workspace,
    flow: Flow,
    graph: FlowGraph,
    segments: Mapping[str, Condition],
) -> tuple[CasePlayed, tuple[Lived, ...]]:
    names = dict(step_names(flow))
    setting = Setting(zone=workspace.project.shop.timezone, options=Options(mode=file.test.mode))
    tested = CasePlayed(
        file=file.file, flow=flow.ref, name=case.name, place=file.place((*case.path, "name")), start=file.test.start
    )
    live = LiveFlow(name=flow.ref, graph=graph, templates=names)
    try:
        story = _played(case, live, segments, setting, file.test.start)
    except (UndecidableError, MktctlError) as problem:
        return msgspec.structs.replace(tested, error=str(problem)), ()
    rows = compare(case, story, names)
    places = tuple(None if row.path is None else file.place(row.path) for row in rows)
    return msgspec.structs.replace(tested, rows=rows, places=places), story.lived


def _played(case: Case, flow: LiveFlow, segments: Mapping[str, Condition], setting: Setting, start: datetime) -> Story:
    """The whole case: until all that it speaks of is past, and every run is over or waits for no clock."""
    world = World([_before(case)], [flow], segments=segments, setting=setting, now=start)
    for happening in case.events:
        world.happens(case.person.id, happening)
    until = max((start, *(one.at for one in (*case.events, *case.expect)))) + _LOOKED_ON
    story = world.play(until)
    for _ in range(_STEPS_MAX):
        due = world.next_due
        if due is None or due > start + _PLAYED_MOST:
            return story
        story = world.play(due)
    raise AssertionError("a run that never ends")


def _before(case: Case) -> Profile:
    """The person with their history, which starts nothing."""
    person = case.person
    for number, one in enumerate(sorted(case.history, key=lambda one: one.at)):
        person, _ = after(person, one, f"history-{number}")
    return person


def step_names(flow: Flow) -> Iterator[tuple[str, str]]:
    """What each node is called in a test: the template of a message, the key of another step."""
    for placed in lay_out(flow.steps):
        step = placed.step
        yield placed.key, step.template if isinstance(step, Email | Sms | Push | WhatsApp) else step.key


def _inside(file: PurePosixPath, folders: Sequence[PurePosixPath]) -> bool:
    return any(folder == file or folder in file.parents or folder == PurePosixPath(".") for folder in folders)
