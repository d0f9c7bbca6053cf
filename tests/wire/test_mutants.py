"""Bugs that codecs of this platform have had or could have; each is caught by a hand-written case.

The judges are the JSON written down in tests/wire/cases and the sandbox's reading of it: never our own decoder, which
would read a swapped branch back as swapped and find nothing.
"""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from mktctl.model.condition import Condition, EventTest, Ever, HasProperty, SinceStart, Test, Window
from mktctl.model.flow import DateWait, Email, Sms, Split, Switch, Wait
from mktctl.wire.conditions import complement, encode, expand, filters
from mktctl.wire.conditions.compile import Written
from mktctl.wire.conditions.dates import encode_when
from mktctl.wire.conditions.filters import encode_test
from mktctl.wire.conditions.formula import And, Or
from mktctl.wire.flows import actions, draws, reentry, splits, tree
from mktctl.wire.flows import filters as flow_filters
from mktctl.wire.flows.dates import encode_countdown
from mktctl.wire.flows.experiments import encode_experiment
from mktctl.wire.flows.switches import encode_switch
from mktctl.wire.flows.waits import encode_wait
from tests.support import flow_cases, wire_cases

CONDITIONS = list(wire_cases.condition_cases())
FLOWS = list(flow_cases.flow_cases())
Patch = pytest.MonkeyPatch


def and_or_swapped(patch: Patch) -> None:
    patch.setattr(expand, "And", Or)
    patch.setattr(expand, "Or", And)


def branch_sides_swapped(patch: Patch) -> None:
    patch.setitem(splits.SIDES, "then", "next_if_false")  # type: ignore[arg-type]
    patch.setitem(splits.SIDES, "else", "next_if_true")  # type: ignore[arg-type]


def hours_for_days(patch: Patch) -> None:
    def in_hours(wait: Wait) -> dict[str, Any]:
        return {**encode_wait(wait), "unit": "hours"}

    patch.setattr(actions, "encode_wait", in_hours)


def not_equals_without_not_set(patch: Patch) -> None:
    whole = complement._or_unset

    def opposite_only(leaf: HasProperty, test: Test) -> Condition:
        if test.op == "exists":
            return whole(leaf, test)
        return msgspec.structs.replace(leaf, test=complement.opposite_tests(test)[0])

    patch.setattr(complement, "_or_unset", opposite_only)


def at_least_off_by_one(patch: Patch) -> None:
    patch.setitem(filters.NUMBER_OPERATORS, "at_least", "greater-than")  # type: ignore[arg-type]


def since_start_dropped(patch: Patch) -> None:
    def ever_instead(window: Window) -> dict[str, Any]:
        return encode_when(Ever() if isinstance(window, SinceStart) else window)

    patch.setattr(encode, "timeframe", ever_instead)


def field_for_property(patch: Patch) -> None:
    def as_in_triggers(where: tuple[EventTest, ...]) -> list[dict[str, Any]]:
        return [{"field": one.field, "filter": encode_test(one.type, one.test)} for one in where]

    patch.setattr(encode, "metric_filters", as_in_triggers)


def from_start_not_subtracted(patch: Patch) -> None:
    def as_it_stands(wait: Wait, elapsed_minutes: int | None) -> Wait:
        return msgspec.structs.replace(wait, from_start=False)

    patch.setattr(tree, "remaining", as_it_stands)


def exit_when_not_negated(patch: Patch) -> None:
    def never_negated(**words: Any) -> Written:
        return Written(**{**words, "negated": False})

    patch.setattr(flow_filters, "Written", never_negated)


def reentry_units_swapped(patch: Patch) -> None:
    patch.setattr(reentry, "FOR_ALL_TIME", {"never": 0, "always": 1})


def draws_of_everybody(patch: Patch) -> None:
    """Each draw with the share that was written, though it is about those who are left."""

    def as_written(split: Split) -> tuple[int, ...]:
        return tuple(round(share.percent) for share in split.shares[:-1])

    patch.setattr(draws, "_percents", as_written)


def shares_of_a_test_swapped(patch: Patch) -> None:
    def swapped(key: str, step: Email | Sms, *more: Any) -> dict[str, Any]:
        assert step.ab_test is not None
        test = msgspec.structs.replace(step.ab_test, shares=step.ab_test.shares[::-1])
        return encode_experiment(key, msgspec.structs.replace(step, ab_test=test), *more)

    patch.setattr(actions, "encode_experiment", swapped)


def ways_of_a_switch_swapped(patch: Patch) -> None:
    def swapped(key: str, switch: Switch, conditions: list[Any], links: dict[str, Any], ids: Any) -> dict[str, Any]:
        turned = dict(zip(links, [*list(links.values())[:-1][::-1], links["else"]], strict=True))
        return encode_switch(key, switch, conditions, turned, ids)

    patch.setattr(actions, "encode_switch", swapped)


def countdown_after_the_date(patch: Patch) -> None:
    def plain(wait: DateWait) -> dict[str, Any]:
        return {**encode_countdown(wait), "value": 0}

    patch.setattr(actions, "encode_countdown", plain)


BUGS: list[Callable[[Patch], None]] = [
    and_or_swapped,
    branch_sides_swapped,
    hours_for_days,
    not_equals_without_not_set,
    at_least_off_by_one,
    since_start_dropped,
    field_for_property,
    from_start_not_subtracted,
    exit_when_not_negated,
    reentry_units_swapped,
    draws_of_everybody,
    shares_of_a_test_swapped,
    ways_of_a_switch_swapped,
    countdown_after_the_date,
]
# Bugs that change what happens to people, and not only who meets a single condition.
SEEN_ON_THE_WAY = [
    branch_sides_swapped,
    hours_for_days,
    since_start_dropped,
    from_start_not_subtracted,
    exit_when_not_negated,
    shares_of_a_test_swapped,
    ways_of_a_switch_swapped,
    countdown_after_the_date,
]


def caught() -> list[str]:
    """What the cases say about what is sent."""
    found = [wire_cases.wrong_encoding(case) for case in CONDITIONS]
    found += [flow_cases.wrong_encoding(case) for case in FLOWS]
    return [one for one in found if one]


def strayed() -> list[str]:
    """Whom the sandbox, reading what is sent, leads elsewhere than the cases say."""
    return [one for one in map(flow_cases.wrong_sandbox_walk, FLOWS) if one]


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.__name__)
def test_the_hand_written_json_catches(bug: Callable[[Patch], None], monkeypatch: Patch) -> None:
    assert caught() == []
    bug(monkeypatch)
    assert caught() != []


@pytest.mark.parametrize("bug", SEEN_ON_THE_WAY, ids=lambda bug: bug.__name__)
def test_the_sandbox_goes_another_way(bug: Callable[[Patch], None], monkeypatch: Patch) -> None:
    assert strayed() == []
    bug(monkeypatch)
    assert strayed() != []


def test_our_own_decoder_is_no_judge(monkeypatch: Patch) -> None:
    """Why the cases are needed: with the sides swapped in one table, encoding and decoding agree with each other."""
    branch_sides_swapped(monkeypatch)
    assert [one for one in map(flow_cases.wrong_decoding, FLOWS) if one] == []
