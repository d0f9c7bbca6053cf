"""Steps of the other channels, and A/B tests, built by hand."""

from typing import Any

from mktctl.model.ab_test import ABTest, Variant, Winner
from mktctl.model.duration import Duration
from mktctl.model.flow import Alert, Push, Sms, WhatsApp
from mktctl.model.template import PushButton, PushLinks, PushTemplate, SmsTemplate
from tests.support.workspaces import SENDER

DAYS_14 = Duration(amount=14, unit="day")


def sms(ref: str, body: str = "Your cart waits", **settings: Any) -> Sms:
    """A text message keyed by its template."""
    content = SmsTemplate(ref=ref, name=ref, body=body)
    return Sms(**{"key": ref, "template": ref, "content": content, "name": ref, "status": "live", **settings})


def push(ref: str, **content: Any) -> Push:
    """A push with a title, a button and a deep link."""
    given: dict[str, Any] = {
        "title": "Back again",
        "body": "Have a look",
        "open": PushLinks(ios="mientior://shoes", android="mientior://shoes", web="https://mientior.example/shoes"),
        "buttons": (PushButton(label="Not now", open="dismiss"),),
    }
    template = PushTemplate(ref=ref, name=ref, **{**given, **content})
    return Push(key=ref, template=ref, content=template, name=ref, status="live")


def whatsapp(ref: str, **settings: Any) -> WhatsApp:
    """A message that Meta approved."""
    return WhatsApp(key=ref, template=ref, name=ref, status="live", **{"vendor_id": f"approved-{ref}", **settings})


def alert(key: str, **settings: Any) -> Alert:
    """A mail to a colleague."""
    given: dict[str, Any] = {"to": ("care@mientior.example",), "subject": "Look here", "status": "live"}
    return Alert(key=key, name=key, sender=SENDER, **{**given, **settings})


def subjects(*words: str, **settings: Any) -> ABTest:
    """A test of subjects in even shares, decided after 14 days at most."""
    share, rest = divmod(100, len(words))
    given: dict[str, Any] = {
        "vary": "subject",
        "variants": tuple(Variant(name=f"v{number}", subject=word) for number, word in enumerate(words, start=1)),
        "shares": tuple(share + (number < rest) for number in range(len(words))),
        "winner": Winner(certain=True, after=DAYS_14),
    }
    return ABTest(**{**given, **settings})


def contents(*refs: str) -> ABTest:
    """A test of whole mails that a person decides."""
    variants = tuple(Variant(name=ref, template=ref) for ref in refs)
    return ABTest(vary="content", variants=variants, shares=(50, 50))
