"""Whether a channel may be used for somebody: consent, opt-outs and suppression (C1 to C3)."""

from collections.abc import Iterator
from typing import Final

from mktctl.engine.flows.effects import Check, SkipReason
from mktctl.engine.flows.setting import Setting
from mktctl.model.condition import Channel
from mktctl.model.profile import ConsentRecord, Profile

SPAM_COMPLAINT: Final = "spam_complaint"
"""The method of an opt-out by marking a mail as spam: that one transactional mail keeps, too."""
_UNDELIVERABLE: Final = ("bounced", "invalid")


def consent_checks(
    channel: Channel, person: Profile, setting: Setting, *, transactional: bool
) -> Iterator[tuple[SkipReason, Check]]:
    """Mail goes to all who did not say no; the other channels to those who said yes (C1).

    Transactional mail goes to who unsubscribed and to who was suppressed by hand, not to addresses that bounce or
    complain (C3, KH/360003165732). An opt-out from text messages is one from all of them.
    """
    record = person.consents.get(channel)
    if channel == "email":
        yield "unsubscribed", _did_not_opt_out(record, spam_only=transactional)
        yield "suppressed", _is_not_suppressed(person, by_hand_too=not transactional)
        return
    free = transactional and setting.options.transactional_texts == "without_opt_out" and channel != "push"
    if not free:
        said = record is not None and record.status != "never_subscribed"
        yield "no_consent", Check(question=f"consent to {channel} was given", passed=said, value=_words(record))
    yield "unsubscribed", _did_not_opt_out(record, spam_only=False)


def _did_not_opt_out(record: ConsentRecord | None, *, spam_only: bool) -> Check:
    out = record is not None and record.status == "unsubscribed"
    if spam_only:
        out = out and record is not None and record.method == SPAM_COMPLAINT
        return Check(question="transactional: did not complain of spam", passed=not out, value=_words(record))
    return Check(question="did not unsubscribe", passed=not out, value=_words(record))


def _is_not_suppressed(person: Profile, *, by_hand_too: bool) -> Check:
    counted = [reason for reason in person.suppressions if by_hand_too or reason in _UNDELIVERABLE]
    question = "not suppressed" if by_hand_too else "transactional: the address does not bounce"
    return Check(question=question, passed=not counted, value=", ".join(sorted(person.suppressions)))


def _words(record: ConsentRecord | None) -> str:
    if record is None:
        return "never_subscribed"
    since = "" if record.date is None else f" since {record.date.isoformat()}"
    return f"{record.status}{since}{f' by {record.method}' if record.method else ''}"
