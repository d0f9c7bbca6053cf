"""The schema of flow tests and the reader know the same words, and take the programme's own files."""

from typing import Any

import pytest

from mktctl.kinds.flow_tests import events, expectations, flow_test, people
from mktctl.kinds.schema_files import document, documents
from tests.schemas.validators import ROOT, careful, fast, read

FILE = "flow_test.schema.json"
SCHEMA = document(FILE)
CAREFUL, FAST = careful(documents(), FILE), fast(documents(), FILE)
PROGRAMME = sorted((ROOT / "tests/flows").glob("*.test.yaml"))
BESIDE = {"at", "properties", "by", "variant", "because"}

CASE: dict[str, Any] = {"name": "one", "person": "anna", "expect": []}
# each alone makes a right file wrong
WRONG: dict[str, dict[str, Any]] = {
    "a word that is none": {"given": []},
    "nobody": {"person": 7},
    "an event without a moment": {"events": [{"metric": "placed_order"}]},
    "an event without a word": {"events": [{"at": "2 days"}]},
    "two things at once": {"events": [{"at": "2 days", "joins": "newsletter", "leaves": "newsletter"}]},
    "a moment that is none": {"events": [{"at": "tomorrow", "joins": "newsletter"}]},
    "another channel": {"events": [{"at": "2 days", "unsubscribes": "fax"}]},
    "a reason that is none": {"expect": [{"at": "2 days", "skipped": "a", "because": "bad luck"}]},
    "an end that is none": {"expect": [{"at": "2 days", "exit": "left"}]},
}


def words(name: str) -> set[str]:
    return set(SCHEMA["$defs"][name]["properties"])


def file(**changes: Any) -> dict[str, Any]:
    return {"flow": "welcome", "start": "2026-11-24 10:00", "cases": [{**CASE, **changes}]}


def test_both_know_the_same_words() -> None:
    assert words("event") - BESIDE == set(events._READERS)
    assert words("expectation") - BESIDE == set(expectations._READERS)
    assert words("case") == flow_test._CASE_KEYS
    assert words("somebody") == people._KEYS
    assert set(SCHEMA["properties"]) == flow_test._KEYS
    reasons = SCHEMA["$defs"]["expectation"]["properties"]
    assert set(reasons["because"]["enum"]) == set(expectations.SKIP_REASONS)
    assert set(reasons["exit"]["enum"]) == set(expectations.END_REASONS)
    for name in ("event", "expectation"):
        assert {one["required"][0] for one in SCHEMA["$defs"][name]["oneOf"]} == words(name) - BESIDE


@pytest.mark.parametrize("path", PROGRAMME, ids=lambda one: one.name)
def test_the_programmes_tests_are_right(path: Any) -> None:
    data = read(path)
    assert [error.message for error in CAREFUL.iter_errors(data)] == []
    assert FAST.is_valid(data)


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_case_is_refused(name: str) -> None:
    assert FAST.is_valid(file())
    assert not FAST.is_valid(file(**WRONG[name]))
    assert not CAREFUL.is_valid(file(**WRONG[name]))
