"""`engaged:` written out (P21): what a person did, without what machines did in their name (X5)."""

from collections.abc import Mapping
from typing import Final

from mktctl.model.condition import AnyOf, Condition, Engaged, EventTest, HasEvents, Test

_ONCE: Final = Test(op="at_least", value=1)
_BY_A_PERSON: Final = Test(op="is", value=False)
_SIGNS: Final[Mapping[str, tuple[tuple[str, str | None], ...]]] = {
    "email": (("opened_email", "Apple Privacy Open"), ("clicked_email", "Bot Click")),
    "sms": (("clicked_sms", None),),  # Klaviyo documents its two flags for e-mail only
    "push": (("opened_push", None),),
}
ENGAGEMENT_METRICS: Final = frozenset(metric for signs in _SIGNS.values() for metric, _ in signs)
"""Refs of Klaviyo's own metrics that `engaged:` needs."""


def written_out(engaged: Engaged) -> Condition:
    """Opened (not by Apple's proxy) or clicked (not by a robot); one event of either kind suffices."""
    signs = tuple(
        HasEvents(
            metric=metric,
            test=_ONCE,
            window=engaged.window,
            where=() if flag is None else (EventTest(field=flag, type="boolean", test=_BY_A_PERSON),),
        )
        for metric, flag in _SIGNS[engaged.channel]
    )
    return signs[0] if len(signs) == 1 else AnyOf(of=signs)
