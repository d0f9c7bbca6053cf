"""Hand-written cases of what stands on the wire, as values, and what each of them finds wrong with the codecs.

Every check returns a sentence about what is wrong, or None: the cases judge the encoder, and are judged themselves by
mutants of the encoder (tests/wire/test_mutants.py).
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import msgspec
import yaml

from mktctl.engine.conditions import holds
from mktctl.engine.run_view import RunView
from mktctl.model.condition import (
    Condition,
    DateTest,
    EventProperty,
    EventTest,
    Ever,
    HasEvents,
    HasProperty,
    Node,
    Not,
    Op,
    PropertyType,
    Test,
    When,
    Window,
)
from mktctl.model.profile import Event, Profile
from mktctl.sandbox.reading.groups import read_condition_groups
from mktctl.wire.conditions.compile import compile_groups
from mktctl.wire.conditions.decode import decode_groups
from mktctl.wire.conditions.encode import encode_groups
from mktctl.wire.conditions.place import Place
from mktctl.wire.ids import Symbolic

CASES: Final = Path(__file__).resolve().parents[1] / "wire/cases"
NOW: Final = datetime(2026, 11, 25, 12, tzinfo=UTC)
STARTED: Final = datetime(2026, 11, 20, 9, tzinfo=UTC)
PLACES: Final[Mapping[str, Place]] = {
    "segment": Place.SEGMENT,
    "flow": Place.FLOW,
    "message": Place.MESSAGE,
    "split": Place.SPLIT,
    "trigger": Place.TRIGGER,
    "branch": Place.BRANCH,
}
_GOLD: Final = HasProperty(name="tier", type="text", test=Test(op="is", value="gold"))
SEGMENTS: Final[Mapping[str, Condition]] = msgspec.convert(
    {
        "gold": msgspec.to_builtins(_GOLD),
        "gold_reader": {
            "node": "All",
            "of": [{"node": "InSegment", "segment": "gold"}, {"node": "InList", "list": "newsletter"}],
        },
    },
    dict[str, Condition],
)
Expected = list[tuple[Profile, RunView | None, bool, str]]
"""Each profile, the run that it is in, whether it meets the condition, and how to call it."""


class ConditionCase(msgspec.Struct, frozen=True, kw_only=True):
    """`wire` is Klaviyo's groups; None when `refused` holds a piece of the reason."""

    name: str
    source: str
    condition: Condition
    wire: list[list[dict[str, Any]]] | None
    expected: Expected
    place: str = "segment"
    metric: str | None = None
    refused: str = ""


def condition_cases() -> Iterator[ConditionCase]:
    """All of them: conditions, negations, and one for each row of the tables of tests and windows."""
    yield from _conditions("conditions.yaml", lambda condition: condition)
    yield from _conditions("negations.yaml", lambda condition: Not(of=condition))
    yield from _property_rows()
    yield from _date_rows()
    yield from _where_rows()
    yield from _window_rows()


def people() -> dict[str, Profile]:
    """The profiles that the cases name."""
    return msgspec.convert(_rows("people.yaml"), dict[str, Profile])


def run_of(profile: Profile) -> RunView:
    """A run that the person's first order started, in its own instant, if there is one."""
    orders = [event for event in profile.events if event.metric == "placed_order"]
    first = min(orders, key=lambda event: event.time, default=None)
    return RunView(started=STARTED if first is None else first.time, event=first)


def wrong_encoding(case: ConditionCase) -> str | None:
    """What we send is not what the case says."""
    groups, problems = compile_groups(
        case.condition, place=PLACES[case.place], segments=SEGMENTS, metric=case.metric, path=()
    )
    errors = [one for one in problems if one.severity == "error"]
    if case.refused:
        told = "; ".join(one.message for one in errors)
        return None if case.refused in told else f"{case.name}: refused with {told!r}"
    if errors:
        return f"{case.name}: refused: {errors}"
    sent = encode_groups(groups, Symbolic())
    return None if sent == document_of(case) else f"{case.name}: sends {sent}"


def wrong_decoding(case: ConditionCase) -> str | None:
    """Reading the case's JSON and sending it again gives other JSON, or people are judged otherwise."""
    if case.wire is None:
        return None
    read = decode_groups(document_of(case), Symbolic())
    groups, problems = compile_groups(read, place=PLACES[case.place], segments={}, metric=case.metric, path=())
    if any(one.severity == "error" for one in problems):
        return f"{case.name}: what was read cannot be sent: {problems}"
    again = encode_groups(groups, Symbolic())
    if again != document_of(case):
        return f"{case.name}: read and sent again is {again}"
    return _misjudged(case, read, "as read by the codec")


def wrong_model(case: ConditionCase) -> str | None:
    """The evaluator judges people otherwise than the case says."""
    return _misjudged(case, case.condition, "as written")


def wrong_sandbox(case: ConditionCase) -> str | None:
    """The sandbox's own reading of the case's JSON judges people otherwise."""
    if case.wire is None:
        return None
    read = read_condition_groups(document_of(case), case.place, bare_ref)  # type: ignore[arg-type]
    return _misjudged(case, read, "as read by the sandbox")


CHECKS: Final[Mapping[str, Callable[[ConditionCase], str | None]]] = {
    "encoding": wrong_encoding,
    "decoding": wrong_decoding,
    "model": wrong_model,
    "sandbox": wrong_sandbox,
}


def document_of(case: ConditionCase) -> dict[str, Any]:
    """The case's groups as they stand on the wire."""
    assert case.wire is not None
    return {"condition_groups": [{"conditions": group} for group in case.wire]}


def bare_ref(kind: str, id: str) -> str:
    """Symbolic ids back to refs, for the sandbox's reader."""
    return id.removeprefix(f"{kind}/")


def _misjudged(case: ConditionCase, condition: Condition, how: str) -> str | None:
    for profile, run, expected, called in case.expected:
        if holds(condition, profile, now=NOW, run=run, segments=SEGMENTS) != expected:
            return f"{case.name}: {called} {'must' if expected else 'must not'} meet it, {how}"
    return None


def _rows(name: str) -> Any:
    return yaml.safe_load((CASES / name).read_text(encoding="utf-8"))


def _conditions(name: str, wrap: Callable[[Condition], Condition]) -> Iterator[ConditionCase]:
    everybody = people()
    for row in _rows(name):
        expected: Expected = []
        if "who" in row and not row.get("undecidable"):
            named = row.get("some", everybody)
            expected = [(everybody[one], run_of(everybody[one]), one in row["who"], one) for one in named]
        yield ConditionCase(
            name=row["name"],
            source=row["source"],
            condition=wrap(msgspec.convert(row["model"], Condition)),
            wire=row.get("wire"),
            expected=expected,
            place=row.get("place", "segment"),
            metric=row.get("metric"),
            refused=row.get("refused", ""),
        )


def _property_rows() -> Iterator[ConditionCase]:
    for row in _rows("property_tests.yaml"):
        test = test_of(row["op"], row["value"])
        filters = row["wire"] if isinstance(row["wire"], list) else [[row["wire"]]]
        yield ConditionCase(
            name=f"property of type {row['type']}: {row['op']} {row['value']}",
            source=row["source"],
            condition=HasProperty(name="X", type=row["type"], test=test),
            wire=[[_on_property(one) for one in group] for group in filters],
            expected=_with_property(row),
        )


def _date_rows() -> Iterator[ConditionCase]:
    for row in _rows("date_tests.yaml"):
        when = msgspec.convert(row["when"], When)
        yield ConditionCase(
            name=f"date: {row['when']}",
            source=row["source"],
            condition=HasProperty(name="X", type="date", test=DateTest(when=when)),
            wire=[[_on_property(row["wire"])]],
            expected=_with_property(row),
        )


def _where_rows() -> Iterator[ConditionCase]:
    """Each row in `metric_filters` of a counted metric, and as a test of the triggering event."""
    for row in _rows("where_tests.yaml"):
        test = test_of(row["op"], row["value"])
        type_: PropertyType = row["type"]
        called = f"{type_}: {row['op']} {row['value']}"
        events = [(_event(value), True) for value in row["passes"]] + [(_event(value), False) for value in row["fails"]]
        counted = {
            "type": "profile-metric",
            "metric_id": "metric/ordered",
            "measurement": "count",
            "measurement_filter": {"type": "numeric", "operator": "greater-than-or-equal", "value": 1},
            "timeframe_filter": {"type": "date", "operator": "alltime"},
            "metric_filters": [{"property": "X", "filter": one} for one in row["wire"]],
        }
        once = Test(op="at_least", value=1)
        where = (EventTest(field="X", type=type_, test=test),)
        yield ConditionCase(
            name=f"where of type {called}",
            source=row["source"],
            condition=HasEvents(metric="ordered", test=once, window=Ever(), where=where),
            wire=[[counted]],
            expected=[(Profile(id="1", events=(event,)), None, met, f"{event.properties}") for event, met in events],
        )
        groups = row.get("trigger", [[one] for one in row["wire"]])
        asked = {"type": "metric-property", "metric_id": "metric/ordered", "field": "X"}
        yield ConditionCase(
            name=f"event of type {called}",
            source=row["source"],
            condition=EventProperty(field="X", type=type_, test=test),
            wire=[[{**asked, "filter": one} for one in group] for group in groups],
            expected=[
                (Profile(id="1"), RunView(started=NOW, event=event), met, f"{event.properties}")
                for event, met in events
            ],
            place="trigger",
            metric="ordered",
        )


def _window_rows() -> Iterator[ConditionCase]:
    starter = Event(id="starter", metric="placed_order", time=STARTED)
    run = RunView(started=STARTED, event=starter)
    for row in _rows("windows.yaml"):
        expected: Expected = []
        for met, times in ((True, row["passes"]), (False, row["fails"])):
            for time in times:
                event = starter if time == "starter" else Event(id="x", metric="placed_order", time=_time(time))
                expected.append((Profile(id="1", events=(event,)), run, met, f"an order at {time}"))
        window = msgspec.convert(row["window"], Window)
        counted = {
            "type": "profile-metric",
            "metric_id": "metric/placed_order",
            "measurement": "count",
            "measurement_filter": {"type": "numeric", "operator": "greater-than-or-equal", "value": 1},
            "timeframe_filter": row["wire"],
        }
        yield ConditionCase(
            name=f"window: {row['window']}",
            source=row["source"],
            condition=HasEvents(metric="placed_order", test=Test(op="at_least", value=1), window=window),
            wire=[[counted]],
            expected=expected,
            place=row.get("place", "segment"),
        )


def test_of(op: Op, value: Any) -> Test:
    """A test as a row writes it."""
    return Test(op=op, value=tuple(value) if isinstance(value, list) else value)


test_of.__test__ = False  # type: ignore[attr-defined]


def _on_property(filter_: dict[str, Any]) -> dict[str, Any]:
    return {"type": "profile-property", "property": "properties['X']", "filter": filter_}


def _with_property(row: Mapping[str, Any]) -> Expected:
    return [
        (Profile(id="1", properties={} if value is None else {"X": value}), None, met, f"X={value!r}")
        for met, values in ((True, row["passes"]), (False, row["fails"]))
        for value in values
    ]


def _event(value: Any) -> Event:
    return Event(id="e", metric="ordered", time=STARTED, properties={} if value is None else {"X": value})


def _time(text: Any) -> datetime:
    return text if isinstance(text, datetime) else datetime.fromisoformat(text)


def node_names() -> set[str]:
    """Every class of conditions, tests and windows."""
    found, waiting = set(), [Node]
    while waiting:
        for one in waiting.pop().__subclasses__():
            found.add(one.__name__)
            waiting.append(one)
    return found
