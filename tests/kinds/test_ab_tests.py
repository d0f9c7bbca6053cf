"""A/B tests of flows and campaigns, whole as they come out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktctl.kinds.ab_tests import VARIANTS_MAX, Place, TriedMessage, even_shares, read_ab_test
from mktctl.kinds.fields import Fields
from mktctl.kinds.report import Report
from mktctl.model.ab_test import ABTest, Variant, Winner
from mktctl.model.duration import Duration
from mktctl.model.flow import Email, Sms
from mktctl.model.places import Problem
from tests.kinds.written import SHORT_TEXT, TEXT, document, flow, names

MAIL = TriedMessage(channel="email", template="a", subject="About a", preview_text="More")
SMS = TriedMessage(channel="sms", template="text", content=TEXT)
PUSH = TriedMessage(channel="push", template="pushed")
TWO = "variants: {x: Hi, y: Ho}"
FORTNIGHT = Duration(amount=14, unit="day")


def read(test: str, message: TriedMessage = MAIL, place: Place = "flow") -> tuple[ABTest | None, list[Problem]]:
    report = Report(document(f"ab_test: {test}\n"))
    assert isinstance(report.source.data, dict)
    fields = Fields(report, report.source.data, ())
    return read_ab_test(fields, "ab_test", message, names(), place=place), report.problems


def right(test: str, message: TriedMessage = MAIL, place: Place = "flow") -> ABTest:
    made, problems = read(test, message, place)
    assert problems == []
    assert made is not None
    return made


def subject(name: str, text: str) -> Variant:
    return Variant(name=name, template="a", subject=text, preview_text="More")


def test_subjects_keep_the_mails_template_and_preview() -> None:
    made = right(f"{{vary: subject, {TWO}}}")
    assert made == ABTest(vary="subject", variants=(subject("x", "Hi"), subject("y", "Ho")), shares=(50, 50))


def test_contents_keep_the_mails_subject() -> None:
    made = right("{vary: content, variants: {control: a, other: b}}")
    assert [(one.template, one.subject) for one in made.variants] == [("a", "About a"), ("b", "About a")]


def test_texts_come_with_what_they_say() -> None:
    made = right("{vary: content, variants: {long: text, short: short-text}}", SMS)
    assert [(one.template, one.content) for one in made.variants] == [("text", TEXT), ("short-text", SHORT_TEXT)]


def test_send_times_are_of_campaigns_and_of_every_channel() -> None:
    for message in (MAIL, SMS, PUSH):
        made = right('{vary: send_time, variants: {early: "07:30", late: "19:00"}}', message, "campaign")
        assert [one.at for one in made.variants] == ["07:30", "19:00"]
        assert {one.template for one in made.variants} == {message.template}


@pytest.mark.parametrize(
    ("written", "place", "winner"),
    [
        ("", "flow", None),
        (", winner: manual", "flow", None),
        (", winner: {certain: true}", "flow", Winner(certain=True)),
        (", winner: {after: 14 days}", "flow", Winner(after=FORTNIGHT)),
        (", winner: {certain: true, after: 14 days}", "flow", Winner(certain=True, after=FORTNIGHT)),
        ("", "campaign", None),
        (", sample: 20%, winner: {after: 4 hours}", "campaign", Winner(after=Duration(amount=4, unit="hour"))),
    ],
)
def test_winners(written: str, place: Place, winner: Winner | None) -> None:
    assert right(f"{{vary: subject, {TWO}{written}}}", place=place).winner == winner


def test_shares_stand_in_the_order_of_the_variants() -> None:
    assert right(f"{{vary: subject, {TWO}, shares: {{y: 70%, x: 30%}}}}").shares == (30, 70)


def test_what_is_left_out() -> None:
    made = right(f"{{vary: subject, {TWO}, metric: orders}}")
    assert (made.metric, made.sample, right(f"{{vary: subject, {TWO}}}").metric) == ("orders", None, "clicks")
    assert right(f"{{vary: subject, {TWO}, sample: 50%, winner: {{after: 1 hour}}}}", place="campaign").sample == 50


# what campaigns alone refuse, by code and the end of the path
CAMPAIGNS = {
    f"{{vary: subject, {TWO}, shares: {{x: 30%, y: 70%}}}}": "ABT004",
    f"{{vary: subject, {TWO}, shares: even, winner: {{after: 4 hours}}}}": "ABT005",
    f"{{vary: subject, {TWO}, sample: 20%}}": "ABT005",
    f"{{vary: subject, {TWO}, sample: 20%, winner: manual}}": "ABT005",
    f"{{vary: subject, {TWO}, sample: 20%, winner: {{certain: true}}}}": "ABT005",
    f"{{vary: subject, {TWO}, sample: 20%, winner: {{after: 2 days}}}}": "ABT005",
    f"{{vary: subject, {TWO}, sample: 60%, winner: {{after: 4 hours}}}}": "ABT006",
    f"{{vary: subject, {TWO}, sample: 5%, winner: {{after: 4 hours}}}}": "ABT006",
}


@pytest.mark.parametrize("written", CAMPAIGNS)
def test_what_campaigns_refuse(written: str) -> None:
    _, problems = read(written, place="campaign")
    assert [one.code for one in problems] == [CAMPAIGNS[written]]
    assert all(one.hint or one.code == "ABT006" for one in problems)


def test_two_days_are_written_in_hours() -> None:
    _, problems = read(f"{{vary: subject, {TWO}, sample: 20%, winner: {{after: 2 days}}}}", place="campaign")
    assert problems[0].hint == "Write  48 hours"


@pytest.mark.parametrize("vary", ["subject", "content"])
def test_push_messages_are_not_tested_by_content(vary: str) -> None:
    made, problems = read(f"{{vary: {vary}, variants: {{x: pushed, y: pushed}}}}", PUSH, "campaign")
    assert made is None
    assert [one.code for one in problems] == ["ABT001"]


@given(st.integers(1, VARIANTS_MAX))
def test_even_shares_make_a_hundred_and_differ_by_one_at_most(count: int) -> None:
    shares = even_shares(count)
    assert (len(shares), sum(shares)) == (count, 100)
    assert max(shares) - min(shares) <= 1
    assert list(shares) == sorted(shares, reverse=True)


def test_steps_hold_their_tests() -> None:
    made = flow(
        "steps:\n"
        "  - {email: b, subject: Mine, ab_test: {vary: subject, variants: {x: Hi, y: Ho, z: Hu}}}\n"
        "  - {sms: text, ab_test: {vary: content, variants: {x: text, y: short-text}}}\n"
    )
    mail, text = made.steps
    assert isinstance(mail, Email)
    assert isinstance(text, Sms)
    assert mail.ab_test is not None
    assert text.ab_test is not None
    assert (mail.subject, mail.ab_test.shares) == ("Mine", (34, 33, 33))
    assert text.ab_test.variants[1].content == SHORT_TEXT
