"""Campaigns as they are read: what a right file means. Wrong ones stand in tests/cases/broken."""

from datetime import date, datetime
from typing import Any

import msgspec
import pytest

from mktctl.diagnostics import Severity
from mktctl.kinds.campaigns.campaign import parse_campaign
from mktctl.kinds.names import Names
from mktctl.model.address import Address
from mktctl.model.campaign import (
    Audience,
    Campaign,
    EmailMessage,
    PushMessage,
    SendAgain,
    SendAt,
    SendSmart,
    SmsMessage,
    Spread,
)
from mktctl.model.places import Problem
from mktctl.model.template import PushTemplate, Sender, SmsTemplate
from tests.kinds.written import SENDER, document, names

SMS = SmsTemplate(ref="flash", name="Flash", body="Now")
PUSH = PushTemplate(ref="launch", name="Launch", body="Here")
HEAD = "name: New\nemail: a\naudience: {include: [list/newsletter]}\n"
ONCE = "send: {at: 2026-11-27 09:00}\n"
AT = datetime.fromisoformat("2026-11-27T09:00")
BRAND = Sender(name="Shop", email="hello@shop.example")


def known() -> Names:
    whole = names()
    return msgspec.structs.replace(whole, templates={**whole.templates, "flash": SMS, "launch": PUSH})


def parsed(text: str) -> tuple[Campaign | None, list[Problem]]:
    return parse_campaign(document(text), "new", known())


def campaign(text: str) -> Campaign:
    made, problems = parsed(text)
    assert [one for one in problems if one.severity is Severity.ERROR] == []
    assert made is not None
    return made


def test_what_a_campaign_has_that_says_little() -> None:
    made = campaign(HEAD + ONCE)
    assert made == Campaign(
        ref="new",
        name="New",
        message=EmailMessage(template="a", subject="About a", preview_text="", sender=BRAND),
        audience=Audience(include=(Address(kind="list", ref="newsletter"),)),
        send=SendAt(at=AT, zone="Europe/Paris"),
    )
    assert (made.status, made.channel) == ("draft", "email")


def test_its_own_words_win_over_the_template_s_and_the_brand_s() -> None:
    own = "subject: Mine\npreview_text: Too\nfrom: {name: Bea, email: bea@shop.example}\n"
    message = campaign(HEAD.replace("email: a", "email: from-anna") + ONCE + own).message
    assert message == EmailMessage(
        template="from-anna", subject="Mine", preview_text="Too", sender=Sender(name="Bea", email="bea@shop.example")
    )
    plain = campaign(HEAD.replace("email: a", "email: from-anna") + ONCE).message
    assert isinstance(plain, EmailMessage)
    assert plain.sender == SENDER


@pytest.mark.parametrize(
    ("verb", "message"),
    [
        ("sms: flash", SmsMessage(template="flash", content=SMS)),
        ("push: launch", PushMessage(template="launch", content=PUSH)),
    ],
)
def test_messages_of_the_other_channels_hold_what_was_built(verb: str, message: Any) -> None:
    made = campaign(HEAD.replace("email: a", verb) + ONCE)
    assert made.message == message
    assert made.channel == verb.partition(":")[0]


def test_groups_have_their_kinds() -> None:
    text = HEAD.replace("[list/newsletter]", "[segment/vip, list/newsletter], exclude: []") + ONCE
    assert campaign(text).audience.include == (
        Address(kind="segment", ref="vip"),
        Address(kind="list", ref="newsletter"),
    )


SENDS: list[tuple[str, Any]] = [
    ("{at: 2026-11-27 09:00, timezone: account}", SendAt(at=AT, zone="Europe/Paris")),
    ("{at: 2026-11-27 09:00, timezone: Asia/Tokyo}", SendAt(at=AT, zone="Asia/Tokyo")),
    (
        "{at: 2027-03-28 02:30, timezone: recipient, if_past: now}",  # a time that some clocks skip
        SendAt(at=datetime.fromisoformat("2027-03-28T02:30"), zone="recipient", if_past="now"),
    ),
    (
        "{at: 2026-11-27 09:00, spread: 14% per minute}",
        SendAt(at=AT, zone="Europe/Paris", spread=Spread(percent=14, unit="minute")),
    ),
    ("{at: 2001-01-01 09:00}", SendAt(at=datetime.fromisoformat("2001-01-01T09:00"), zone="Europe/Paris")),
    ("{smart: 2026-11-27}", SendSmart(day=date(2026, 11, 27), zone="Europe/Paris")),
    ('{every: day, at: "07:05"}', SendAgain(cron="5 7 * * *", zone="Europe/Paris")),
    ('{every: tue, at: "00:00", timezone: recipient}', SendAgain(cron="0 0 * * TUE", zone="recipient")),
    ('{every: [mon, thursday], at: "18:30"}', SendAgain(cron="30 18 * * MON,THU", zone="Europe/Paris")),
    ('{every: 22nd of month, at: "09:00"}', SendAgain(cron="0 9 22 * *", zone="Europe/Paris")),
    ('{cron: "0 9  * * tue"}', SendAgain(cron="0 9 * * TUE", zone="Europe/Paris")),
    ('{cron: "15 8 L * *", horizon: 1 week}', SendAgain(cron="15 8 L * *", zone="Europe/Paris", horizon_days=7)),
    (
        '{every: tuesday, at: "09:00", from: 2026-12-01, until: 2027-01-31, except: [2026-12-29], horizon: 52 weeks}',
        SendAgain(
            cron="0 9 * * TUE",
            zone="Europe/Paris",
            first=date(2026, 12, 1),
            last=date(2027, 1, 31),
            excluded=(date(2026, 12, 29),),
            horizon_days=364,
        ),
    ),
]


@pytest.mark.parametrize(("written", "send"), SENDS)
def test_ways_of_sending(written: str, send: Any) -> None:
    assert campaign(f"{HEAD}send: {written}\n").send == send


def test_an_hour_that_comes_twice_is_taken_with_a_note() -> None:
    made, problems = parsed(f"{HEAD}send: {{at: 2026-10-25 02:30}}\n")
    assert made is not None
    assert [(one.code, one.severity) for one in problems] == [("CMP009", Severity.NOTE)]


def test_issues_stand_over_the_message_of_the_campaign() -> None:
    again = 'send: {every: tuesday, at: "09:00"}\nsubject: Mine\nfrom: {name: Bea, email: bea@shop.example}\n'
    made = campaign(f"{HEAD}{again}issues:\n  2026-12-22: {{email: b}}\n  2026-12-29: {{subject: Last}}\n")
    assert isinstance(made.message, EmailMessage)
    other, last = made.issues
    assert other.message == EmailMessage(template="b", subject="About b", preview_text="", sender=made.message.sender)
    assert last.message == msgspec.structs.replace(made.message, subject="Last")
    assert (other.day, last.day) == (date(2026, 12, 22), date(2026, 12, 29))


def test_a_test_is_read_with_the_message_of_the_campaign() -> None:
    test = "ab_test: {vary: subject, sample: 20%, variants: {plain: One, warm: Two}, winner: {after: 4 hours}}\n"
    found = campaign(HEAD + ONCE + test).ab_test
    assert found is not None
    assert [(one.name, one.template, one.subject) for one in found.variants] == [
        ("plain", "a", "One"),
        ("warm", "a", "Two"),
    ]
    assert (found.sample, found.shares) == (20, (50, 50))


def test_a_project_with_mistakes_of_its_own_is_not_blamed_on_the_audience() -> None:
    names = msgspec.structs.replace(known(), partial=True)
    _, problems = parse_campaign(document(HEAD.replace("list/newsletter", "list/gone") + ONCE), "new", names)
    assert problems == []


def test_the_reference_samples_are_right() -> None:
    """The same forms as the samples of the language, on this project's names."""
    text = (
        "name: Black Friday\nstatus: draft\nemail: a\n"
        "audience: {include: [list/newsletter, segment/vip]}\n"
        "send: {at: 2026-11-27 09:00, timezone: recipient, if_past: next_day}\n"
        'ab_test: {vary: subject, variants: {plain: "It is here", warm: "We kept something"}, metric: clicks}\n'
    )
    assert campaign(text).ab_test is not None
