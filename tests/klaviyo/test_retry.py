"""The decision table of repeats: what is safe to send again is, the rest never."""

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktctl.klaviyo.retry import (
    ATTEMPTS_MAX,
    BACKOFF_SECONDS_MAX,
    JITTER_SECONDS_MAX,
    RETRY_AFTER_SECONDS_MAX,
    Outcome,
    Repeat,
    may_have_been_done,
    repeat_of,
    retry_after_seconds,
    wait_seconds,
)
from mktctl.klaviyo.transport import Fault
from mktctl.model.operations import operations

# outcome, attempts of a create, attempts of anything else
TABLE: list[tuple[Outcome, int, int]] = [
    (Outcome(fault=Fault.UNREACHABLE), 3, 3),
    (Outcome(fault=Fault.UNTRUSTED), 1, 1),
    (Outcome(fault=Fault.UNSENDABLE), 1, 1),
    (Outcome(fault=Fault.ANSWER_MISSING), 1, 5),
    (Outcome(fault=Fault.ANSWER_UNREADABLE), 1, 1),
    (Outcome(status=201, fault=Fault.ANSWER_UNREADABLE), 1, 1),
    (Outcome(status=302), 1, 1),
    (Outcome(status=400), 1, 1),
    (Outcome(status=401), 1, 1),
    (Outcome(status=403), 1, 1),
    (Outcome(status=404), 1, 1),
    (Outcome(status=408), 1, 5),
    (Outcome(status=409), 1, 1),
    (Outcome(status=410), 1, 1),
    (Outcome(status=422), 1, 1),
    (Outcome(status=429), 5, 5),
    (Outcome(status=429, retry_after_seconds=120.0), 5, 5),
    (Outcome(status=429, retry_after_seconds=121.0), 1, 1),
    (Outcome(status=500), 1, 3),
    (Outcome(status=501), 1, 1),
    (Outcome(status=502), 1, 5),
    (Outcome(status=503), 1, 5),
    (Outcome(status=503, retry_after_seconds=2.0), 1, 5),
    (Outcome(status=503, retry_after_seconds=3600.0), 1, 1),
    (Outcome(status=504), 1, 5),
    (Outcome(status=524), 1, 5),
]


def _attempts(outcome: Outcome, repeat: Repeat) -> int:
    rng = random.Random(1)
    for attempt in range(1, ATTEMPTS_MAX + 1):
        if wait_seconds(outcome, repeat=repeat, attempt=attempt, rng=rng) is None:
            return attempt
    raise AssertionError("the last attempt is always the last")


@pytest.mark.parametrize(("outcome", "create", "other"), TABLE, ids=repr)
def test_each_outcome_has_its_number_of_attempts(outcome: Outcome, create: int, other: int) -> None:
    assert _attempts(outcome, Repeat.CREATES_TWICE) == create
    assert _attempts(outcome, Repeat.HARMLESS) == other


@pytest.mark.parametrize(("outcome", "create", "other"), TABLE, ids=repr)
def test_a_create_that_may_have_been_done_is_never_sent_again(outcome: Outcome, create: int, other: int) -> None:
    if may_have_been_done(outcome):
        assert create == 1


outcomes = st.builds(
    Outcome,
    status=st.integers(300, 599),
    retry_after_seconds=st.none() | st.floats(0, 10_000, allow_nan=False),
) | st.builds(Outcome, fault=st.sampled_from(Fault))


@given(outcome=outcomes, repeat=st.sampled_from(Repeat), attempt=st.integers(1, ATTEMPTS_MAX), seed=st.integers(0, 99))
def test_waits_are_bounded_and_never_shorter_than_asked_for(
    outcome: Outcome, repeat: Repeat, attempt: int, seed: int
) -> None:
    seconds = wait_seconds(outcome, repeat=repeat, attempt=attempt, rng=random.Random(seed))
    assert seconds is None or 0 <= seconds <= RETRY_AFTER_SECONDS_MAX + JITTER_SECONDS_MAX
    if seconds is not None and outcome.retry_after_seconds is not None:
        assert seconds >= outcome.retry_after_seconds
    if seconds is not None and outcome.retry_after_seconds is None:
        assert seconds <= BACKOFF_SECONDS_MAX
    if attempt == ATTEMPTS_MAX:
        assert seconds is None


def test_waits_grow_until_the_ceiling() -> None:
    rng = random.Random(3)
    outcome = Outcome(status=503)
    waits = [wait_seconds(outcome, repeat=Repeat.HARMLESS, attempt=n, rng=rng) for n in range(1, ATTEMPTS_MAX)]
    assert waits == sorted(waits, key=lambda seconds: seconds or 0)
    assert 0.25 <= (waits[0] or 0) <= 0.5


DATE = "Mon, 01 Mar 2027 09:00:00 GMT"
RETRY_AFTER: list[tuple[dict[str, str], float | None]] = [
    ({}, None),
    ({"retry-after": "2"}, 2.0),
    ({"retry-after": "1.5"}, 1.5),
    ({"retry-after": " 0 "}, 0.0),
    ({"retry-after": "7200"}, 7200.0),
    ({"retry-after": "-1"}, None),
    ({"retry-after": "1e3"}, None),
    ({"retry-after": "inf"}, None),
    ({"retry-after": "nan"}, None),
    ({"retry-after": "9" * 400}, None),
    ({"retry-after": "soon"}, None),
    ({"retry-after": ""}, None),
    ({"retry-after": "Mon, 01 Mar 2027 09:00:30 GMT", "date": DATE}, 30.0),
    ({"retry-after": "Mon, 01 Mar 2027 08:00:00 GMT", "date": DATE}, 0.0),
    ({"retry-after": "Mon, 01 Mar 2027 09:00:30 GMT"}, None),
    ({"retry-after": "Mon, 99 Foo 2027 09:00:30 GMT", "date": DATE}, None),
]


@pytest.mark.parametrize(("headers", "seconds"), RETRY_AFTER, ids=repr)
def test_retry_after_is_read_in_every_form(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after_seconds(headers) == seconds


def _event(**attributes: Any) -> dict[str, Any]:
    return {"data": {"type": "event", "attributes": attributes}}


REPEATS: list[tuple[str, dict[str, Any] | None, Repeat]] = [
    ("get_flows", None, Repeat.HARMLESS),
    ("update_flow_action", {}, Repeat.HARMLESS),
    ("update_segment", {}, Repeat.HARMLESS),
    ("delete_flow", None, Repeat.HARMLESS),
    ("create_or_update_profile", {}, Repeat.HARMLESS),
    ("render_template", {}, Repeat.HARMLESS),
    ("create_event", _event(unique_id="seed-1"), Repeat.HARMLESS),
    ("create_event", _event(unique_id=""), Repeat.CREATES_TWICE),
    ("create_event", _event(), Repeat.CREATES_TWICE),
    ("create_event", None, Repeat.CREATES_TWICE),
    ("create_flow", {}, Repeat.CREATES_TWICE),
    ("create_flow_action", {}, Repeat.CREATES_TWICE),
    ("create_segment", {}, Repeat.CREATES_TWICE),
    ("create_list", {}, Repeat.CREATES_TWICE),
    ("create_template", {}, Repeat.CREATES_TWICE),
    ("clone_template", {}, Repeat.CREATES_TWICE),
]


@pytest.mark.parametrize(("name", "body", "repeat"), REPEATS, ids=lambda value: str(value)[:40])
def test_what_repeating_a_request_would_do(name: str, body: dict[str, Any] | None, repeat: Repeat) -> None:
    assert repeat_of(operations()[name], body) is repeat
