"""Rate limits: fixed windows per endpoint, on a stopwatch of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mktctl.model.operations import operations
from mktctl.sandbox.jsonapi.errors import Refused
from mktctl.sandbox.limits import Limiter
from mktctl.sandbox.options import Options
from mktctl.sandbox.server import running
from tests.support.sandbox_api import READ_KEY, Api, database
from tests.support.still_stopwatch import StillStopwatch


@pytest.fixture
def stopwatch() -> StillStopwatch:
    found = StillStopwatch()
    found.sleep(1040.0)  # 2040 seconds: the beginning of a second and of a minute
    return found


@pytest.fixture
def limited(tmp_path: Path, stopwatch: StillStopwatch) -> Iterator[Api]:
    with running(database(tmp_path), Options(limits="real"), stopwatch) as sandbox, Api(sandbox) as api:
        yield api


def test_the_burst_of_a_second_is_refused_with_the_seconds_to_wait(limited: Api, stopwatch: StillStopwatch) -> None:
    assert limited.call("get_accounts").status == 200
    refused = limited.call("get_accounts")
    assert (refused.status, refused.headers["retry-after"]) == (429, "1")
    assert refused.errors == [(429, "throttled", "")]
    assert "ratelimit-remaining" not in refused.headers
    stopwatch.sleep(1.0)
    assert limited.call("get_accounts").status == 200


def test_other_answers_say_what_is_left_of_the_minute(limited: Api, stopwatch: StillStopwatch) -> None:
    stopwatch.sleep(20.5)
    headers = limited.call("get_lists").headers
    assert headers["ratelimit-limit"] == "750, 75;w=1, 750;w=60"
    assert (headers["ratelimit-remaining"], headers["ratelimit-reset"]) == ("749", "40")
    assert limited.call("get_list", "absent").headers["ratelimit-remaining"] == "749"
    assert limited.send("GET", "/api/lists?sort=x").headers["ratelimit-remaining"] == "748"


def test_each_endpoint_has_its_own_budget_and_keys_share_it(limited: Api) -> None:
    assert limited.call("get_accounts").status == 200
    assert limited.call("get_account", "SNDBX1").status == 200
    with Api(limited.sandbox, READ_KEY) as other:
        assert other.call("get_accounts").status == 429


def test_a_refused_request_changes_nothing_and_costs_nothing(limited: Api, stopwatch: StillStopwatch) -> None:
    for _ in range(20):
        limited.call("get_accounts")
    stopwatch.sleep(1.0)
    assert limited.call("get_accounts").headers["ratelimit-remaining"] == "13"


def test_the_minute_runs_out() -> None:
    stopwatch = StillStopwatch()
    stopwatch.sleep(20.0)
    limiter = Limiter(stopwatch)
    operation = operations()["create_flow"]
    for _ in range(operation.steady_per_minute):
        limiter.take(operation)
        stopwatch.sleep(1.0)
    with pytest.raises(Refused) as refused:
        limiter.take(operation)
    assert refused.value.headers == {"Retry-After": "45"}


def test_the_day_runs_out_and_says_how_many_hours_are_left() -> None:
    stopwatch = StillStopwatch()
    limiter = Limiter(stopwatch)
    operation = operations()["create_segment"]
    assert operation.daily == 100
    for _ in range(operation.daily):
        limiter.take(operation)
        stopwatch.sleep(60.0)
    with pytest.raises(Refused) as refused:
        limiter.take(operation)
    assert int(refused.value.headers["Retry-After"]) == 86_400 - 7_000
    stopwatch.sleep(86_400 - 7_000)
    limiter.take(operation)


def test_without_limits_nothing_is_said_of_them(api: Api) -> None:
    answers = [api.call("get_accounts") for _ in range(30)]
    assert {answer.status for answer in answers} == {200}
    assert not any("ratelimit-limit" in answer.headers for answer in answers)
