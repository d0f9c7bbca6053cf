"""`mktctl test` below the command line: what fails and how it is told, what is covered, and which files are read."""

from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

import msgspec
import pytest

from mktctl.app.flow_test_files import CaseFiles, read_flow_tests
from mktctl.app.flow_testing import CasePlayed, FlowsTested, run_flow_tests
from mktctl.app.load import load_workspace
from mktctl.app.validate import validate
from mktctl.model.condition import Raw
from mktctl.model.workspace import Workspace
from mktctl.views.flow_test_json import flow_test_json, flow_test_junit
from mktctl.views.flow_test_text import flow_test_text
from tests.support.demo import copy_of_the_programme

HEAD = "flow: welcome\nstart: 2026-11-24 10:00\ncases:\n"
PERSON = "person: {email: b@example.com}"
REGISTERS = "events: [{at: 0 hours, metric: registered}]"


@pytest.fixture(scope="module")
def programme(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Workspace]:
    root = tmp_path_factory.mktemp("programme")
    copy_of_the_programme(root)
    workspace = load_workspace(root).workspace
    assert workspace is not None
    for file in (root / "tests/flows").iterdir():
        file.unlink()
    return root, workspace


Programme = tuple[Path, Workspace]


def read(programme: Programme, *cases: str, head: str = HEAD, name: str = "new.test.yaml") -> CaseFiles:
    root, workspace = programme
    lines = "".join(f"  - {case}\n" for case in cases)
    (root / "tests/flows" / name).write_text(head + lines, encoding="utf-8")
    found = read_flow_tests(root, workspace)
    (root / "tests/flows" / name).unlink()
    return found


def played(programme: Programme, *cases: str, head: str = HEAD) -> FlowsTested:
    found = read(programme, *cases, head=head)
    assert found.diagnostics == ()
    return run_flow_tests(programme[1], found.files)


def case(programme: Programme, expect: str, *, rest: str = REGISTERS) -> CasePlayed:
    tested = played(programme, f"{{name: one, {PERSON}, {rest}, expect: [{expect}]}}")
    return tested.cases[0]


def told(one: CasePlayed) -> list[tuple[str, str, bool]]:
    return [(row.expected, row.actual, row.right) for row in one.rows]


KLAVIYOS_OWN = {"type": "profile-predictive-analytics-of-tomorrow"}
FIRST = "{at: 0 hours, email: welcome-1}"
SECOND = "{at: 2 days, email: welcome-2-recommendations}"
THIRD = "{at: 5 days, email: welcome-3-first-purchase}"
END = "{at: 5 days, exit: finished}"
# what is expected → what is wrong about it: expected beside what came
WRONG: dict[str, list[tuple[str, str]]] = {
    f"{FIRST}, {SECOND}, {THIRD}, {END}": [],
    f"{END}, {THIRD}, {SECOND}, {FIRST}": [],
    f"{FIRST}, {SECOND}, {THIRD}": [("", "exit finished")],
    f"{FIRST}, {SECOND}, {THIRD}, {END}, {END}": [("exit finished", "")],
    f"{FIRST}, {SECOND}, {THIRD}, {{at: 5 days, exit: exit_when}}": [("exit exit_when", "exit finished")],
    f"{FIRST}, {{at: 2 days, email: welcome-1}}, {THIRD}, {END}": [
        ("email welcome-1", "email welcome-2-recommendations"),
    ],
    f"{FIRST}, {{at: 49 hours, email: welcome-2-recommendations}}, {THIRD}, {END}": [
        ("", "email welcome-2-recommendations"), ("email welcome-2-recommendations", ""),
    ],
    f"{FIRST}, {{at: 2 days, skipped: welcome-2-recommendations}}, {THIRD}, {END}": [
        ("skipped welcome-2-recommendations", "email welcome-2-recommendations"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("expect", WRONG)
def test_expected_and_what_came_side_by_side(programme: Programme, expect: str) -> None:
    one = case(programme, expect)
    assert [(expected, actual) for expected, actual, right in told(one) if not right] == WRONG[expect]
    assert one.passed == (not WRONG[expect])


def test_a_partial_case_asks_for_what_it_names_alone(programme: Programme) -> None:
    assert case(programme, SECOND, rest=f"{REGISTERS}, partial: true").passed
    late = case(programme, "{at: 3 days, email: welcome-1}", rest=f"{REGISTERS}, partial: true")
    assert [row for row in told(late) if not row[2]] == [("email welcome-1", "", False)]


def test_the_place_is_that_of_the_expectation(programme: Programme) -> None:
    text = f"name: one\n    {PERSON}\n    {REGISTERS}\n    expect:\n      - {FIRST}\n      - {SECOND}\n"
    tested = played(programme, f"{text}      - {{at: 6 days, email: welcome-3-first-purchase}}\n      - {END}")
    one = tested.cases[0]
    assert (one.place.line, one.place.column) == (4, 11)
    wrong = {
        row.expected: place.line for row, place in zip(one.rows, one.places, strict=True) if place and not row.right
    }
    assert wrong == {"email welcome-3-first-purchase": 10}


def test_who_does_not_enter_is_told_why(programme: Programme) -> None:
    events = "events: [{at: 0 hours, metric: registered}, {at: 6 days, metric: registered}]"
    one = case(programme, f"{FIRST}, {SECOND}, {THIRD}, {END}", rest=events)
    assert one.passed
    assert any(row.told and row.actual.startswith("does not enter: never entered before") for row in one.rows)


def test_a_message_that_was_never_sent_cannot_be_opened(programme: Programme) -> None:
    events = "events: [{at: 0 hours, metric: registered}, {at: 1 day, opens: welcome-3-first-purchase}], partial: true"
    one = case(programme, FIRST, rest=events)
    assert [row for row in told(one) if not row[2]] == [("", "welcome-3-first-purchase was not received before", False)]


def test_values_are_those_at_the_end_of_the_instant(programme: Programme) -> None:
    head = HEAD.replace("welcome", "sunset")
    mails = ", ".join(f"{{at: {days} days ago, metric: received_email}}" for days in range(10, 70, 10))
    opened = "{at: 180 days ago, metric: opened_email, properties: {Apple Privacy Open: false}}"
    text = (
        f"{{name: one, person: anna, lists: [newsletter], history: [{opened}, {mails}], partial: true,"
        " expect: [{at: 2026-12-09 01:00, profile: {lifecycle: awake, tier: gold}}]}"
    )
    one = played(programme, text, head=head).cases[0]
    assert [row[:2] for row in told(one) if not row[2]] == [
        ("profile lifecycle=awake, tier=gold", "profile lifecycle=sunset")
    ]


def test_what_only_the_platform_can_decide_fails_the_case(programme: Programme) -> None:
    _, workspace = programme
    flow = workspace.flows["welcome"]
    asked = msgspec.structs.replace(flow.steps[0], only_if=Raw(json=KLAVIYOS_OWN))
    changed = msgspec.structs.replace(flow, steps=(asked, *flow.steps[1:]))
    found = read(programme, f"{{name: one, {PERSON}, {REGISTERS}, expect: []}}")
    flows = {**workspace.flows, "welcome": changed}
    tested = run_flow_tests(msgspec.structs.replace(workspace, flows=flows), found.files)
    assert "can be decided by Klaviyo only" in tested.cases[0].error
    assert not tested.cases[0].passed
    assert "can be decided by Klaviyo only" in flow_test_text(tested, width=100, colour=False)
    assert "can be decided by Klaviyo only" in flow_test_junit(tested)


def test_a_draft_is_tested_as_if_it_were_live(programme: Programme) -> None:
    _, workspace = programme
    flow = workspace.flows["welcome"]
    steps = tuple(msgspec.structs.replace(one, status="draft") if hasattr(one, "status") else one for one in flow.steps)
    drafted = msgspec.structs.replace(flow, status="draft", steps=steps)
    changed = msgspec.structs.replace(workspace, flows={**workspace.flows, "welcome": drafted})
    found = read(programme, f"{{name: one, {PERSON}, {REGISTERS}, expect: [{FIRST}, {SECOND}, {THIRD}, {END}]}}")
    assert run_flow_tests(changed, found.files).failed == 0
    lowered = (msgspec.structs.replace(flow.steps[0], status="draft"), *flow.steps[1:])
    changed = msgspec.structs.replace(
        workspace, flows={**workspace.flows, "welcome": msgspec.structs.replace(flow, steps=lowered)}
    )
    assert told(run_flow_tests(changed, found.files).cases[0])[0][1:] == ("skipped welcome-1: draft", False)


def test_branches_that_no_test_reaches_are_named(programme: Programme) -> None:
    head = HEAD.replace("welcome", "price-drop")
    text = (
        f"{{name: one, {PERSON}, events: [{{at: 0 hours, price_drop: {{ProductID: x}}}}], partial: true, expect: []}}"
    )
    found = read(programme, text, head=head)
    tested = run_flow_tests(programme[1], found.files, [PurePosixPath("tests/flows/new.test.yaml")])
    (coverage,) = tested.coverage
    assert coverage.points == ("entry", "1/1", "1/2", "1/else")
    assert coverage.missing == ("1/1", "1/2")
    assert tested.percent == 50
    assert "no test reaches price-drop/1/2  (switch-1@price-drop-sms)" in flow_test_text(
        tested, width=100, colour=False
    )


def test_flows_without_a_test_count(programme: Programme) -> None:
    tested = played(programme, f"{{name: one, {PERSON}, {REGISTERS}, expect: []}}")
    assert {one.flow for one in tested.coverage} == set(programme[1].flows)
    assert {one.percent for one in tested.coverage if one.flow != "welcome"} == {0}


def test_words_choose_cases(programme: Programme) -> None:
    cases = [f"{{name: {name}, {PERSON}, {REGISTERS}, partial: true, expect: []}}" for name in ("buys it", "reads it")]
    found = read(programme, *cases)
    chosen = run_flow_tests(programme[1], found.files, words="Welcome READS")
    assert [one.name for one in chosen.cases] == ["reads it"]
    assert chosen.coverage == ()
    assert run_flow_tests(programme[1], found.files, [PurePosixPath("flows")]).cases == ()


def test_what_programs_read_says_the_same(programme: Programme) -> None:
    good, bad = "good & <well>", "bad"
    tested = played(
        programme,
        f"{{name: {good}, {PERSON}, {REGISTERS}, partial: true, expect: []}}",
        f"{{name: {bad}, {PERSON}, {REGISTERS}, expect: [{FIRST}]}}",
    )
    document = msgspec.json.decode(flow_test_json(tested))
    assert document["summary"]["failed"] == 1
    assert [one["passed"] for one in document["cases"]] == [True, False]
    assert document["cases"][1]["timeline"][0] == {
        "at": "2026-11-24T09:00:00+00:00",
        "since_start": "0 hours",
        "clock": "2026-11-24 10:00",
        "expected": "email welcome-1",
        "actual": "email welcome-1",
        "right": True,
        "line": 5,
    }
    root = ElementTree.fromstring(flow_test_junit(tested))
    assert root.attrib == {"tests": "2", "failures": "1"}
    assert [one.attrib["name"] for one in root.iter("testcase")] == [good, bad]
    (failure,) = root.iter("failure")
    assert "came: email welcome-2-recommendations" in (failure.text or "")


def test_validate_looks_at_the_tests(programme: Programme) -> None:
    root, _ = programme
    file = root / "tests/flows/new.test.yaml"
    file.write_text(f"{HEAD}  - {{name: one, {PERSON}, expect: [{{at: 1 dya, email: welcome-1}}]}}\n", encoding="utf-8")
    result = validate(root)
    file.unlink()
    assert not result.valid
    assert [(one.code, str(one.place), one.excerpt != "") for one in result.diagnostics] == [
        ("TST001", "tests/flows/new.test.yaml:4:63", True)
    ]
    assert validate(root).valid


def test_only_files_of_tests_inside_the_project_are_read(programme: Programme, tmp_path: Path) -> None:
    root, workspace = programme
    outside = tmp_path / "secret.yaml"
    outside.write_text("flow: welcome\n", encoding="utf-8")
    (root / "tests/flows/out.test.yaml").symlink_to(outside)
    (root / "tests/flows/notes.yaml").write_text("not: a test\n", encoding="utf-8")
    found = read_flow_tests(root, workspace)
    for name in ("out.test.yaml", "notes.yaml"):
        (root / "tests/flows" / name).unlink()
    assert found.files == ()
    assert [(one.code, one.place.file) for one in found.diagnostics] == [("PRJ010", "tests/flows/out.test.yaml")]


def test_a_broken_file_is_told_and_the_others_are_read(programme: Programme) -> None:
    found = read(programme, head="flow: [welcome\n")
    assert [one.code[:3] for one in found.diagnostics] == ["YML"]
    assert (found.files, found.read) == ((), 1)
