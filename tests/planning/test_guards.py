"""What stops an apply before its first write (`mktctl/planning/guards.py`)."""

from datetime import UTC, datetime

import msgspec
import pytest

from mktctl.model.address import Address
from mktctl.model.project import Freeze
from mktctl.planning.changes import Change, Plan, Verdict
from mktctl.planning.guards import destructive, frozen
from tests.support.workspaces import project


def plan(**verdicts: int) -> Plan:
    """So many changes of each verdict."""
    changes: list[Change] = []
    for verdict, count in verdicts.items():
        for _ in range(count):
            address = Address(kind="flow", ref=f"f-{len(changes)}")
            changes.append(Change(address=address, verdict=msgspec.convert(verdict, Verdict), name="x"))
    return Plan(account="A", account_name="A", environment="x", changes=tuple(changes), steps=())


@pytest.mark.parametrize(
    ("verdicts", "blocked"),
    [
        ({"replace": 3, "none": 7}, False),
        ({"replace": 4, "none": 6}, True),
        ({"replace": 4, "none": 5}, False),
        ({"replace": 9}, False),
        ({"replace": 10}, True),
        ({"replace": 4, "none": 5, "create": 20}, False),
        ({"replace": 4, "update": 3, "bind": 3}, True),
        ({"replace": 4, "none": 5, "orphan": 5}, False),
        ({"update": 50}, False),
    ],
)
def test_a_third_of_ten_needs_a_word(verdicts: dict[str, int], blocked: bool) -> None:
    problems = destructive(plan(**verdicts), project())

    assert [problem.code for problem in problems] == (["PLN020"] if blocked else [])


def test_the_share_is_the_projects() -> None:
    strict = project(max_destructive_share=0.0)

    assert destructive(plan(replace=1, none=9), strict)
    assert not destructive(plan(none=10), strict)


@pytest.mark.parametrize(
    ("now", "blocked"),
    [
        ("2026-11-26T22:59:59Z", False),
        ("2026-11-26T23:00:00Z", True),
        ("2026-11-30T22:59:59Z", True),
        ("2026-11-30T23:00:00Z", False),
    ],
)
def test_a_freeze_is_told_in_the_accounts_zone(now: str, blocked: bool) -> None:
    """Midnight in Paris is 23:00 UTC in winter; the end is not part of it."""
    window = Freeze(start=datetime(2026, 11, 27), end=datetime(2026, 12, 1), reason="Black Friday")  # noqa: DTZ001

    problems = frozen(project(freezes=(window,)), datetime.fromisoformat(now))

    assert [problem.message for problem in problems] == (
        ["changes are frozen from 2026-11-27 00:00 to 2026-12-01 00:00: Black Friday"] if blocked else []
    )


def test_no_window_freezes_nothing() -> None:
    assert frozen(project(), datetime(2026, 11, 27, tzinfo=UTC)) == ()
