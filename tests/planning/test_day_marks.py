"""When each step comes (`mktctl/planning/day_marks.py`)."""

from typing import Any

from mktctl.planning.day_marks import day_marks


def delay(key: str, to: str, **data: Any) -> dict[str, Any]:
    return {"temporary_id": key, "type": "time-delay", "links": {"next": to}, "data": data}


def mail(key: str, to: str | None) -> dict[str, Any]:
    return {"temporary_id": key, "type": "send-email", "links": {"next": to}, "data": {}}


def test_marks_count_from_the_start_along_every_path() -> None:
    split = {
        "temporary_id": "s",
        "type": "conditional-split",
        "links": {"next_if_true": "d", "next_if_false": "w3"},
        "data": {},
    }
    actions = [
        mail("a", "w1"),
        delay("w1", "b", unit="days", value=2),
        mail("b", "w2"),
        delay("w2", "s", unit="hours", value=4, secondary_value=30),
        split,
        mail("d", None),
        delay("w3", "c", unit="days", value=1, delay_until_time="09:00:00"),
        mail("c", None),
    ]

    marks = day_marks({"entry_action_id": "a", "actions": actions})

    assert {key: marks[key] for key in "abdc"} == {
        "a": "at once",
        "b": "day 2",
        "d": "day 2 + 4 h 30 min",
        "c": "from day 3 + 4 h 30 min",
    }


def test_behind_a_wait_for_a_product_the_marks_count_from_its_return() -> None:
    stock = {"temporary_id": "w1", "type": "back-in-stock-delay", "links": {"next": "a"}}
    actions = [stock, mail("a", "w2"), delay("w2", "b", unit="days", value=1), mail("b", None)]

    marks = day_marks({"entry_action_id": "w1", "actions": actions})

    assert (marks["w1"], marks["a"], marks["b"]) == ("at once", "once back in stock", "once back in stock + 1 day")


def test_behind_a_wait_for_a_date_the_marks_count_from_that_day() -> None:
    target = {"temporary_id": "@date", "type": "target-date", "links": {"next": "a"}, "data": {}}
    countdown = {
        "temporary_id": "w1",
        "type": "countdown-delay",
        "links": {"next": "b"},
        "data": {"unit": "days", "value": 2},
    }
    last = {**countdown, "temporary_id": "w3", "links": {"next": "d"}, "data": {"unit": "days"}}
    actions = [
        target, mail("a", "w1"), countdown, mail("b", "w2"), delay("w2", "c", unit="hours", value=3), mail("c", "w3"),
        last, mail("d", None),
    ]  # fmt: skip
    birthday = {"type": "date", "date_profile_property": "properties['birthday']"}

    marks = day_marks({"entry_action_id": "@date", "actions": actions, "triggers": [birthday]})

    assert {key: marks[key] for key in "abcd"} == {
        "a": "at once",
        "b": "2 days before birthday",
        "c": "2 days before birthday + 3 h",
        "d": "on birthday",
    }


def test_minutes_and_hours_stay_small() -> None:
    actions = [delay("w1", "w2", unit="minutes", value=30), delay("w2", "b", unit="hours", value=1), mail("b", None)]

    marks = day_marks({"entry_action_id": "w1", "actions": actions})

    assert (marks["w2"], marks["b"]) == ("30 min", "1 h 30 min")
