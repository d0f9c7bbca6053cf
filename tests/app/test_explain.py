"""`mktctl explain` finds every key, says what the schema says, and guesses what was meant."""

import subprocess
import sys

import pytest

from mktctl.app.explain import CHANNELS, explain, overview
from mktctl.cli.main import run
from mktctl.diagnostics import UsageError
from mktctl.kinds.schema_files import document
from mktctl.kinds.schema_walk import Key, definition, keys, root


def test_a_verb_has_its_forms_its_keys_and_what_stands_beside_it() -> None:
    wait = explain("flow.steps.wait")
    assert wait.where == "flows/<ref>.yaml"
    assert wait.description == document("flow.schema.json")["$defs"]["wait"]["properties"]["wait"]["description"]
    assert [form.split(",")[0] for form in wait.forms] == ["a number and a unit", "the keys below"]
    assert wait.examples[:2] == ("2 days", "24 hours")
    assert [line.name for line in wait.inside] == ["for", "from_start", "before_date", "at", "weekdays", "timezone"]
    assert [line.name for line in wait.beside] == ["id", "note"]
    assert wait.inside[-1].default == "recipient"


def test_a_condition_says_where_its_words_differ() -> None:
    metric = explain("condition.metric")
    assert "Say when" in metric.description
    assert "without a time: ever" in metric.elsewhere["segments"]
    assert {line.name: line.place for line in metric.beside}["since"] == "flows only"
    assert {line.name: line.place for line in metric.beside}["within"] == ""
    assert {line.name: line.place for line in explain("condition").inside if line.place} == {
        "event": "flows only",
        "sample": "flows only",
        "not_sent": "flows only",
        "funnel": "segments only",
    }
    assert explain("condition.funnel").where == "who: of a segment"


def test_the_word_exit_is_a_step() -> None:
    assert explain("flow.steps.exit").forms == ("exit",)


def test_a_required_key_and_a_default_are_said() -> None:
    assert explain("flow.trigger").required
    assert not explain("flow.status").required
    assert explain("flow.status").default == "draft"
    assert explain("flow.status").forms == ("one of draft, manual or live",)


def test_names_of_ones_own_are_passed_through() -> None:
    """`metrics:` is a map by short name; its keys are those of one metric."""
    assert [line.name for line in explain("project.metrics").inside] == ["name", "integration", "properties", "seed"]
    assert explain("project.metrics.seed.profile").required


ROOTS = {kind: (kind, root(kind)) for kind in ("flow", "segment", "project")} | {
    f"template of channel {channel}": ("template", definition("template.schema.json", channel)) for channel in CHANNELS
}


@pytest.mark.parametrize("what", ROOTS)
def test_every_key_can_be_explained(what: str) -> None:
    """Three levels deep; below that conditions hold conditions."""
    kind, value = ROOTS[what]
    level = [(kind, Key(name=kind, value=value))]
    seen = 0
    for _ in range(3):
        level = [(f"{path}.{key.name}", key) for path, owner in level for key in (*owner.beside, *keys(owner.value))]
        for path, key in level:
            explained = explain(path)
            assert key.value.body["description"] in (explained.description, *explained.elsewhere.values()), path
            assert explained.forms, path
            assert explained.examples, path
            seen += 1
    assert seen >= (20 if kind != "template" else 8)


def test_the_overview_lists_where_one_can_begin() -> None:
    assert [line.name for line in overview()] == ["project", "segment", "template", "flow", "campaign", "condition"]
    assert all(line.summary and line.place for line in overview())


MEANT = {
    "flow.steps.wiat": "flow.steps.wait",
    "flow.stpes": "flow.steps",
    "flows": "flow",
    "wait": "flow.steps.wait",
    "smart_sending": "flow.defaults.smart_sending",
    "condition.metrics": "condition.metric",
    "segment.who.all.propertie": "segment.who.all.property",
}


@pytest.mark.parametrize("path", MEANT)
def test_an_unknown_path_is_answered_with_what_may_be_meant(path: str) -> None:
    with pytest.raises(UsageError) as error:
        explain(path)
    assert error.value.exit_code == 64
    assert MEANT[path] in error.value.hint


@pytest.mark.parametrize(
    "path", ["", ".", "flow.", "flow..steps", "flow.status.draft.x", "condition.all.all.nothing-like-it"]
)
def test_nonsense_is_a_usage_error(path: str) -> None:
    with pytest.raises(UsageError):
        explain(path)


def test_the_command_prints_a_page_and_its_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "flow.reentry"]) == 0
    page = capsys.readouterr().out
    assert page.startswith("flow.reentry   flows/<ref>.yaml\n")
    assert "    reentry: after 7 days\n" in page
    assert run(["explain", "flow.reentry", "--format", "json"]) == 0
    assert '"format_version": 1' in capsys.readouterr().out
    assert run(["explain"]) == 0
    assert "mktctl explain flow.steps.wait" in capsys.readouterr().out
    assert run(["explain", "flow.reentri"]) == 64
    assert "Did you mean flow.reentry?" in capsys.readouterr().err


def test_explaining_loads_nothing_heavy() -> None:
    program = (
        "import sys; from mktctl.cli.main import run; run(['explain', 'flow.steps.wait']);"
        "print({name.partition('.')[0] for name in sys.modules}"
        " & {'jsonschema', 'jsonschema_rs', 'django', 'klaviyo_api', 'deepdiff', 'starlette', 'uvicorn'})"
    )
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert shown.stdout.endswith("\nset()\n")


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("flow.step.wait", "flow.steps.wait"),
        ("flow.step.wait.att", "flow.steps.wait"),
        ("condition.city", "condition.property"),
        ("segment.who.country", "segment.who.property"),
    ],
)
def test_a_slip_on_the_way_leads_to_the_whole_path(asked: str, meant: str) -> None:
    with pytest.raises(UsageError) as refused:
        explain(asked)
    assert refused.value.hint == f"Did you mean {meant}?"
