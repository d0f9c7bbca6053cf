"""Generated campaigns: every channel, send, audience, test and status of the language, as far as `validate` lets them.

Times lie ahead of the tests' accounts, which begin on 2 November 2026.
"""

from datetime import datetime, timedelta
from typing import Any

import msgspec
from hypothesis import strategies as st

from mktctl.diagnostics import Severity
from mktctl.model.ab_test import ABTest, Variant, Winner
from mktctl.model.address import Address
from mktctl.model.campaign import (
    Audience,
    Campaign,
    EmailMessage,
    PushMessage,
    Send,
    SendAgain,
    SendAt,
    SendSmart,
    SmsMessage,
    Spread,
)
from mktctl.model.duration import Duration
from mktctl.model.template import PushLinks, PushTemplate, Sender, SmsTemplate
from mktctl.wire.campaigns.check import check_campaign

_FIRST = datetime.fromisoformat("2026-11-20T09:00")
_WORDS = st.sampled_from(("A gift", "Still there?", "10 % off & more", "«Merci»"))
_SENDER = Sender(name="Mientior", email="hello@mientior.example")
_TAGS = st.lists(st.sampled_from(("git", "retention", "vip")), unique=True, max_size=2).map(tuple)
_CHANNELS = {"mail": "email", "letter": "email", "text": "sms", "push": "push"}
"""Refs to channels: a campaign of another channel is another campaign."""


def _mails(templates: tuple[str, ...]) -> st.SearchStrategy[EmailMessage]:
    return st.builds(
        EmailMessage,
        template=st.sampled_from(templates),
        subject=_WORDS,
        preview_text=st.sampled_from(("", "Look inside")),
        sender=st.sampled_from((_SENDER, Sender(name="Ana", email="ana@mientior.example", reply_to="a@b.example"))),
    )


_TEXTS = st.builds(
    SmsTemplate, ref=st.just("text"), name=st.just("text"), body=_WORDS, shorten_links=st.booleans(),
    contact_card=st.booleans(), prefix=st.booleans(), image=st.sampled_from((None, "https://mientior.example/a.png")),
)  # fmt: skip
_PUSHES = st.builds(
    PushTemplate, ref=st.just("push"), name=st.just("push"), body=_WORDS, title=st.sampled_from(("", "New")),
    open=st.sampled_from(("home", PushLinks(web="https://mientior.example"))), sound=st.booleans(),
    data=st.sampled_from(({}, {"kind": "launch"})),
)  # fmt: skip


@st.composite
def _sends(draw: st.DrawFn) -> Send:
    at = _FIRST + timedelta(days=draw(st.integers(0, 20)), hours=draw(st.integers(0, 9)))
    match draw(st.sampled_from(("at", "recipient", "spread", "smart", "again"))):
        case "recipient":
            return SendAt(at=at, zone="recipient", if_past=draw(st.sampled_from(("next_day", "now"))))
        case "spread":
            unit = draw(st.sampled_from(("hour", "minute")))
            percent = draw(st.sampled_from((10, 20, 50)))
            return SendAt(at=at, zone="Europe/Paris", spread=Spread(percent=percent, unit=unit))
        case "smart":
            return SendSmart(day=at.date())
        case "again":
            zone = draw(st.sampled_from(("recipient", "Europe/Paris")))
            return SendAgain(cron="30 9 * * 2", zone=zone, horizon_days=draw(st.sampled_from((7, 14))))
    return SendAt(at=at, zone=draw(st.sampled_from(("Europe/Paris", "America/New_York"))))


@st.composite
def _tests(draw: st.DrawFn, templates: tuple[str, ...]) -> ABTest:
    count = draw(st.integers(2, 3))
    vary: Any = draw(st.sampled_from(("subject", "content")))
    words = draw(st.lists(_WORDS, min_size=count, max_size=count))
    refs = draw(st.lists(st.sampled_from(templates), min_size=count, max_size=count))
    variants = tuple(
        Variant(name=f"v{number}", subject=word if vary == "subject" else "", template="" if vary == "subject" else ref)
        for number, (word, ref) in enumerate(zip(words, refs, strict=True))
    )
    sample = draw(st.sampled_from((None, 20, 50)))
    winner = Winner(after=Duration(amount=draw(st.integers(1, 9)), unit="hour")) if sample is not None else None
    shares = (100 - 100 // count * (count - 1), *([100 // count] * (count - 1)))
    metric = draw(st.sampled_from(("clicks", "opens", "orders")))
    return ABTest(vary=vary, variants=variants, shares=shares, metric=metric, winner=winner, sample=sample)


@st.composite
def campaigns(draw: st.DrawFn, ref: str, groups: tuple[Address, ...], templates: tuple[str, ...]) -> Campaign:
    """One campaign that passes the checks; `groups` are the lists and segments that there are."""
    channel = _CHANNELS[ref]
    message: Any
    match channel:
        case "sms":
            message = draw(st.builds(SmsMessage, template=st.just("text"), content=_TEXTS))
        case "push":
            message = draw(st.builds(PushMessage, template=st.just("push"), content=_PUSHES))
        case _:
            message = draw(_mails(templates))
    chosen = draw(st.lists(st.sampled_from(groups), unique=True, min_size=1, max_size=len(groups)))
    cut = draw(st.integers(1, len(chosen)))
    campaign = Campaign(
        ref=ref,
        name=f"The campaign {ref}",
        message=message,
        audience=Audience(include=tuple(chosen[:cut]), exclude=tuple(chosen[cut:])),
        send=draw(_sends()),
        status=draw(st.sampled_from(("draft", "scheduled"))),
        smart_sending=draw(st.booleans()),
        utm=draw(st.booleans()),
        ab_test=draw(st.one_of(st.none(), _tests(templates))) if channel == "email" else None,
        tags=draw(_TAGS),
    )
    if any(problem.severity is Severity.ERROR for problem in check_campaign(campaign)):
        return msgspec.structs.replace(campaign, ab_test=None)
    return campaign


@st.composite
def some_campaigns(draw: st.DrawFn, groups: tuple[Address, ...], templates: tuple[str, ...]) -> dict[str, Campaign]:
    """None to two of them."""
    refs = draw(st.lists(st.sampled_from(list(_CHANNELS)), unique=True, max_size=2))
    return {ref: draw(campaigns(ref, groups, templates)) for ref in refs}


@st.composite
def edited_campaigns(
    draw: st.DrawFn, before: dict[str, Campaign], groups: tuple[Address, ...], templates: tuple[str, ...]
) -> dict[str, Campaign]:
    """The same campaigns after a day's work, on the same dates if they come again."""
    changed = {}
    for ref, one in before.items():
        other = draw(campaigns(ref, groups, templates))
        again = isinstance(one.send, SendAgain) or isinstance(other.send, SendAgain)
        mixed = msgspec.structs.replace(other, send=one.send) if again else other
        refused = any(problem.severity is Severity.ERROR for problem in check_campaign(mixed))
        changed[ref] = msgspec.structs.replace(mixed, ab_test=None) if refused else mixed
    return changed
