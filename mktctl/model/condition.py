"""Conditions about people and about events, as `language.md` COND, WINDOW, WHERE and TEST write them.

A condition is resolved: refs exist, types are known (P14), defaults are filled in. `All(of=())` is true,
`AnyOf(of=())` is false. `wire.conditions` compiles one to Klaviyo's AND of ORs; `engine.conditions` decides it.
"""

from datetime import date
from typing import Any, Literal

import msgspec

from mktctl.model.duration import Duration

PropertyType = Literal["text", "number", "boolean", "date", "list"]
Channel = Literal["email", "sms", "push", "whatsapp"]
Op = Literal[
    "is", "is_not", "in", "not_in",
    "contains", "not_contains", "contains_any", "contains_all", "not_contains_any", "not_contains_all",
    "starts_with", "not_starts_with", "ends_with", "not_ends_with", "matches", "not_matches",
    "at_least", "at_most", "more_than", "less_than", "between",
    "length_is", "length_at_least", "length_at_most", "length_more_than", "length_less_than",
    "exists",
]  # fmt: skip
Scalar = str | int | float | bool
Value = str | int | float | bool | tuple[str | int | float, ...]


class Node(msgspec.Struct, frozen=True, kw_only=True, tag=True, tag_field="node"):
    """Base of everything here: frozen, keyword-only, told apart by class name."""


class Ever(Node, frozen=True, kw_only=True):
    """`ever: true`."""


class SinceStart(Node, frozen=True, kw_only=True):
    """`since: start`: since the run began; never the event that started it (P24)."""


class InTheLast(Node, frozen=True, kw_only=True):
    """`within: 90 days`."""

    span: Duration


class InTheNext(Node, frozen=True, kw_only=True):
    """`next: 7 days`; only on properties of type date."""

    span: Duration


class MoreThanAgo(Node, frozen=True, kw_only=True):
    """`before: 30 days ago`."""

    span: Duration


class BeforeDate(Node, frozen=True, kw_only=True):
    """`before: 2026-11-27`."""

    day: date


class AfterDate(Node, frozen=True, kw_only=True):
    """`after: 2026-11-27`."""

    day: date


class BetweenDates(Node, frozen=True, kw_only=True):
    """`between: [2026-11-01, 2026-11-30]`, inclusive both ends (G1)."""

    start: date
    end: date


class BetweenAgo(Node, frozen=True, kw_only=True):
    """`between: [60 days ago, 30 days ago]`; includes the older edge, excludes the nearer one (G1). One unit."""

    older: Duration
    nearer: Duration


class Anniversary(Node, frozen=True, kw_only=True):
    """`anniversary: today` or `this_month`; only on properties of type date."""

    span: Literal["today", "this_month"]


class AnniversaryWithin(Node, frozen=True, kw_only=True):
    """An anniversary in the last or next `span`; read from the platform, not written in the language."""

    span: Duration
    direction: Literal["last", "next"]


class CalendarMonth(Node, frozen=True, kw_only=True):
    """`month: 12`, 1 to 12; only on properties of type date."""

    month: int


Window = Ever | SinceStart | InTheLast | MoreThanAgo | BeforeDate | AfterDate | BetweenDates | BetweenAgo
When = Window | InTheNext | Anniversary | AnniversaryWithin | CalendarMonth


class Test(Node, frozen=True, kw_only=True):
    """One comparison. `value`: a scalar, a pair for `between`, a tuple for `in` and the like, a bool for `exists`."""

    __test__ = False  # not a test class of pytest's

    op: Op
    value: Value


class DateTest(Node, frozen=True, kw_only=True):
    """A comparison of a date property with the calendar."""

    when: When


class EventTest(Node, frozen=True, kw_only=True):
    """One property of one event: `where: {$value: {at_least: 20}}`. Names are exact and case-sensitive (E3)."""

    field: str
    type: PropertyType
    test: Test


class All(Node, frozen=True, kw_only=True):
    """Every one must hold."""

    of: tuple["Condition", ...]


class AnyOf(Node, frozen=True, kw_only=True):
    """One of them must hold."""

    of: tuple["Condition", ...]


class Not(Node, frozen=True, kw_only=True):
    """The true complement (P13): whoever does not meet `of`, people without the property among them."""

    of: "Condition"


class HasProperty(Node, frozen=True, kw_only=True):
    """`property: tier, is: gold`. `builtin` names are Klaviyo's own fields (P61), such as email or city."""

    name: str
    type: PropertyType
    test: Test | DateTest
    builtin: bool = False


class HasEvents(Node, frozen=True, kw_only=True):
    """`metric: placed_order, count: {at_least: 2}, within: 60 days, where: {…}`; `sum` adds up `$value` (P23)."""

    metric: str
    test: Test
    window: Window
    measure: Literal["count", "sum"] = "count"
    where: tuple[EventTest, ...] = ()


class Engaged(Node, frozen=True, kw_only=True):
    """`engaged: email`: opened, not by Apple's proxy, or clicked, not by a robot (P21)."""

    channel: Literal["email", "sms", "push"]
    window: Window


class InList(Node, frozen=True, kw_only=True):
    """`list: newsletter`; with a window: joined then."""

    list: str
    member: bool = True
    joined: Window | None = None


class InSegment(Node, frozen=True, kw_only=True):
    """`segment: vip`; its definition is inlined when compiled (P3)."""

    segment: str


class Consent(Node, frozen=True, kw_only=True):
    """`consent: email`: said yes (P59). `can_receive` and `status` are Klaviyo's two halves of the matrix.

    `method` is how they said so (`form`, `api` …), `since` when.
    """

    channel: Channel
    status: Literal["subscribed", "never_subscribed", "unsubscribed", "any"] = "subscribed"
    can_receive: bool = True
    double_opt_in: bool | None = None
    method: str | None = None
    since: Window | None = None


class Suppressed(Node, frozen=True, kw_only=True):
    """`suppressed: email`: the platform will not deliver, for the reason named, or for any."""

    channel: Literal["email"] = "email"
    because: Literal["bounced", "invalid", "manual"] | None = None


class InRegion(Node, frozen=True, kw_only=True):
    """`region: eu`; without the United Kingdom."""

    region: Literal["eu", "us"]
    inside: bool = True


class Distance(Node, frozen=True, kw_only=True):
    """`distance: {from: "75001", country: FR, less_than: 50 km}`; `country` as ISO 3166 alpha-3 (P18)."""

    postal_code: str
    country: str
    op: Literal["less_than", "more_than"]
    amount: int
    unit: Literal["kilometers", "miles"]


class Predicted(Node, frozen=True, kw_only=True):
    """`predicted: churn_probability, more_than: 0.5`: a value that the platform computes."""

    dimension: str
    test: Test | DateTest


class BestChannel(Node, frozen=True, kw_only=True):
    """`best_channel: sms, rank: high` or `priority: 1`."""

    channel: Channel
    measure: Literal["rank", "priority"]
    test: Test


class Sample(Node, frozen=True, kw_only=True):
    """`sample: 50%`, in flows; a stable share of the people."""

    percent: int


class NotSent(Node, frozen=True, kw_only=True):
    """`not_sent: email, within: 3 days`, in flows."""

    channel: Literal["email", "sms", "push"]
    window: Window


class NotInFlow(Node, frozen=True, kw_only=True):
    """Has not been in this flow; Klaviyo's older form of re-entry (E5). Read from the platform."""

    window: Window


class FunnelStep(Node, frozen=True, kw_only=True):
    """`did: placed_order` or `did_not: placed_order`."""

    metric: str
    did: bool
    where: tuple[EventTest, ...] = ()


class Funnel(Node, frozen=True, kw_only=True):
    """`funnel: […], complete_within: 7 days`, in segments."""

    steps: tuple[FunnelStep, ...]
    window: Window
    complete_within: str | None = None


class EventProperty(Node, frozen=True, kw_only=True):
    """`event: Price, at_least: 100`: about the event that started the flow (P20)."""

    field: str
    type: PropertyType
    test: Test
    metric: str | None = None


class HasCustomObject(Node, frozen=True, kw_only=True):
    """`custom_object: …`, by the platform's own numbers."""

    object_type_id: str
    relationship_id: str
    test: Test
    where: tuple[dict[str, Any], ...] = ()


class Raw(Node, frozen=True, kw_only=True):
    """`raw: {…}`: Klaviyo's own JSON of one condition, passed through; nobody but Klaviyo can decide it."""

    json: dict[str, Any]


Condition = (
    All | AnyOf | Not | HasProperty | HasEvents | Engaged | InList | InSegment | Consent | Suppressed | InRegion
    | Distance | Predicted | BestChannel | Sample | NotSent | NotInFlow | Funnel | EventProperty | HasCustomObject | Raw
)  # fmt: skip
"""Any condition. `Raw` and `HasCustomObject` carry plain JSON: equal by value, not hashable."""
