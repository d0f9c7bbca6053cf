"""What Klaviyo cannot express is refused with a code, a place and a reason; nothing that can be written raises."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mktctl.diagnostics import Severity
from mktctl.model.ab_test import ABTest, Variant
from mktctl.model.codes_wire import WIRE_CODES
from mktctl.model.condition import (
    All,
    AnyOf,
    Condition,
    EventProperty,
    EventTest,
    Ever,
    HasEvents,
    HasProperty,
    InList,
    InSegment,
    Not,
    Raw,
    Test,
)
from mktctl.model.duration import Duration
from mktctl.model.flow import (
    AnyStep,
    Case,
    DateTrigger,
    Email,
    Exit,
    ExitIf,
    Flow,
    If,
    ListTrigger,
    MetricTrigger,
    PriceDropTrigger,
    RawStep,
    Reentry,
    Share,
    Split,
    StockWait,
    Switch,
    Wait,
    Webhook,
)
from mktctl.model.places import Path, Problem
from mktctl.model.segment import Segment
from mktctl.model.template import Sender
from mktctl.wire.conditions.compile import compile_groups
from mktctl.wire.flows.check import check_flow
from mktctl.wire.flows.encode import encode_flow
from mktctl.wire.ids import Symbolic
from mktctl.wire.segments import check_segment
from tests.support import wire_strategies as some
from tests.support.flow_strategies import reentries, steps_of_any_kind, triggers
from tests.support.wire_cases import CASES, PLACES

ROWS: Final = yaml.safe_load((CASES / "refusals.yaml").read_text(encoding="utf-8"))
CIRCLE: Final[Mapping[str, Condition]] = {"loop": InSegment(segment="pool"), "pool": InSegment(segment="loop")}
GOLD: Final = HasProperty(name="tier", type="text", test=Test(op="is", value="gold"))
ORDERED: Final = HasEvents(metric="placed_order", test=Test(op="at_least", value=1), window=Ever())
DAY: Final = Duration(amount=1, unit="day")


def errors(problems: list[Problem] | tuple[Problem, ...]) -> list[Problem]:
    return [one for one in problems if one.severity is Severity.ERROR]


@pytest.mark.parametrize("row", ROWS, ids=[row["name"] for row in ROWS])
def test_a_condition_is_refused(row: Mapping[str, Any]) -> None:
    condition = msgspec.convert(row["model"], Condition)
    place = PLACES[row.get("place", "segment")]
    _, problems = compile_groups(condition, place=place, segments=CIRCLE, path=("who",))
    (problem,) = errors(problems)
    assert (problem.code, problem.path) == (row["code"], ("who", *row.get("path", ())))
    assert row["says"] in problem.message


def mail(ref: str, **more: Any) -> Email:
    sender = Sender(name="Shop", email="shop@example.com")
    words = {"key": ref, "name": ref, "subject": "S", "preview_text": "", "status": "draft", **more}
    return Email(template=ref, sender=sender, **words)


def flow(*steps: AnyStep, **more: Any) -> Flow:
    words = {"trigger": MetricTrigger(metric="m"), "reentry": Reentry(mode="always"), **more}
    return Flow(ref="x", name="X", steps=steps, **words)


def wait(amount: int, unit: Any = "day", **more: Any) -> Wait:
    return Wait(key=f"w{amount}{unit}", span=Duration(amount=amount, unit=unit), **more)


def either(key: str, *then: AnyStep, otherwise: tuple[AnyStep, ...] = (), condition: Condition = GOLD) -> If:
    return If(key=key, condition=condition, then=then, otherwise=otherwise)


TEST: Final = ABTest(
    vary="subject", variants=(Variant(name="a", subject="A"), Variant(name="b", subject="B")), shares=(50, 50)
)
PRICE: Final = EventProperty(field="Price", type="number", test=Test(op="at_least", value=9))
DROP: Final = PriceDropTrigger(amount=10, unit="percent", audience=("viewed",))
IN_STEP_1: Final[Path] = ("steps", 1)
# name → flow, code, path, a piece of the message
FLOWS: Final[Mapping[str, tuple[Flow, str, Path, str]]] = {
    "exit_when on a property": (flow(mail("a"), exit_when=GOLD), "FLW044", ("exit_when",), "tier can change back"),
    "exit_when in a moving window": (
        flow(mail("a"), exit_when=AnyOf(of=(ORDERED, msgspec.convert(
            {"node": "HasEvents", "metric": "m", "test": {"node": "Test", "op": "at_least", "value": 1},
             "window": {"node": "InTheLast", "span": {"amount": 30, "unit": "day"}}}, HasEvents)))),
        "FLW044", ("exit_when", "any", 1), "m in a window that moves",
    ),
    "exit_when on an exact count": (
        flow(mail("a"), exit_when=HasEvents(metric="m", test=Test(op="is", value=2), window=Ever())),
        "FLW044", ("exit_when",), "a count of m that need not grow",
    ),
    "exit_when on a list": (flow(mail("a"), exit_when=InList(list="vip")), "FLW044", ("exit_when",), "being on vip"),
    "exit_when on raw JSON": (flow(mail("a"), exit_when=Raw(json={})), "CND102", ("exit_when",), "raw JSON"),
    "a pause of months": (
        flow(mail("a"), reentry=Reentry(mode="after", span=Duration(amount=6, unit="month"))),
        "FLW101", ("reentry",), "Write 180 days",
    ),
    "a webhook with a filter": (
        flow(mail("a"), Webhook(key="h", url="https://a.example", name="H", status="live", only_if=GOLD)),
        "FLW105", (*IN_STEP_1, "only_if"), "no filter of its own",
    ),
    "a long subject": (flow(mail("a"), mail("b", subject="x" * 251)), "FLW106", (*IN_STEP_1, "subject"), "251"),
    "a step behind exit": (flow(mail("a"), Exit(key="e"), mail("b")), "FLW107", ("steps", 2), "nobody comes here"),
    "a step behind two exits": (
        flow(either("i", Exit(key="e"), otherwise=(mail("a"), Exit(key="f"))), mail("b")),
        "FLW107", IN_STEP_1, "nobody comes here",
    ),
    "a step behind exit in a branch": (
        flow(either("i", mail("a"), Exit(key="e"), mail("b")), mail("c")),
        "FLW107", ("steps", 0, "then", 2), "nobody comes here",
    ),
    "hours until a time of day": (
        flow(wait(24, "hour", at="09:00"), mail("a")),
        "WAI004", ("steps", 0, "wait"), "24 hours",
    ),
    "hours until a weekday": (
        flow(wait(5, "hour", weekdays=("mon",)), mail("a")),
        "WAI004", ("steps", 0, "wait"), "weekdays: needs whole days",
    ),
    "a wait of months": (flow(wait(1, "month"), mail("a")), "WAI101", ("steps", 0, "wait"), "no length"),
    "from_start behind a time of day": (
        flow(wait(1, at="09:00"), wait(5, from_start=True), mail("a")),
        "WAI102", (*IN_STEP_1, "wait"), "cannot be worked out",
    ),
    "from_start behind one side's weekdays": (
        flow(either("i", wait(1, weekdays=("mon",)), mail("a")), wait(5, from_start=True), mail("b")),
        "WAI102", (*IN_STEP_1, "wait"), "cannot be worked out",
    ),
    "from_start that is over": (
        flow(wait(3), wait(2, from_start=True), mail("a")), "WAI103", (*IN_STEP_1, "wait"), "already take 3 days",
    ),
    "from_start with half a day left until a time": (
        flow(wait(12, "hour"), wait(2, from_start=True, at="09:00"), mail("a")),
        "WAI004", (*IN_STEP_1, "wait"), "36 hours are left",
    ),
    "a wait at the end": (flow(mail("a"), wait(1)), "WAI104", (*IN_STEP_1, "wait"), "nothing follows"),
    "a wait at the end of a side": (
        flow(either("i", mail("a"), wait(1), otherwise=(mail("b"),))),
        "WAI104", ("steps", 0, "then", 1, "wait"), "nothing follows",
    ),
    "a wait before nothing but an exit": (
        flow(mail("a"), wait(1), ExitIf(key="x", condition=GOLD)), "WAI104", (*IN_STEP_1, "wait"), "nothing follows",
    ),
    "an old name of a zone": (
        flow(wait(1, at="09:00", zone="Asia/Calcutta"), mail("a")), "WAI105", ("steps", 0, "wait"), "Asia/Calcutta",
    ),
    "an event in a flow of a list": (
        flow(mail("a"), either("i", mail("b"), condition=msgspec.convert(
            {"node": "EventProperty", "field": "P", "type": "text", "test": {"node": "Test", "op": "is", "value": "x"}},
            Condition)), trigger=ListTrigger(list="news")),
        "CND101", (*IN_STEP_1, "if"), "no event starts this one",
    ),
    "a condition deep in a branch": (
        flow(either("i", otherwise=(mail("a", only_if=All(of=(GOLD, InSegment(segment="no")))),))),
        "CND107", ("steps", 0, "else", 0, "only_if", "all", 1), "segment/no",
    ),
    "a trigger's test": (
        flow(mail("a"), trigger=MetricTrigger(metric="m", where=(
            (EventTest(field="A", type="text", test=Test(op="is", value="x")),),
            (EventTest(field="B", type="date", test=Test(op="is", value="x")),)))),
        "CND104", ("trigger", "where", "any", 1, "B"), "a date is not compared",
    ),
    "a test in a copied tail": (
        flow(either("i", mail("a")), mail("b", ab_test=TEST)),
        "FLW108", (*IN_STEP_1, "ab_test"), "stands where several ways meet",
    ),
    "a test in a way of a copied switch": (
        flow(either("i", mail("a")), either("j", mail("b", ab_test=TEST), Exit(key="e"))),
        "FLW108", ("steps", 1, "then", 0, "ab_test"), "stands where several ways meet",
    ),
    "a share that cannot be drawn": (
        flow(Split(key="s", shares=(Share(percent=99.7, steps=(mail("a"),)), Share(percent=0, steps=())))),
        "FLW110", ("steps", 0, "split", 1, "share"), "0% would become 1.0%",
    ),
    "a raw date": (
        flow(RawStep(key="r", json={"type": "target-date"})),
        "FLW111", ("steps", 0, "raw", "type"), "mktctl puts it there",
    ),
    "a raw step of Klaviyo's own": (
        flow(RawStep(key="r", json={"type": "code"})), "FLW111", ("steps", 0, "raw", "type"), "only Klaviyo can make",
    ),
    "an old name of a zone in a trigger": (
        flow(mail("a"), trigger=DateTrigger(property="birthday", before=Duration(amount=0, unit="day"),
                                            repeat="yearly", at="09:00", zone="Asia/Calcutta")),
        "WAI105", ("trigger", "timezone"), "Asia/Calcutta",
    ),
    "from_start behind a wait for stock": (
        flow(StockWait(key="w"), wait(5, from_start=True), mail("a"), trigger=MetricTrigger(metric="b")),
        "WAI102", (*IN_STEP_1, "wait"), "back_in_stock",
    ),
    "a wait for stock at the end": (
        flow(mail("a"), StockWait(key="w")), "WAI104", (*IN_STEP_1, "wait"), "nothing follows",
    ),
    "a switch about a price drop": (
        flow(Switch(key="s", cases=(Case(condition=PRICE, steps=(mail("a"),)),)), trigger=DROP),
        "CND101", ("steps", 0, "switch", 0, "if"), "several things",
    ),
    "raw words about an event in a flow of a list": (
        flow(either("i", mail("a"), condition=Raw(json={"type": "metric-property"})), trigger=ListTrigger(list="n")),
        "CND101", ("steps", 0, "if"), "no event starts this flow",
    ),
    "a test of a price drop that Klaviyo does not have": (
        flow(mail("a"), trigger=msgspec.structs.replace(DROP, where=((
            EventTest(field="B", type="date", test=Test(op="is", value="x")),),))),
        "CND104", ("trigger", "price_drop", "where", "B"), "a date is not compared",
    ),
    "too many actions": (
        flow(*(either(f"i{n}", mail(f"m{n}")) for n in range(40)), mail("z")), "FLW103", ("steps",), "500 is the limit",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FLOWS)
def test_a_flow_is_refused(name: str) -> None:
    given_flow, code, path, says = FLOWS[name]
    (problem,) = errors(check_flow(given_flow, segments={}))
    assert (problem.code, problem.path) == (code, path)
    assert says in problem.message


def test_copies_are_counted_in_a_warning() -> None:
    found = check_flow(flow(*(either(f"i{n}", mail(f"m{n}")) for n in range(5))), segments={})
    assert [(one.code, one.severity) for one in found] == [("FLW102", Severity.WARNING)]
    assert "62 actions" in found[0].message


def test_copies_behind_a_switch_are_told_in_its_words() -> None:
    ways = tuple(Case(condition=GOLD, steps=(mail(f"a{n}"),)) for n in range(30))
    (found,) = check_flow(flow(Switch(key="s", cases=ways), mail("z")), segments={})
    assert (found.code, found.severity) == ("FLW102", Severity.WARNING)
    assert "62 actions, because what follows a branch is copied behind each of its ways" in found.message


def test_an_exit_on_one_side_copies_nothing() -> None:
    steps = [either(f"i{n}", mail(f"m{n}"), Exit(key=f"e{n}")) for n in range(20)]
    assert check_flow(flow(*steps, mail("z")), segments={}) == []


def test_more_than_one_test_of_an_event_is_a_warning() -> None:
    tests = tuple(EventTest(field=name, type="text", test=Test(op="is", value="x")) for name in ("A", "B"))
    who = HasEvents(metric="m", test=Test(op="at_least", value=1), window=Ever(), where=tests)
    found = check_segment(Segment(ref="x", name="X", who=Not(of=who)), segments={})
    assert [(one.code, one.severity, one.path) for one in found] == [("CND110", Severity.WARNING, ("who", "not"))]


def test_a_hundred_conditions_are_taken_and_one_more_is_not() -> None:
    def who(count: int) -> list[Problem]:
        parts = tuple(InList(list=f"l{n}") for n in range(count))
        return check_segment(Segment(ref="x", name="X", who=AnyOf(of=parts)), segments={})

    assert who(100) == []
    assert [one.code for one in who(101)] == ["CND105"]


def test_repetitions_do_not_count() -> None:
    who = All(of=tuple(AnyOf(of=(GOLD, InList(list="l"))) for _ in range(200)))
    assert check_segment(Segment(ref="x", name="X", who=who), segments={}) == []


@pytest.mark.parametrize("wide", [2, 30])
def test_an_exploding_condition_is_refused_at_once(wide: int) -> None:
    """AnyOf of thirty ANDs is 2^30 groups; segments that name each other twice are 2^40 conditions."""
    pairs = [All(of=(InList(list=f"a{n}"), InList(list=f"b{n}"))) for n in range(30)]
    deep = {f"s{n}": All(of=(InSegment(segment=f"s{n + 1}"),) * wide) for n in range(39)} | {"s39": GOLD}
    found = check_segment(Segment(ref="x", name="X", who=AnyOf(of=tuple(pairs))), segments={})
    assert [one.code for one in found] == ["CND105"]
    found = check_segment(Segment(ref="x", name="X", who=InSegment(segment="s0")), segments=deep)
    assert [one.code for one in found] == ["CND105"]


def test_an_external_segment_has_nothing_to_check() -> None:
    assert check_segment(Segment(ref="x", name="X", who=None), segments={}) == []


def test_every_code_is_explained() -> None:
    used = {row["code"] for row in ROWS} | {code for _, code, _, _ in FLOWS.values()} | {"FLW102", "CND105", "CND110"}
    assert used == set(WIRE_CODES)


anything = st.one_of(some.in_segments, some.in_flow_filters, some.about_events)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    drawn=st.builds(
        Flow,
        ref=st.just("x"),
        name=st.just("X"),
        trigger=triggers,
        reentry=reentries,
        steps=steps_of_any_kind,
        only_if=st.one_of(st.none(), some.conditions(anything, segments=True)),
        exit_when=st.one_of(st.none(), some.conditions(anything, segments=True)),
    )
)
def test_whatever_is_written_is_checked_or_sent(drawn: Flow) -> None:
    """Never an exception: what the check lets through can be sent."""
    segments = {"first": GOLD}
    if not errors(check_flow(drawn, segments=segments)):
        assert encode_flow(drawn, segments=segments, ids=Symbolic())["name"] == "X"
