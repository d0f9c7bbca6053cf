"""Tests of flows as they are read: what a right file means, and what is said of a wrong one."""

from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest

from mktctl.engine.flows.effects import SkipReason
from mktctl.engine.flows.run import EndReason
from mktctl.kinds.flow_tests.expectations import END_REASONS, SKIP_REASONS
from mktctl.kinds.flow_tests.flow_test import parse_flow_test
from mktctl.model.flow_test import (
    Awaited,
    Case,
    ConsentSaid,
    FlowTest,
    Given,
    Interacted,
    Left,
    ListIs,
    ListMoved,
    MessageSent,
    ProductMoved,
    ProfileIs,
    PropertiesSet,
    Restocked,
    Skipped,
    Tracked,
)
from mktctl.model.places import Problem
from mktctl.model.profile import ConsentRecord
from tests.kinds.written import document, flow, names

HEAD = "flow: new\nstart: 2026-11-24 10:00\n"
CASE = "cases:\n  - name: one\n    person: {email: ben@shop.example}\n"
START = datetime(2026, 11, 24, 9, tzinfo=UTC)  # Paris is one hour ahead
FLOW = flow("steps:\n  - email: a\n  - wait: 2 days\n  - email: d\n")


def parsed(text: str) -> tuple[FlowTest | None, list[Problem]]:
    return parse_flow_test(document(text), names(), {"new": FLOW})


def case(rest: str) -> Case:
    made, problems = parsed(HEAD + CASE + rest)
    assert problems == []
    assert made is not None
    return made.cases[0]


def given(line: str) -> Given:
    return case(f"    events:\n      - {line}\n    expect: []\n").events[0]


def awaited(line: str) -> Awaited:
    return case(f"    expect:\n      - {line}\n").expect[0]


EVENT_PATH = ("cases", 0, "events", 0)
EXPECT_PATH = ("cases", 0, "expect", 0)
LATER = START + timedelta(days=2)
EVENTS: dict[str, Given] = {
    "{at: 2 days, metric: placed_order, properties: {$value: 80}}": Tracked(
        at=LATER, path=EVENT_PATH, metric="placed_order", properties={"$value": 80}
    ),
    "{at: 2026-11-26 10:00, opens: a}": Interacted(at=LATER, path=EVENT_PATH, act="opens", template="a"),
    "{at: 48 hours, clicks: a, by: bot}": Interacted(at=LATER, path=EVENT_PATH, act="clicks", template="a", by="bot"),
    "{at: 2 days, set: {tier: gold, city: Lyon}}": PropertiesSet(
        at=LATER, path=EVENT_PATH, fields={"city": "Lyon"}, properties={"tier": "gold"}
    ),
    "{at: 2 days, unsubscribes: email}": ConsentSaid(at=LATER, path=EVENT_PATH, channel="email", status="unsubscribed"),
    "{at: 2 days, joins: newsletter}": ListMoved(at=LATER, path=EVENT_PATH, list="newsletter", joins=True),
    "{at: 2 days, restock: true}": Restocked(at=LATER, path=EVENT_PATH),
    "{at: 2 days, restock: loafer-38}": Restocked(at=LATER, path=EVENT_PATH, product="loafer-38"),
    "{at: 2 days, price_drop: {ProductID: loafer}}": ProductMoved(
        at=LATER, path=EVENT_PATH, about="price-drop", properties={"ProductID": "loafer"}
    ),
}
EXPECTED: dict[str, Awaited] = {
    "{at: 2 days, email: d}": MessageSent(at=LATER, path=EXPECT_PATH, channel="email", template="d"),
    "{at: 2 days, skipped: d, because: only_if}": Skipped(at=LATER, path=EXPECT_PATH, what="d", because="only_if"),
    "{at: 2 days, skipped: wait-1@d}": Skipped(at=LATER, path=EXPECT_PATH, what="wait-1@d"),
    "{at: 2026-11-26 10:00:00, exit: finished}": Left(at=LATER, path=EXPECT_PATH, reason="finished"),
    "{at: 2 days, profile: {tier: null}}": ProfileIs(at=LATER, path=EXPECT_PATH, properties={"tier": None}),
    "{at: 2 days, leaves: newsletter}": ListIs(at=LATER, path=EXPECT_PATH, list="newsletter", joins=False),
}
WRONG: dict[str, tuple[str, str]] = {
    "{metric: placed_order}": ("TST001", "when?"),
    "{at: tomorrow, metric: placed_order}": ("TST001", "tomorrow is no span: a number and a unit, such as 2 days"),
    "{at: 2026-11-24, metric: placed_order}": ("TST001", "2026-11-24 is no day and time"),
    "{at: 9999 weeks, metric: placed_order}": (
        "TST001", "9999 weeks is longer than anything that is tested: at most 30 years",
    ),
    "{at: 9999-12-31 23:00, metric: placed_order}": ("TST001", "9999 is not a year of this store: 2000 to 2100"),
    "{at: 2026-02-30 23:00, metric: placed_order}": ("TST001", "2026-02-30 23:00 is not in the calendar"),
    "{at: 1 day ago, metric: placed_order}": ("TST004", "this lies before start:"),
    "{at: 2 days}": ("TST002", "what happens?"),
    "{at: 2 days, joins: newsletter, leaves: newsletter}": ("TST002", "one thing an entry; here are joins, leaves"),
    "{at: 2 days, event: placed_order}": ("KEY006", "event: is not the word here"),
    "{at: 2 days, opens: b}": ("TST003", "flow/new sends no b"),
    "{at: 2 days, metric: placed}": ("REF001", "no metric is called placed"),
    "{at: 2 days, set: {teir: gold}}": ("REF001", "no property is called teir"),
    "{at: 2 days, unsubscribes: mail}": ("KEY004", "unsubscribes: is email, sms, push or whatsapp, not mail"),
    "{at: 2 days, restock: 12}": (
        "KEY004", "restock: is a product's id, or true for the one that is waited for, not 12",
    ),
}  # fmt: skip


@pytest.mark.parametrize("line", EVENTS)
def test_what_happens(line: str) -> None:
    assert given(line) == EVENTS[line]


@pytest.mark.parametrize("line", EXPECTED)
def test_what_is_expected(line: str) -> None:
    assert awaited(line) == EXPECTED[line]


@pytest.mark.parametrize("line", WRONG)
def test_what_is_said_of_a_wrong_event(line: str) -> None:
    _, problems = parsed(f"{HEAD}{CASE}    events:\n      - {line}\n    expect: []\n")
    assert [(one.code, one.message) for one in problems] == [WRONG[line]]


def test_a_person_is_described_in_place() -> None:
    text = (
        "cases:\n  - name: one\n    lists: [newsletter]\n    expect: []\n"
        "    person: {email: b@shop.example, phone: '+33612345678', consent: {email: unsubscribed, sms: subscribed},"
        " suppressed: bounced, properties: {tier: gold}}\n"
    )
    made, problems = parsed(HEAD + text)
    assert problems == []
    assert made is not None
    person = made.cases[0].person
    assert person.fields == {"email": "b@shop.example", "phone_number": "+33612345678"}
    assert person.properties == {"tier": "gold"}
    assert person.consents["email"] == ConsentRecord(status="unsubscribed")
    assert person.consents["sms"] == ConsentRecord(status="subscribed")
    assert list(person.suppressions) == ["bounced"]
    assert list(person.lists) == ["newsletter"]


def test_history_lies_before_the_start() -> None:
    text = "    history:\n      - {at: 90 days ago, metric: placed_order}\n    expect: []\n"
    assert case(text).history[0].at == START - timedelta(days=90)
    _, problems = parsed(f"{HEAD}{CASE}    history:\n      - {{at: 1 day, metric: placed_order}}\n    expect: []\n")
    assert [(one.code, one.path) for one in problems] == [("TST004", ("cases", 0, "history", 0, "at"))]


def test_what_a_file_lacks_is_asked_for() -> None:
    _, problems = parsed("flow: nwe\n")
    assert [(one.code, one.message) for one in problems] == [
        ("REF001", "no flow is called nwe"),
        ("KEY002", "start: is missing"),
    ]
    _, problems = parsed(HEAD + "cases:\n  - {name: one, person: somebody}\n")
    assert [one.message for one in problems] == ["no persona is called somebody", "expect: is missing"]


def test_what_nobody_can_tell_is_no_reaction() -> None:
    lines = "      - {at: 1 day, opens: text}\n      - {at: 1 day, clicks: text}\n"
    text = f"{HEAD}{CASE}    events:\n{lines}    expect: []\n"
    texting = flow("steps:\n  - {sms: text, only_if: {consent: sms}}\n")
    _, problems = parse_flow_test(document(text), names(), {"new": texting})
    assert [(one.message, one.hint, one.path[-2:]) for one in problems] == [
        ("opens: is for email or push, and text is of channel sms", "Write  clicks: text", (0, "opens"))
    ]


def test_two_cases_have_two_names() -> None:
    one = "  - {name: one, person: {email: b@shop.example}, expect: []}\n"
    made, problems = parsed(f"{HEAD}cases:\n{one}{one}")
    assert made is not None
    assert [(one.code, one.path) for one in problems] == [("TST004", ("cases", 1, "name"))]


def test_nothing_is_said_against_what_is_expected_of_a_broken_flow() -> None:
    text = f"{HEAD}{CASE}    expect:\n      - {{at: 2 days, email: whatever}}\n"
    made, problems = parse_flow_test(document(text), names(), {"new": None})
    assert problems == []
    assert made is not None
    assert made.cases[0].expect[0].at == LATER


def test_the_words_are_the_engines() -> None:
    assert set(SKIP_REASONS) == set(get_args(SkipReason))
    assert set(END_REASONS) == set(get_args(EndReason))
