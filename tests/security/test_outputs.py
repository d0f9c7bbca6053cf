"""No output carries what a file or the platform wants a terminal, a log, a comment or a code scanner to do."""

import json
import re

import pytest

from mktctl.app.adopt import Adopted
from mktctl.app.apply import ApplyResult, Failure
from mktctl.app.graph import Graph, Resource
from mktctl.app.new import Made
from mktctl.app.send import Draft, Sent
from mktctl.app.show import Shown
from mktctl.cli import main, progress
from mktctl.diagnostics import Diagnostic, OutsideError, Place, Severity
from mktctl.model.address import Address
from mktctl.model.places import Problem
from mktctl.planning.changes import Change, FieldChange, Plan, StepChange
from mktctl.planning.references import Reference
from mktctl.planning.steps import Bind, NameActions, RemoveAction
from mktctl.views.adopt_text import adopt_json, adopt_text
from mktctl.views.apply_text import apply_text
from mktctl.views.diagnostics_github import diagnostics_github
from mktctl.views.diagnostics_json import diagnostics_json
from mktctl.views.diagnostics_sarif import diagnostics_sarif
from mktctl.views.diagnostics_text import diagnostics_text
from mktctl.views.flow_mermaid import flow_mermaid
from mktctl.views.graph_files import graph_dot, graph_json, graph_mermaid
from mktctl.views.graph_text import graph_text
from mktctl.views.new_text import new_text
from mktctl.views.plan_json import plan_json
from mktctl.views.plan_markdown import plan_markdown
from mktctl.views.plan_text import plan_text
from mktctl.views.send_text import draft_text, sent_json, sent_text
from mktctl.views.show_json import show_json
from mktctl.views.show_text import show_text
from mktctl.views.step_text import step_text, steps_text

COMMANDS = ("add-mask", "error", "stop-commands", "debug", "group", "warning", "notice", "save-state", "set-output")
EVIL = (
    "\x1b[2J\x1b]0;owned\x07 \x9b31m \u202egnp \u2066 \x00 \r\n::add-mask::evil\n ::error::no\n##[add-mask]evil "
    "``` ~~~ <script>alert(1)</script> [click](https://evil.example) @everyone www.evil.example $x$ "
    + "x" * 70
    + " ::stop-commands::t " * 9
)
FLOW = Address(kind="flow", ref="welcome")
FIELD = FieldChange(path=EVIL, before=EVIL, after=EVIL)
PLAN = Plan(
    account=EVIL,
    account_name=EVIL,
    environment="production",
    changes=tuple(
        Change(
            address=FLOW,
            verdict=verdict,
            name=EVIL,
            fields=(FIELD, FieldChange(path="status", after=EVIL)),
            steps=(
                StepChange(key=EVIL, verdict="update", type=EVIL, fields=(FIELD,)),
                StepChange(key=EVIL, verdict="insert", type="send-email", when=EVIL),
            ),
            reasons=(EVIL,),
            notes=(EVIL,),
            outside=True,
        )
        for verdict in ("create", "update", "replace", "bind", "orphan")
    ),
    steps=(
        Bind(address=FLOW, id=EVIL, name=EVIL),
        NameActions(address=FLOW, names={EVIL: EVIL}),
        RemoveAction(address=FLOW, key=EVIL),
    ),
    warnings=(EVIL,),
    by_hand=(EVIL,),
    blockers=(Problem(code="PLN001", message=EVIL, path=(), hint=EVIL),),
)
FOUND = [
    Diagnostic(
        code="KEY001", message=EVIL, hint=EVIL, excerpt=EVIL, severity=severity,
        place=Place(file=f"flows/{EVIL}.yaml", line=1, column=3, end_column=9),
    )
    for severity in Severity
]  # fmt: skip
APPLIED = ApplyResult(
    done=PLAN.steps,
    failures=tuple(Failure(step=step, message=EVIL, hint=EVIL, exit_code=1, unknown=True) for step in PLAN.steps),
    not_attempted=PLAN.steps,
    left_over=(EVIL,),
)
NAMED = Resource(address=FLOW, name=EVIL, file=f"flows/{EVIL}.yaml")
METRIC = Address(kind="metric", ref="registered")
GRAPH = Graph(
    resources=(NAMED, Resource(address=METRIC, name=EVIL)),
    references=(Reference(source=FLOW, role="is started by", target=METRIC),),
)
SHOWN = Shown(
    address=FLOW, name=EVIL, file=EVIL, description=EVIL, facts=(("text", EVIL),), changes=PLAN.changes,
    names=GRAPH.references, documents={str(FLOW): {EVIL: EVIL}},
)  # fmt: skip
DRAFT = Draft(address=FLOW, id=EVIL, name=EVIL, audience=EVIL, says=(EVIL, EVIL))
SENT = Sent(address=FLOW, id=EVIL, name=EVIL, status=EVIL)
ADOPTED = Adopted(address=FLOW, id="AbC123", name=EVIL, status=EVIL, created=EVIL, matched=1, steps=2)
DRAWN = {
    "name": EVIL,
    "definition": {
        "triggers": [{"type": EVIL, "id": EVIL}],
        "entry_action_id": EVIL,
        "actions": [{"temporary_id": EVIL, "type": EVIL, "links": {"next": None}, "data": {}}],
    },
}
PAGES = {
    "graph text": graph_text(GRAPH, width=60, colour=False),
    "graph json": graph_json(GRAPH),
    "graph mermaid": graph_mermaid(GRAPH),
    "graph dot": graph_dot(GRAPH),
    "show text": show_text(SHOWN, width=60, colour=False),
    "show json": show_json(SHOWN),
    "show mermaid": flow_mermaid(DRAWN),
    "send draft": draft_text(DRAFT, account=EVIL, environment=EVIL, width=60, colour=False),
    "send text": sent_text(SENT, width=60, colour=False),
    "send json": sent_json(SENT),
    "adopt text": adopt_text(ADOPTED, width=60, colour=False),
    "adopt json": adopt_json(ADOPTED),
    "new": new_text(Made(address=FLOW, files=(EVIL,)), width=60, colour=False),
    "validate text": diagnostics_text(FOUND, files=1, width=60, colour=False),
    "validate wide text": diagnostics_text(FOUND, files=1, width=500, colour=False),
    "validate github": diagnostics_github(FOUND),
    "validate json": diagnostics_json(FOUND, files=1),
    "validate sarif": diagnostics_sarif(FOUND),
    "plan text": plan_text(PLAN, width=60, colour=False),
    "plan markdown": plan_markdown(PLAN),
    "plan json": plan_json(PLAN),
    "plan explain": steps_text(PLAN),
    "apply": apply_text(APPLIED, width=60, colour=False),
    "apply step": "\n".join(step_text(step) for step in PLAN.steps),
}


def obeyed(line: str) -> str:
    """The workflow command in a line of a log, read as the runner reads it; empty when there is none."""
    trimmed = line.lstrip()
    if trimmed.startswith("::") and "::" in trimmed[2:]:
        return trimmed[2:].split("::")[0].split(" ")[0]
    if "##[" in line and "]" in line.split("##[", 1)[1]:
        return line.split("##[", 1)[1].split("]")[0].split(" ")[0]
    return ""


def test_the_reader_of_logs_reads_commands() -> None:
    assert obeyed("  ::add-mask::x") == obeyed("x ##[add-mask]x") == "add-mask"
    assert obeyed("x ::add-mask::x") == ""


@pytest.mark.parametrize("name", PAGES)
def test_nothing_but_text_reaches_the_terminal(name: str) -> None:
    assert all(char == "\n" or char.isprintable() for char in PAGES[name])


@pytest.mark.parametrize("name", [name for name in PAGES if name != "validate github"])
def test_no_line_is_a_workflow_command(name: str) -> None:
    assert not {obeyed(line) for line in PAGES[name].split("\n")} & set(COMMANDS)


@pytest.mark.parametrize("page", ["validate text", "plan text", "apply"])
def test_colours_are_ours_alone(page: str) -> None:
    made = {
        "validate text": diagnostics_text(FOUND, files=1, width=60, colour=True),
        "plan text": plan_text(PLAN, width=60, colour=True),
        "apply": apply_text(APPLIED, width=60, colour=True),
    }[page]
    plain = re.sub(r"\x1b\[[0-9;]*m", "", made)
    assert plain != made
    assert all(char == "\n" or char.isprintable() for char in plain)


def test_each_finding_is_one_workflow_command_and_its_own() -> None:
    lines = PAGES["validate github"].splitlines()
    assert [obeyed(line) for line in lines] == ["error", "warning", "notice"]
    for line in lines:
        properties = line.split("::")[1].split(" ", 1)[1]
        assert re.fullmatch(r"file=[^,:]+,line=1,col=3,endColumn=9,title=KEY001", properties)


def test_json_says_what_was_there_all_the_same() -> None:
    assert json.loads(PAGES["validate json"])["diagnostics"][0]["message"] == EVIL
    assert json.loads(PAGES["plan json"])["account_name"] == EVIL
    assert len(json.loads(PAGES["validate sarif"])["runs"][0]["results"]) == len(FOUND)


def test_a_code_scanner_gets_no_links() -> None:
    results = json.loads(PAGES["validate sarif"])["runs"][0]["results"]
    assert not any(re.search(r"\]\(", one["message"]["text"]) for one in results)
    assert not any(char in one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
                   for one in results for char in "\n\x1b :\\<>")  # fmt: skip


def test_markdown_calls_nobody_and_leads_nowhere() -> None:
    page = PAGES["plan markdown"]
    fences = [line for line in page.split("\n") if "```" in line]
    assert fences == ["```diff", "```"]
    outside = page.split("```diff")[0] + page.split("\n```\n")[1]
    assert "<script" not in outside
    assert not re.search(r"(?<!\\)\[click", outside)
    assert not re.search(r"(^|\W)@\w", outside)
    assert not re.search(r"[^\\]://|www\.[a-z]", outside)


def test_an_error_of_the_platform_is_only_text(capsys: pytest.CaptureFixture[str]) -> None:
    main._explain(OutsideError(EVIL, hint=EVIL))
    shown = capsys.readouterr().err
    assert "owned" in shown
    assert all(char == "\n" or char.isprintable() for char in shown)
    assert not any(obeyed(line) for line in shown.split("\n"))


def test_what_apply_reports_as_it_goes_is_only_text(capsys: pytest.CaptureFixture[str]) -> None:
    with progress.shown_progress(1, interactive=False) as step_done:
        step_done(PLAN.steps[0])
    shown = capsys.readouterr().err
    assert "take over" in shown
    assert all(char == "\n" or char.isprintable() for char in shown)


def test_a_picture_is_drawn_of_what_is_named_alone() -> None:
    """No name ends its label: a label is one quoted text, and no line comes from it."""
    for page in (PAGES["graph mermaid"], PAGES["show mermaid"]):
        assert all(line.count('"') in (0, 2) for line in page.splitlines())
        assert "<script" not in page
    assert len(PAGES["graph dot"].splitlines()) == 3 + len(GRAPH.resources) + len(GRAPH.references) + 1
