"""No window of the documented length ever holds more requests than documented, wherever it begins."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktctl.klaviyo.errors import DailyBudgetUsedUp
from mktctl.klaviyo.limiter import EndpointLimiter, Unlimited
from mktctl.model.operations import Operation, operations
from tests.support.still_stopwatch import StillStopwatch


def _operation(*, burst: int, steady: int, daily: int | None = None, name: str = "op") -> Operation:
    return Operation(
        name=name,
        group="g",
        method="GET",
        path="/x",
        scopes=(),
        burst_per_second=burst,
        steady_per_minute=steady,
        success=200,
        daily=daily,
    )


def _most_within(instants: list[float], seconds: float) -> int:
    """The most instants that any half-open window of that length holds."""
    return max(sum(start <= other < start + seconds for other in instants) for start in instants)


@given(
    burst=st.integers(1, 5),
    steady=st.integers(1, 20),
    pauses=st.lists(st.floats(0, 30, allow_nan=False), min_size=1, max_size=60),
)
def test_no_window_is_overfull(burst: int, steady: int, pauses: list[float]) -> None:
    stopwatch = StillStopwatch()
    limiter = EndpointLimiter(stopwatch)
    operation = _operation(burst=burst, steady=steady)
    sent = []
    for pause in pauses:
        stopwatch.sleep(pause)
        limiter.acquire(operation)
        sent.append(stopwatch.seconds())
    assert _most_within(sent, 1.0) <= burst
    assert _most_within(sent, 60.0) <= steady


def test_nothing_waits_below_the_limits() -> None:
    stopwatch = StillStopwatch()
    limiter = EndpointLimiter(stopwatch)
    for _ in range(3):
        limiter.acquire(operations()["get_flows"])  # 3 a second
    assert stopwatch.slept == []
    limiter.acquire(operations()["get_flows"])
    assert 1.0 <= sum(stopwatch.slept) < 1.1


def test_a_minute_is_filled_and_no_more() -> None:
    """Sixteen creates at 15 a minute: the last waits for the minute to turn."""
    stopwatch = StillStopwatch()
    limiter = EndpointLimiter(stopwatch)
    start = stopwatch.seconds()
    for _ in range(16):
        limiter.acquire(operations()["create_flow"])
    assert 60.0 <= stopwatch.seconds() - start <= 61.0


def test_operations_do_not_wait_for_each_other() -> None:
    stopwatch = StillStopwatch()
    limiter = EndpointLimiter(stopwatch)
    limiter.acquire(_operation(burst=1, steady=1, name="a"))
    limiter.acquire(_operation(burst=1, steady=1, name="b"))
    assert stopwatch.slept == []


def test_threads_share_one_budget() -> None:
    stopwatch = StillStopwatch()
    limiter = EndpointLimiter(stopwatch)
    operation = _operation(burst=5, steady=40, daily=100)
    start = stopwatch.seconds()
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: limiter.acquire(operation), range(80)))
    assert limiter.spent() == {"op": 80}
    # The 80th goes out once a full minute of forty has passed; sleeping in parallel only moves this clock further.
    assert stopwatch.seconds() - start >= 60.0


def test_a_platform_that_says_wait_is_obeyed_by_all() -> None:
    stopwatch = StillStopwatch()
    limiter = EndpointLimiter(stopwatch)
    operation = _operation(burst=10, steady=100)
    limiter.hold(operation, 7.0)
    limiter.hold(operation, 2.0)
    limiter.acquire(operation)
    assert stopwatch.slept == [7.0]
    limiter.acquire(_operation(burst=10, steady=100, name="other"))
    assert stopwatch.slept == [7.0]


def test_the_daily_budget_stops_the_run_and_the_next_run_goes_on_from_it() -> None:
    stopwatch = StillStopwatch()
    create = operations()["create_flow"]
    assert create.daily == 100
    first = EndpointLimiter(stopwatch, spent_today={"create_flow": 97, "create_list": 3})
    for _ in range(3):
        first.acquire(create)
    with pytest.raises(DailyBudgetUsedUp, match="100 create_flow requests") as caught:
        first.acquire(create)
    assert caught.value.exit_code == 5
    assert "tomorrow" in caught.value.hint
    assert first.spent() == {"create_flow": 100, "create_list": 3}
    next_run = EndpointLimiter(stopwatch, spent_today=first.spent())
    with pytest.raises(DailyBudgetUsedUp):
        next_run.acquire(create)
    next_run.acquire(operations()["get_flows"])
    assert next_run.spent() == first.spent()  # what has no daily cap is not counted


def test_without_limits_nothing_waits_and_nothing_is_counted() -> None:
    limiter = Unlimited()
    for _ in range(200):
        limiter.acquire(operations()["create_flow"])
    assert limiter.spent() == {}
