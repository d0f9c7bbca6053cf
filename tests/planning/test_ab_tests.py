"""The settings of an A/B test and its end (`mktctl/planning/ab_tests.py`, `action_parts.py`)."""

from typing import Any

import pytest

from mktctl.model.bindings import ActionBinding
from mktctl.planning.ab_tests import (
    OPEN_END,
    end_of,
    experiment_settings,
    remembered_end,
    settled_end,
    span_of,
    with_known_end,
    with_settings,
)
from mktctl.planning.action_parts import every_action, experiment_status, parts_of, with_status


def part(**identity: Any) -> dict[str, Any]:
    return {**identity, "type": "send-email", "data": {"status": "live", "message": {"subject_line": "Hi"}}}


def experiment(end: str | None, *, key: str = "temporary_id", status: str = "live", **more: Any) -> dict[str, Any]:
    names = ("t.main", "t:a", "t:b") if key == "temporary_id" else ("11", "12", "13")
    main, *variations = [part(**{key: name}) for name in names]
    return {
        key: "t" if key == "temporary_id" else "10",
        "type": "ab-test",
        "links": {"next": None},
        "data": {
            "status": status,
            **more,
            "main_action": main,
            "current_experiment": {
                "variations": variations,
                "allocations": {names[1]: 0.3, names[2]: 0.7},
                "winner_metric": "unique-clicks",
                "automatic_winner_selection_settings": {
                    "enabled": True,
                    "automatic_end_date": end,
                    "automatic_end_statistical_certainty": False,
                },
            },
        },
    }


WANTED = experiment("{after:14 days}")
THERE = experiment("2026-11-16T08:00:00Z", key="id")
KNOWN = ActionBinding(id="10", ends="2026-11-16T08:00:00+00:00", after="14 days")


def test_shares_are_compared_by_place_for_ids_and_keys_differ() -> None:
    assert experiment_settings(WANTED)["shares"] == experiment_settings(THERE)["shares"] == {"1": 0.3, "2": 0.7}


def test_an_end_is_one_instant_however_it_is_written() -> None:
    assert end_of(THERE) == end_of(experiment("2026-11-16T09:00:00+01:00")) == "2026-11-16T08:00:00+00:00"
    assert (end_of(WANTED), span_of(WANTED), span_of(THERE)) == ("{after:14 days}", "14 days", None)
    assert (end_of(part()), span_of(experiment(None))) == (None, None)


def test_a_span_is_the_date_that_was_worked_out_for_it() -> None:
    settings = with_known_end(experiment_settings(WANTED), WANTED, KNOWN)

    assert settings == experiment_settings(THERE)


def test_another_span_is_none_of_it() -> None:
    week = experiment("{after:7 days}")

    settings = with_known_end(experiment_settings(week), week, KNOWN)

    assert settings["winner"]["automatic_end_date"] == "7 days from this apply on"


def test_a_span_that_nobody_remembers_takes_the_date_that_is_there() -> None:
    settings = with_known_end(experiment_settings(WANTED), WANTED, None)
    assert settings["winner"]["automatic_end_date"] == OPEN_END
    assert settled_end(experiment_settings(THERE), settings) == experiment_settings(THERE)


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (KNOWN, ("2026-11-16T08:00:00+00:00", "14 days")),
        (ActionBinding(id="10", ends="2026-11-09T08:00:00+00:00", after="7 days"), None),
        (ActionBinding(id="10"), None),
        (None, None),
    ],
)
def test_what_is_remembered_is_kept_for_the_same_span(
    known: ActionBinding | None, expected: tuple[str, str] | None
) -> None:
    other = experiment("2027-01-01T00:00:00+00:00", key="id")

    assert remembered_end(WANTED, other, known) == (expected or ("2027-01-01T00:00:00+00:00", "14 days"))


def test_a_test_without_a_span_remembers_nothing() -> None:
    assert remembered_end(experiment(None), THERE, KNOWN) == (None, None)


def test_settings_are_sent_with_the_messages_as_they_are() -> None:
    wanted = experiment("2026-12-01T00:00:00+00:00", status="draft")
    wanted["data"]["current_experiment"]["allocations"] = {"t:a": 0.5, "t:b": 0.5}

    sent = with_settings(THERE, wanted)

    assert sent["data"]["current_experiment"]["allocations"] == {"12": 0.5, "13": 0.5}
    assert [one["id"] for one in every_action([sent])] == ["10", "11", "12", "13"]
    assert {one["data"]["status"] for one in every_action([sent])} == {"draft"}


def test_parts_belong_to_tests_alone() -> None:
    assert parts_of(part()) == ()
    assert (experiment_status(part()), experiment_status(THERE)) == ("", "draft")
    assert experiment_status(experiment(None, experiment_status="live")) == "live"
    assert [one["data"]["status"] for one in every_action([with_status(WANTED, "manual")])] == ["manual"] * 4
    over = {"type": "ab-test", "data": {"main_action": part(id="1"), "current_experiment": None}}
    assert [one["id"] for one in parts_of(over)] == ["1"]
    assert experiment_settings(over) == {}
