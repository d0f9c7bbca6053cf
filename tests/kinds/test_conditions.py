"""Conditions as written, and what they mean: resolved, typed, defaults filled in."""

from datetime import date

import pytest

from mktctl.model.condition import (
    AfterDate,
    All,
    Anniversary,
    AnyOf,
    BeforeDate,
    BestChannel,
    BetweenAgo,
    BetweenDates,
    CalendarMonth,
    Condition,
    Consent,
    DateTest,
    Distance,
    Engaged,
    EventTest,
    Ever,
    Funnel,
    FunnelStep,
    HasCustomObject,
    HasEvents,
    HasProperty,
    InList,
    InRegion,
    InSegment,
    InTheLast,
    InTheNext,
    MoreThanAgo,
    Not,
    Predicted,
    Raw,
    Suppressed,
    Test,
)  # fmt: skip
from mktctl.model.duration import Duration
from tests.kinds.written import condition

DAYS_30 = Duration(amount=30, unit="day")
ONCE = Test(op="at_least", value=1)
GOLD = HasProperty(name="tier", type="text", test=Test(op="is", value="gold"))


def points(op: str, value: object) -> HasProperty:
    return HasProperty(name="points", type="number", test=Test(op=op, value=value))  # type: ignore[arg-type]


def birthday(when: object) -> HasProperty:
    return HasProperty(name="birthday", type="date", test=DateTest(when=when))  # type: ignore[arg-type]


def orders(**fields: object) -> HasEvents:
    return HasEvents(**{"metric": "placed_order", "test": ONCE, "window": Ever(), **fields})  # type: ignore[arg-type]


MEANT: dict[str, Condition] = {
    "{property: tier, is: gold}": GOLD,
    "{property: tier, is_not: gold}": HasProperty(name="tier", type="text", test=Test(op="is_not", value="gold")),
    "{property: tier, in: [gold, silver]}": HasProperty(
        name="tier", type="text", test=Test(op="in", value=("gold", "silver"))
    ),
    "{property: tier, contains: go}": HasProperty(name="tier", type="text", test=Test(op="contains", value="go")),
    "{property: tier, exists: false}": HasProperty(name="tier", type="text", test=Test(op="exists", value=False)),
    "{property: tier, not_matches: '^g'}": HasProperty(
        name="tier", type="text", test=Test(op="not_matches", value="^g")
    ),
    "{property: points, at_least: 1.5}": points("at_least", 1.5),
    "{property: points, between: [1, 20]}": points("between", (1, 20)),
    "{property: subscriber, is: true}": HasProperty(
        name="subscriber", type="boolean", test=Test(op="is", value=True)
    ),
    "{property: interests, contains: shoes}": HasProperty(
        name="interests", type="list", test=Test(op="contains", value="shoes")
    ),
    "{property: interests, contains_any: [shoes, 3]}": HasProperty(
        name="interests", type="list", test=Test(op="contains_any", value=("shoes", 3))
    ),
    "{property: interests, length: 2}": HasProperty(
        name="interests", type="list", test=Test(op="length_is", value=2)
    ),
    "{property: interests, length: {more_than: 2}}": HasProperty(
        name="interests", type="list", test=Test(op="length_more_than", value=2)
    ),
    "{property: birthday, within: 30 days}": birthday(InTheLast(span=DAYS_30)),
    "{property: birthday, next: 30 days}": birthday(InTheNext(span=DAYS_30)),
    "{property: birthday, before: 30 days ago}": birthday(MoreThanAgo(span=DAYS_30)),
    "{property: birthday, after: 2026-11-27}": birthday(AfterDate(day=date(2026, 11, 27))),
    "{property: birthday, anniversary: today}": birthday(Anniversary(span="today")),
    "{property: birthday, anniversary: this month}": birthday(Anniversary(span="this_month")),
    "{property: birthday, month: 12}": birthday(CalendarMonth(month=12)),
    "{property: email, ends_with: .example}": HasProperty(
        name="email", type="text", test=Test(op="ends_with", value=".example"), builtin=True
    ),
    "{property: country, is: France}": HasProperty(
        name="country", type="text", test=Test(op="is", value="France"), builtin=True
    ),
    "{property: properties.country, is: FR}": HasProperty(
        name="country", type="text", test=Test(op="is", value="FR")
    ),
    "{property: created, within: 30d}": HasProperty(
        name="created", type="date", test=DateTest(when=InTheLast(span=DAYS_30)), builtin=True
    ),
    "{metric: placed_order}": orders(),
    "{metric: placed_order, ever: true}": orders(),
    "{metric: placed_order, count: 0, within: 30 days}": orders(
        test=Test(op="is", value=0), window=InTheLast(span=DAYS_30)
    ),
    "{metric: placed_order, count: {between: [2, 4]}}": orders(test=Test(op="between", value=(2, 4))),
    "{metric: placed_order, sum: {at_least: 500}}": orders(measure="sum", test=Test(op="at_least", value=500)),
    "{metric: placed_order, before: 2026-01-31}": orders(window=BeforeDate(day=date(2026, 1, 31))),
    "{metric: placed_order, between: [2026-01-01, 2026-01-31]}": orders(
        window=BetweenDates(start=date(2026, 1, 1), end=date(2026, 1, 31))
    ),
    "{metric: placed_order, between: [60 days ago, 30 days ago]}": orders(
        window=BetweenAgo(older=Duration(amount=60, unit="day"), nearer=DAYS_30)
    ),
    "{metric: cart_abandoned, where: {$value: {at_least: 20}, Coupon: X, Gift: true}}": HasEvents(
        metric="cart_abandoned",
        test=ONCE,
        window=Ever(),
        where=(
            EventTest(field="$value", type="number", test=Test(op="at_least", value=20)),
            EventTest(field="Coupon", type="text", test=Test(op="is", value="X")),
            EventTest(field="Gift", type="boolean", test=Test(op="is", value=True)),
        ),
    ),
    "{metric: placed_order, where: {Categories: {contains_all: [a, b]}}}": orders(
        where=(EventTest(field="Categories", type="list", test=Test(op="contains_all", value=("a", "b"))),)
    ),
    "{engaged: email, within: 30 days}": Engaged(channel="email", window=InTheLast(span=DAYS_30)),
    "{list: newsletter}": InList(list="newsletter"),
    "{list: newsletter, within: 30 days}": InList(list="newsletter", joined=InTheLast(span=DAYS_30)),
    "{segment: vip}": InSegment(segment="vip"),
    "{consent: email}": Consent(channel="email"),
    "{consent: sms, status: unsubscribed}": Consent(channel="sms", status="unsubscribed", can_receive=False),
    "{consent: email, via: form, double_opt_in: true, within: 30 days}": Consent(
        channel="email", method="form", double_opt_in=True, since=InTheLast(span=DAYS_30)
    ),
    "{can_receive: push}": Consent(channel="push", status="any", can_receive=True),
    "{suppressed: email, because: bounced}": Suppressed(because="bounced"),
    "{region: eu}": InRegion(region="eu"),
    '{distance: {from: "75001", country: FR, less_than: 50 km}}': Distance(
        postal_code="75001", country="FRA", op="less_than", amount=50, unit="kilometers"
    ),
    '{distance: {from: "02141", country: USA, more_than: 1 mile}}': Distance(
        postal_code="02141", country="USA", op="more_than", amount=1, unit="miles"
    ),
    "{predicted: churn_probability, more_than: 0.5}": Predicted(
        dimension="churn_probability", test=Test(op="more_than", value=0.5)
    ),
    "{predicted: expected_date_of_next_purchase, next: 30 days}": Predicted(
        dimension="expected_date_of_next_purchase", test=DateTest(when=InTheNext(span=DAYS_30))
    ),
    "{best_channel: sms, rank: high}": BestChannel(channel="sms", measure="rank", test=Test(op="is", value="high")),
    "{best_channel: email, priority: 1}": BestChannel(
        channel="email", measure="priority", test=Test(op="is", value=1)
    ),
    "{funnel: [{did: viewed_product}, {did_not: placed_order}], complete_within: 3 days, within: 30 days}": Funnel(
        steps=(FunnelStep(metric="viewed_product", did=True), FunnelStep(metric="placed_order", did=False)),
        window=InTheLast(span=DAYS_30),
        complete_within="3 days",
    ),
    "{custom_object: {type: '01', relationship: '02'}, count: {at_least: 2}}": HasCustomObject(
        object_type_id="01", relationship_id="02", test=Test(op="at_least", value=2)
    ),
    "{raw: {type: profile-region, in_region: true}}": Raw(json={"type": "profile-region", "in_region": True}),
    "{all: [{property: tier, is: gold}, {any: [{segment: vip}, {not: {list: newsletter}}]}]}": All(
        of=(GOLD, AnyOf(of=(InSegment(segment="vip"), Not(of=InList(list="newsletter")))))
    ),
}  # fmt: skip


@pytest.mark.parametrize("written", MEANT)
def test_a_condition_means_what_is_written(written: str) -> None:
    found, problems = condition(written)
    assert problems == []
    assert found == MEANT[written]


@pytest.mark.parametrize("written", ["{property: points, at_leest: 2}", "{property: tier, equals: gold, is: gold}"])
def test_one_mistake_is_said_once(written: str) -> None:
    assert len(condition(written)[1]) == 1
