"""Second pass, leaf by leaf: what Klaviyo can say, in its own words, or a refusal with the reason.

The result is a leaf, or an All or AnyOf of leaves, that `encode` maps one to one.
"""

from typing import Any

import msgspec

from mktctl.model.condition import (
    AfterDate,
    All,
    AnyOf,
    BeforeDate,
    BestChannel,
    Condition,
    Consent,
    DateTest,
    Distance,
    EventProperty,
    Ever,
    Funnel,
    FunnelStep,
    HasEvents,
    HasProperty,
    InList,
    InTheLast,
    NotInFlow,
    NotSent,
    Predicted,
    PropertyType,
    Sample,
    SinceStart,
    Window,
)
from mktctl.model.funnel_limits import FUNNEL_LIMITS, funnel_hours
from mktctl.wire.conditions import refusals
from mktctl.wire.conditions.comparisons import Comparisons, expressed_count, expressed_test, expressed_where
from mktctl.wire.conditions.consent_matrix import settled_consent
from mktctl.wire.conditions.place import Place, refusal
from mktctl.wire.conditions.predictions import expressed_affinity, expressed_prediction
from mktctl.wire.conditions.refusals import Refusal
from mktctl.wire.conditions.spans import date_refusal, joined_refusal, when_refusal
from mktctl.wire.conditions.starts import PROPERTY_OF


def express(leaf: Condition, place: Place, metric: str | None) -> Condition | Refusal:
    """`metric` is the one that starts the flow; None where no event does."""
    if reason := refusal(leaf, place):
        return Refusal(code=refusals.WRONG_PLACE, message=reason)
    match leaf:
        case HasProperty():
            return _property(leaf)
        case EventProperty():
            return _event(leaf, place, metric)
        case HasEvents():
            return _events(leaf, place)
        case InList():
            return _list(leaf)
        case Consent():
            settled = settled_consent(leaf)
            if isinstance(settled, str):
                return Refusal(code=refusals.NO_SUCH_CONSENT, message=settled)
            if isinstance(settled, Consent) and settled.since is not None:
                return _spanned(settled, date_refusal(settled.since))
            return settled
        case Predicted():
            return expressed_prediction(leaf)
        case BestChannel():
            return expressed_affinity(leaf)
        case Sample(percent=percent) if not 0 < percent < 100:
            return Refusal(code=refusals.OUT_OF_RANGE, message=f"sample: {percent}% splits nobody; 1% to 99%")
        case Distance(amount=amount) if amount <= 0:
            return Refusal(code=refusals.OUT_OF_RANGE, message="a distance is more than nothing")
        case NotSent(window=window) | NotInFlow(window=window):
            return _recent(leaf, window)
        case Funnel():
            return _funnel(leaf)
        case _:
            return leaf


def _property(leaf: HasProperty) -> Condition | Refusal:
    if isinstance(leaf.test, DateTest):
        return _spanned(leaf, date_refusal(leaf.test.when))
    said = expressed_test(leaf.type, leaf.test)
    return _over(leaf, leaf.type, said)


def _event(leaf: EventProperty, place: Place, metric: str | None) -> Condition | Refusal:
    asked = leaf.metric or metric
    if asked is None or (metric is not None and asked != metric):
        return Refusal(
            code=refusals.WRONG_PLACE,
            message="event: asks about the event that started the flow, and no event starts this one",
            hint="Write {metric: …, where: {…}, within: …} to ask what the person did.",
        )
    if asked in PROPERTY_OF and place is Place.BRANCH:
        return Refusal(
            code=refusals.WRONG_PLACE,
            message="of a price drop or low stock Klaviyo takes no split that asks about several things",
            hint="Ask about the product in an if: of its own, and about the person in another one inside it.",
        )
    said = expressed_test(leaf.type, leaf.test, native_between=True)
    return _over(msgspec.structs.replace(leaf, metric=asked), leaf.type, said)


def _over(leaf: Any, type_: PropertyType, said: Comparisons | Refusal) -> Condition | Refusal:
    """The leaf once per test, joined as the tests are."""
    if isinstance(said, Refusal):
        return said
    leaves = tuple(
        msgspec.structs.replace(leaf, test=test, type="text" if test.op == "exists" else type_) for test in said.tests
    )
    if len(leaves) == 1:
        return leaves[0]  # type: ignore[no-any-return]
    return All(of=leaves) if said.all_hold else AnyOf(of=leaves)


def _events(leaf: HasEvents, place: Place) -> Condition | Refusal:
    if isinstance(leaf.window, SinceStart) and place is Place.SEGMENT:
        return Refusal(code=refusals.WRONG_PLACE, message="since: start counts from a flow's start; a segment has none")
    if reason := when_refusal(leaf.window):
        return Refusal(code=refusals.WRONG_SPAN, message=reason)
    where = expressed_where(leaf.where)
    if isinstance(where, Refusal):
        return where
    counts = expressed_count(leaf.test, leaf.measure)
    if isinstance(counts, Refusal):
        return counts
    leaves = tuple(msgspec.structs.replace(leaf, test=test, where=where) for test in counts.tests)
    if len(leaves) == 1:
        return leaves[0]
    return All(of=leaves) if counts.all_hold else AnyOf(of=leaves)


def _list(leaf: InList) -> Condition | Refusal:
    if leaf.joined is None or isinstance(leaf.joined, Ever):
        return msgspec.structs.replace(leaf, joined=None)
    if not leaf.member:
        return Refusal(code=refusals.WRONG_SPAN, message="not being on a list has no date")
    return _spanned(leaf, joined_refusal(leaf.joined))


def _recent(leaf: Condition, window: Window) -> Condition | Refusal:
    if not isinstance(window, Ever | InTheLast):
        return Refusal(code=refusals.WRONG_SPAN, message="here Klaviyo takes within: and ever: only")
    return _spanned(leaf, when_refusal(window))


def _funnel(leaf: Funnel) -> Condition | Refusal:
    if isinstance(leaf.window, Ever | SinceStart | BeforeDate | AfterDate):
        return Refusal(code=refusals.WRONG_SPAN, message="a funnel needs within, between, or before: … ago")
    if reason := when_refusal(leaf.window):
        return Refusal(code=refusals.WRONG_SPAN, message=reason)
    if not leaf.steps[0].did:
        return Refusal(code=refusals.NO_SUCH_TEST, message="a funnel begins with something done: did: …")
    limit = leaf.complete_within
    if limit is not None and funnel_hours(limit) is None:
        known = ", ".join(FUNNEL_LIMITS)
        return Refusal(code=refusals.WRONG_SPAN, message=f"complete_within: {limit} is none of {known}")
    named = None if limit is None else FUNNEL_LIMITS.get(limit, limit)
    steps: list[FunnelStep] = []
    for index, step in enumerate(leaf.steps):
        where = expressed_where(step.where)
        if isinstance(where, Refusal):
            return msgspec.structs.replace(where, at=("funnel", index, *where.at))
        steps.append(msgspec.structs.replace(step, where=where))
    return msgspec.structs.replace(leaf, steps=tuple(steps), complete_within=named)


def _spanned(leaf: Condition, reason: str | None) -> Condition | Refusal:
    return leaf if reason is None else Refusal(code=refusals.WRONG_SPAN, message=reason)
