"""Generated messages of the other channels, alerts, and A/B tests of mails."""

import functools
from typing import Any

import msgspec
from hypothesis import strategies as st

from mktctl.model.ab_test import ABTest, Variant, Winner
from mktctl.model.duration import Duration
from mktctl.model.flow import Alert, AnyStep, Email, Push, RawStep, Sms, Status, WhatsApp
from mktctl.model.template import PushBadge, PushButton, PushLinks, PushTemplate, Sender, SmsTemplate

_WORDS = st.sampled_from(("Still there?", "10 % off & more", "«Merci»"))
_LINKS = st.sampled_from((PushLinks(web="https://mientior.example/a"), PushLinks(ios="m://a", android="m://a")))
_SENDER = Sender(name="Mientior", email="hello@mientior.example")
_HOOK = {"type": "send-webhook", "data": {"message": {"url": "https://mientior.example/raw"}}}


@functools.cache
def texts(status: st.SearchStrategy[Status], only_if: st.SearchStrategy[Any]) -> st.SearchStrategy[AnyStep]:
    """A text message, a push, a WhatsApp message, an alert, or an action in the platform's own words."""
    sms = st.builds(
        SmsTemplate, ref=st.just("text"), name=st.just("text"), body=_WORDS, shorten_links=st.booleans(),
        image=st.sampled_from((None, "https://mientior.example/a.png")), prefix=st.booleans(), opt_out=st.booleans(),
    )  # fmt: skip
    push = st.builds(
        PushTemplate, ref=st.just("push"), name=st.just("push"), body=_WORDS, title=st.sampled_from(("", "Look")),
        open=st.one_of(st.just("home"), _LINKS), sound=st.booleans(),
        badge=st.sampled_from((None, PushBadge(increment=True), PushBadge(count=3))),
        buttons=st.sampled_from(((), (PushButton(label="Close", open="dismiss"),))),
    )  # fmt: skip
    common: dict[str, Any] = {"key": st.just(""), "name": _WORDS, "status": status}
    reaching = {**common, "smart_sending": st.booleans(), "only_if": only_if}
    return st.one_of(
        st.builds(Sms, template=st.just("text"), content=sms, quiet_hours=st.booleans(), utm=st.booleans(), **reaching),
        st.builds(Push, template=st.just("push"), content=push, **reaching),
        st.builds(WhatsApp, template=st.just("chat"), vendor_id=st.sampled_from(("v1", "v2")), **reaching),
        st.builds(
            Alert, to=st.just(("care@mientior.example",)), subject=_WORDS, sender=st.just(_SENDER),
            template=st.sampled_from((None, "mail-a")), **common,
        ),
        st.just(RawStep(key="", json=_HOOK)),
    )  # fmt: skip


@st.composite
def tested(draw: st.DrawFn, mail: st.SearchStrategy[Email]) -> Email:
    """A mail with a test of subjects or of whole mails."""
    step = draw(mail)
    subjects = draw(st.booleans())
    first, second = draw(st.sampled_from((("One", "Two"), ("Two", "One"), ("One", "Three"))))
    variants = (
        (Variant(name="x", subject=first), Variant(name="y", subject=second))
        if subjects
        else (Variant(name="x", template="mail-b"), Variant(name="y", template="mail-c"))
    )
    test = ABTest(
        vary="subject" if subjects else "content",
        variants=variants,
        shares=draw(st.sampled_from(((50, 50), (30, 70)))),
        metric=draw(st.sampled_from(("clicks", "opens", "orders"))),
        winner=draw(st.sampled_from((None, Winner(certain=True), Winner(after=Duration(amount=14, unit="day"))))),
    )
    return msgspec.structs.replace(step, ab_test=test)
