"""The page of a key, as people see it."""

import json

import pytest

from mktctl.app.explain import explain, overview
from mktctl.views.explain_json import explain_json, overview_json
from mktctl.views.explain_text import explain_text, overview_text

EXIT_IF = """\
flow.steps.exit_if   flows/<ref>.yaml

  Who meets the condition at this moment leaves the flow here; the others go on. Asked once,
  at this place; exit_when: asks before every step.

  Value     the keys below

  Example
    exit_if: {engaged: email, since: start}
"""


def test_a_page_shows_words_value_examples_and_keys() -> None:
    page = explain_text(explain("flow.steps.exit_if"), width=100, colour=False)
    assert page.startswith(EXIT_IF)
    assert "\n  Inside it\n    all            Several conditions, each of which must hold (Klaviyo: AND)\n" in page
    assert "\n  Beside it\n    id    A name that this step keeps for ever" in page
    assert page.endswith("  More: mktctl explain flow.steps.exit_if.all\n")


def test_examples_are_written_as_people_write_them() -> None:
    page = explain_text(explain("flow.steps"), width=100, colour=False)
    assert "    steps:\n      - email: welcome-1\n      - wait: 2 days\n      - email: welcome-2\n" in page
    assert "    - exit\n" in explain_text(explain("flow.steps.exit"), width=100, colour=False)
    assert '    wait: {for: 1 day, at: "09:00"}\n' in explain_text(explain("flow.steps.wait"), width=100, colour=False)
    between = explain_text(explain("condition.property.between"), width=100, colour=False)
    assert "    between: [2026-11-01, 2026-11-30]\n    between: [60 days ago, 30 days ago]\n" in between


@pytest.mark.parametrize("width", [40, 60, 100, 400])
@pytest.mark.parametrize("path", ["flow", "flow.steps.wait", "condition.metric", "project.metrics.seed"])
def test_prose_keeps_to_the_width(path: str, width: int) -> None:
    page = explain_text(explain(path), width=width, colour=False)
    prose = page.split("  Example")[0].splitlines()
    assert max(map(len, prose)) <= min(width, 92)


def test_colour_adds_nothing_but_colour() -> None:
    import re

    coloured = explain_text(explain("condition.metric"), width=80, colour=True)
    assert "\x1b[" in coloured
    plain = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    lines = [line.rstrip() for line in plain.splitlines()]
    assert lines == explain_text(explain("condition.metric"), width=80, colour=False).splitlines()


def test_the_overview_names_the_files() -> None:
    assert "flow       What starts it" in overview_text(overview(), width=100, colour=False)
    assert "(segments/<ref>.yaml)" in overview_text(overview(), width=100, colour=False)


def test_json_says_the_same() -> None:
    document = json.loads(explain_json(explain("flow.steps.wait")))
    assert document["format_version"] == 1
    assert document["path"] == "flow.steps.wait"
    assert document["inside"][0] == {
        "name": "for",
        "path": "flow.steps.wait.for",
        "summary": "How long, counted from the step before",
        "required": False,
        "default": None,
        "place": "",
    }
    assert len(json.loads(overview_json(overview()))["inside"]) == 6
