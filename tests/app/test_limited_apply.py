"""Under Klaviyo's real limits, on a stopwatch that moves by sleeping alone: nothing throttled, a spent day ends it."""

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from mktctl.app import apply as applying
from mktctl.app.execute_actions import CLONE_WAIT_SECONDS
from mktctl.app.segment_turns import TURN_SECONDS
from mktctl.klaviyo.client import Klaviyo
from mktctl.klaviyo.limiter import EndpointLimiter
from mktctl.model.bindings import State
from mktctl.model.condition import HasProperty, Test
from mktctl.model.workspace import Workspace
from tests.support.account import Account, account
from tests.support.memory_store import MemoryStore
from tests.support.still_stopwatch import StillStopwatch
from tests.support.workspaces import email, flow, segment, template, wait, workspace

DAY_SECONDS = 86_400
CAP = 100
"""`create_segment` a day (klaviyo-api.md 1.2)."""


def segments(count: int) -> Workspace:
    """That many segments, each another tier."""
    return workspace(
        *(
            segment(
                HasProperty(name="tier", type="text", test=Test(op="is", value=f"tier {number}")),
                ref=f"tier-{number:03}",
                name=f"Tier {number}",
            )
            for number in range(count)
        )
    )


def programme() -> Workspace:
    """Some of everything."""
    return workspace(
        *segments(20).segments.values(),
        *(template(f"mail-{number}", library=number % 2 == 0) for number in range(8)),
        *(
            flow(
                email(f"mail-{number}", status="draft" if number else "live"),
                wait(1, "mail-7"),
                email("mail-7"),
                ref=f"flow-{number}",
                name=f"Flow {number}",
                tags=("git",),
            )
            for number in range(6)
        ),
    )


@pytest.fixture
def stopwatch() -> StillStopwatch:
    return StillStopwatch()


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def one(tmp_path: Path, stopwatch: StillStopwatch, store: MemoryStore) -> Iterator[Account]:
    with account(tmp_path, limited_on=stopwatch, store=store) as opened:
        yield opened


def state_of(store: MemoryStore) -> State:
    state = store.load()[1]
    assert state is not None
    return state


@pytest.fixture(autouse=True)
def one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """On this stopwatch, waits side by side would add up, and requests would bunch."""
    monkeypatch.setattr(applying, "WORKERS_MAX", 1)


def test_nothing_is_throttled_and_the_plan_knew_what_it_costs(one: Account, stopwatch: StillStopwatch) -> None:
    """A throttled request would be sent, and counted, twice."""
    planned = one.plan(programme())
    sent, began = Counter(one.remote.sent()), stopwatch.seconds()

    assert one.apply(programme(), planned).exit_code == 0

    assert {call.operation: call.count for call in planned.plan.calls} == Counter(one.remote.sent()) - sent
    took = stopwatch.seconds() - began
    assert planned.plan.seconds <= took <= 1.5 * planned.plan.seconds
    assert one.plan(programme()).plan.is_empty


def test_a_spent_day_ends_the_run_and_the_next_day_goes_on(
    one: Account, stopwatch: StillStopwatch, store: MemoryStore, tmp_path: Path
) -> None:
    files = segments(CAP + 20)
    planned = one.plan(files)
    (warning,) = planned.plan.warnings
    assert warning.startswith(
        f"create_segment: {CAP + 20} wanted, {CAP} of {CAP} left today; apply stops cleanly there"
    )

    result = one.apply(files, planned)

    assert result.exit_code == 5
    made = [text for text in state_of(store).bindings if text.startswith("segment/")]
    assert len(made) == len([step for step in result.done if step.address.kind == "segment"]) == CAP
    assert {str(failure.step.address.kind) for failure in result.failures} == {"segment"}
    assert "run the same command again tomorrow" in result.failures[0].hint
    assert len(result.done) + len(result.failures) + len(result.not_attempted) == len(planned.plan.steps)
    assert state_of(store).spent == {"2026-11-02": {"create_segment": CAP, "create_list": 1}}
    assert state_of(store).intents == {}, "what was not sent is not looked for"
    (warning,) = one.plan(files).plan.warnings
    assert warning.startswith(f"create_segment: 20 wanted, 0 of {CAP} left today")

    with account(tmp_path, limited_on=stopwatch, store=store) as later:
        later.ui("POST", "clock", {"advance_seconds": DAY_SECONDS})
        stopwatch.sleep(DAY_SECONDS)
        assert later.plan(files).plan.warnings == ()
        later.settle(files)
        assert later.plan(files).plan.is_empty
    assert state_of(store).spent == {"2026-11-03": {"create_segment": 20}}


def test_a_day_that_another_run_spent_ends_the_run_too(one: Account, stopwatch: StillStopwatch) -> None:
    """A client that has forgotten what was sent is told by the platform: its Retry-After is hours long."""
    one.settle(segments(CAP))
    limiter = EndpointLimiter(stopwatch)
    rng = random.Random(0)
    with Klaviyo(api_key="pk_sandbox", base_url=one.url, limiter=limiter, stopwatch=stopwatch, rng=rng) as forgetful:
        result = Account(one.url, forgetful, one.store, limiter, stopwatch).apply(segments(CAP + 1))

    assert result.exit_code == 5
    assert len(result.failures) == 1


def test_segments_wait_for_their_turn(tmp_path: Path, stopwatch: StillStopwatch, store: MemoryStore) -> None:
    """The platform computes five at once and refuses a sixth."""
    with account(tmp_path, limited_on=stopwatch, store=store, processing_seconds=90.0) as one:
        one.settle(segments(14))
        changed = {
            ref: msgspec.structs.replace(
                each, who=HasProperty(name="vip", type="boolean", test=Test(op="is", value=True))
            )
            for ref, each in segments(14).segments.items()
        }
        one.settle(msgspec.structs.replace(segments(14), segments=changed))
        assert one.plan(msgspec.structs.replace(segments(14), segments=changed)).plan.is_empty
        assert TURN_SECONDS in stopwatch.slept


def test_a_refusal_for_another_reason_is_not_waited_for(
    tmp_path: Path, stopwatch: StillStopwatch, store: MemoryStore
) -> None:
    too_long = workspace(segment(name="x" * 300))
    with account(tmp_path, limited_on=stopwatch, store=store) as one:
        result = one.apply(too_long)

    assert "name" in result.failures[0].message
    assert TURN_SECONDS not in stopwatch.slept


def test_a_mail_that_reads_still_show_as_it_was_is_waited_for(one: Account, stopwatch: StillStopwatch) -> None:
    """Behind a PATCH, reads lag by two seconds (klaviyo-api.md section 7, 4)."""
    one.settle(workspace(template("a"), flow(email("a"))))
    stopwatch.slept.clear()
    changed = workspace(template("a", "<p>New {% unsubscribe 'x' %}</p>"), flow(email("a")))

    one.settle(changed)

    assert stopwatch.slept.count(CLONE_WAIT_SECONDS) >= 2
    assert one.plan(changed, full=True).plan.is_empty
