"""Generated conditions, people and flows. Values come from small pools, so that conditions and people really meet.

People have properties of the declared types or not at all: what a value of another type does is in the engine's tests.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from hypothesis import strategies as st

from mktctl.model.condition import (
    AfterDate,
    All,
    Anniversary,
    AnniversaryWithin,
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
    EventProperty,
    EventTest,
    Ever,
    Funnel,
    FunnelStep,
    HasEvents,
    HasProperty,
    InList,
    InRegion,
    InSegment,
    InTheLast,
    InTheNext,
    MoreThanAgo,
    Not,
    NotInFlow,
    NotSent,
    Op,
    Predicted,
    PropertyType,
    Sample,
    SinceStart,
    Suppressed,
    Test,
    When,
    Window,
)
from mktctl.model.duration import Duration
from mktctl.model.profile import Affinity, ConsentRecord, Event, Profile, Sent
from tests.support.wire_cases import NOW

TEXTS: Final = ("a", "ab", "b", "A", "")
NUMBERS: Final = (0, 1, 2, 3, 2.5)
ELEMENTS: Final = ("a", "b", "c")
PROPERTIES: Final[Mapping[str, PropertyType]] = {
    "tier": "text",
    "points": "number",
    "member": "boolean",
    "born": "date",
    "tags": "list",
}
FIELDS: Final[Mapping[str, PropertyType]] = {"T": "text", "$value": "number", "B": "boolean", "L": "list"}
METRICS: Final = ("placed_order", "viewed", "opened_email", "clicked_email", "clicked_sms")
LISTS: Final = ("news", "vip")
_TEXT_OPS: Final[tuple[Op, ...]] = ("is", "is_not", "contains", "not_contains", "starts_with", "not_starts_with")
_TEXT_SETS: Final[tuple[Op, ...]] = (
    "in",
    "not_in",
    "contains_any",
    "contains_all",
    "not_contains_any",
    "not_contains_all",
)
_NUMBER_OPS: Final[tuple[Op, ...]] = ("is", "is_not", "at_least", "at_most", "more_than", "less_than")
_LIST_SETS: Final[tuple[Op, ...]] = ("contains_any", "contains_all", "not_contains_any", "not_contains_all")
_LENGTHS: Final[tuple[Op, ...]] = (
    "length_is",
    "length_at_least",
    "length_at_most",
    "length_more_than",
    "length_less_than",
)

exists = st.builds(Test, op=st.just("exists"), value=st.booleans())


def several(pool: tuple[Any, ...]) -> st.SearchStrategy[tuple[Any, ...]]:
    """One to three different values."""
    return st.lists(st.sampled_from(pool), min_size=1, max_size=3, unique=True).map(tuple)


_pairs = st.tuples(st.sampled_from(NUMBERS), st.sampled_from(NUMBERS)).map(lambda pair: tuple(sorted(pair)))
numbers: st.SearchStrategy[Test] = st.one_of(
    st.builds(Test, op=st.sampled_from(_NUMBER_OPS), value=st.sampled_from(NUMBERS)),
    st.builds(Test, op=st.sampled_from(("in", "not_in")), value=several(NUMBERS)),
    st.builds(Test, op=st.just("between"), value=_pairs),
)
TESTS: Final[Mapping[PropertyType, st.SearchStrategy[Test]]] = {
    "text": st.one_of(
        st.builds(Test, op=st.sampled_from(_TEXT_OPS), value=st.sampled_from(TEXTS)),
        st.builds(Test, op=st.sampled_from(("matches", "not_matches")), value=st.sampled_from(("^a", "b$"))),
        st.builds(Test, op=st.sampled_from(_TEXT_SETS), value=several(TEXTS)),
        exists,
    ),
    "number": st.one_of(numbers, exists),
    "boolean": st.one_of(st.builds(Test, op=st.sampled_from(("is", "is_not")), value=st.booleans()), exists),
    "date": exists,
    "list": st.one_of(
        st.builds(Test, op=st.sampled_from(("contains", "not_contains")), value=st.sampled_from(ELEMENTS)),
        st.builds(Test, op=st.sampled_from(_LIST_SETS), value=several(ELEMENTS)),
        st.builds(Test, op=st.sampled_from(_LENGTHS), value=st.integers(0, 3)),
        exists,
    ),
}
spans = st.builds(Duration, amount=st.integers(1, 6), unit=st.sampled_from(("hour", "day", "week")))
days = st.integers(-30, 10).map(lambda distance: NOW.date() + timedelta(days=distance))
_days_ago = st.tuples(st.integers(1, 10), st.integers(1, 10)).map(
    lambda pair: BetweenAgo(
        older=Duration(amount=pair[0] + pair[1], unit="day"), nearer=Duration(amount=pair[1], unit="day")
    )
)
windows: st.SearchStrategy[Window] = st.one_of(
    st.just(Ever()),
    st.builds(InTheLast, span=spans),
    st.builds(MoreThanAgo, span=spans),
    st.builds(BeforeDate, day=days),
    st.builds(AfterDate, day=days),
    st.tuples(days, days).map(lambda pair: BetweenDates(start=min(pair), end=max(pair))),
    _days_ago,
)
run_windows: st.SearchStrategy[Window] = st.one_of(windows, st.just(SinceStart()))
dates: st.SearchStrategy[When] = st.one_of(
    windows.filter(lambda one: not isinstance(one, Ever)),
    st.builds(InTheNext, span=spans),
    st.builds(Anniversary, span=st.sampled_from(("today", "this_month"))),
    st.builds(AnniversaryWithin, span=spans, direction=st.sampled_from(("last", "next"))),
    st.builds(CalendarMonth, month=st.integers(1, 12)),
)
event_tests = st.sampled_from(sorted(FIELDS)).flatmap(
    lambda field: st.builds(EventTest, field=st.just(field), type=st.just(FIELDS[field]), test=TESTS[FIELDS[field]])
)


def _property(name: str) -> st.SearchStrategy[HasProperty]:
    type_ = PROPERTIES[name]
    tests: st.SearchStrategy[Any] = TESTS[type_]
    if type_ == "date":
        tests = st.one_of(st.builds(DateTest, when=dates), exists)
    return st.builds(HasProperty, name=st.just(name), type=st.just(type_), test=tests)


def counted(at: st.SearchStrategy[Window]) -> st.SearchStrategy[HasEvents]:
    """Counts and sums of events."""
    return st.builds(
        HasEvents,
        metric=st.sampled_from(METRICS),
        test=numbers,
        window=at,
        measure=st.sampled_from(("count", "sum")),
        where=st.lists(event_tests, max_size=2).map(tuple),
    )


consents = st.builds(
    Consent,
    channel=st.sampled_from(("email", "sms", "push", "whatsapp")),
    status=st.sampled_from(("subscribed", "never_subscribed", "unsubscribed", "any")),
    can_receive=st.booleans(),
    double_opt_in=st.sampled_from((None, None, True, False)),
    method=st.sampled_from((None, None, "form", "api")),
    since=st.one_of(st.none(), windows),
)
funnels = st.builds(
    Funnel,
    steps=st.tuples(
        st.builds(FunnelStep, metric=st.sampled_from(METRICS), did=st.just(True)),
        st.builds(FunnelStep, metric=st.sampled_from(METRICS), did=st.booleans()),
    ),
    window=st.builds(InTheLast, span=spans),
    complete_within=st.sampled_from((None, "1 day", "7 days")),
)
_anywhere: tuple[st.SearchStrategy[Any], ...] = (
    st.sampled_from(sorted(PROPERTIES)).flatmap(_property),
    st.builds(
        HasProperty,
        name=st.sampled_from(("city", "email")),
        builtin=st.just(True),
        type=st.just("text"),
        test=TESTS["text"],
    ),
    st.builds(InList, list=st.sampled_from(LISTS), member=st.booleans()),
    st.builds(InList, list=st.sampled_from(LISTS), joined=windows),
    consents,
    st.builds(Suppressed, because=st.sampled_from((None, "bounced", "invalid", "manual"))),
    st.builds(InRegion, region=st.sampled_from(("eu", "us")), inside=st.booleans()),
    st.builds(
        Distance,
        postal_code=st.just("75001"),
        country=st.just("FRA"),
        op=st.sampled_from(("less_than", "more_than")),
        amount=st.integers(1, 20),
        unit=st.sampled_from(("kilometers", "miles")),
    ),
    st.builds(Predicted, dimension=st.just("churn_probability"), test=numbers),
    st.builds(
        BestChannel,
        channel=st.sampled_from(("email", "sms")),
        measure=st.just("rank"),
        test=st.builds(Test, op=st.sampled_from(("is", "is_not")), value=st.sampled_from(("high", "low"))),
    ),
)
in_segments = st.one_of(
    *_anywhere, counted(windows), st.builds(Engaged, channel=st.just("email"), window=windows), funnels
)
in_splits = st.one_of(
    *_anywhere,
    counted(run_windows),
    st.builds(Engaged, channel=st.sampled_from(("email", "sms")), window=run_windows),
    st.builds(Sample, percent=st.integers(1, 99)),
    st.builds(NotSent, channel=st.just("email"), window=st.one_of(st.just(Ever()), st.builds(InTheLast, span=spans))),
)
in_flow_filters = st.one_of(in_splits, st.builds(NotInFlow, window=st.builds(InTheLast, span=spans)))
about_events = st.sampled_from(sorted(FIELDS)).flatmap(
    lambda field: st.builds(EventProperty, field=st.just(field), type=st.just(FIELDS[field]), test=TESTS[FIELDS[field]])
)
SEGMENT_REFS: Final = ("first", "second")


def conditions(leaves: st.SearchStrategy[Any], *, segments: bool = False) -> st.SearchStrategy[Condition]:
    """ANDs, ORs and NOTs over leaves; with `segments` some are named instead."""
    base = (
        st.one_of(leaves, leaves, st.builds(InSegment, segment=st.sampled_from(SEGMENT_REFS))) if segments else leaves
    )
    return st.recursive(
        base,
        lambda inner: st.one_of(
            st.builds(All, of=st.lists(inner, min_size=1, max_size=3).map(tuple)),
            st.builds(AnyOf, of=st.lists(inner, min_size=1, max_size=3).map(tuple)),
            st.builds(Not, of=inner),
        ),
        max_leaves=6,
    )


instants = st.integers(-40 * 24, 24).map(lambda hours: NOW + timedelta(hours=hours))


@st.composite
def events(draw: st.DrawFn) -> tuple[Event, ...]:
    """A short history, with ids."""
    made = []
    for index in range(draw(st.integers(0, 4))):
        properties: dict[str, Any] = {}
        if draw(st.booleans()):
            properties["T"] = draw(st.sampled_from(TEXTS))
        if draw(st.booleans()):
            properties["B"] = draw(st.booleans())
        if draw(st.booleans()):
            properties["L"] = draw(st.lists(st.sampled_from(ELEMENTS), max_size=3))
        for flag in ("Apple Privacy Open", "Bot Click"):
            properties[flag] = draw(st.booleans())
        value = draw(st.sampled_from((None, *NUMBERS)))
        made.append(
            Event(
                id=str(index),
                metric=draw(st.sampled_from(METRICS)),
                time=draw(instants),
                properties=properties,
                value=value,
            )
        )
    return tuple(made)


_records = st.builds(
    ConsentRecord,
    status=st.sampled_from(("subscribed", "never_subscribed", "unsubscribed")),
    date=st.one_of(st.none(), instants),
    method=st.sampled_from((None, "form", "api")),
    double_opt_in=st.booleans(),
)
_births = st.dates(date(1990, 1, 1), date(2026, 12, 31)).map(str)
_valued: Final[dict[str, st.SearchStrategy[Any]]] = {
    "tier": st.sampled_from(TEXTS),
    "points": st.sampled_from(NUMBERS),
    "member": st.booleans(),
    "born": st.one_of(_births, instants.map(lambda one: one.isoformat())),
    "tags": st.lists(st.sampled_from(ELEMENTS), max_size=3),
}
profiles = st.builds(
    Profile,
    id=st.sampled_from(("1", "2", "3")),
    fields=st.fixed_dictionaries(
        {}, optional={"city": st.sampled_from(TEXTS), "country": st.sampled_from(("FR", "US", "CH"))}
    ),
    properties=st.fixed_dictionaries({}, optional=_valued),
    events=events(),
    lists=st.fixed_dictionaries({}, optional={name: st.one_of(st.none(), instants) for name in LISTS}),
    consents=st.fixed_dictionaries({}, optional=dict.fromkeys(("email", "sms", "push", "whatsapp"), _records)),
    suppressions=st.fixed_dictionaries({}, optional={name: st.none() for name in ("bounced", "invalid", "manual")}),
    predictions=st.fixed_dictionaries({}, optional={"churn_probability": st.sampled_from(NUMBERS)}),
    affinities=st.fixed_dictionaries(
        {}, optional={"email": st.builds(Affinity, priority=st.just(1), rank=st.sampled_from(("high", "low")))}
    ),
    distances_km=st.fixed_dictionaries({}, optional={"FRA/75001": st.sampled_from((1.0, 10.0, 30.0))}),
    sent=st.lists(st.builds(Sent, channel=st.just("email"), time=instants), max_size=2).map(tuple),
)
