"""What leaves on the wire, and what a caller gets for each answer. Over a real socket, through the real SDK."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest

from mktctl.klaviyo import errors
from mktctl.klaviyo.remote import ReadOnlyKlaviyo
from mktctl.model.operations import REVISION
from tests.support.scripted_client import KEY, client_at, scripted
from tests.support.scripted_server import Line, document, refusal, refusing_port

CREATE: dict[str, Any] = {"data": {"type": "flow", "attributes": {"name": "Welcome", "definition": {"x": None}}}}
FLOW = document({"type": "flow", "id": "F1"}, status=201)
LISTS = document([{"type": "list", "id": "L1"}])
GONE = Line(drop="unanswered")
BUSY = refusal(503)
THROTTLED = refusal(429, headers={"Retry-After": "1.5"})


def test_a_request_goes_out_as_the_platform_wants_it() -> None:
    with scripted(FLOW) as script:
        script.client.call(
            "get_flow", path={"id": "a/b ?#"}, query={"additional-fields[flow]": ("definition",), "include": "tags"}
        )
        script.client.call("create_flow", body=CREATE)
    read, created = script.server.heard
    assert (read.method, read.body) == ("GET", b"")
    assert read.target == "/api/flows/a%2Fb%20%3F%23?additional-fields%5Bflow%5D=definition&include=tags"
    assert read.headers["authorization"] == f"Klaviyo-API-Key {KEY}"
    assert read.headers["revision"] == REVISION
    assert read.headers["accept"] == "application/vnd.api+json"
    assert (created.method, created.target) == ("POST", "/api/flows")
    assert created.headers["content-type"] == "application/vnd.api+json"
    assert created.json() == CREATE  # nulls and all


def test_a_success_is_the_document_as_it_came() -> None:
    odd = document({"type": "flow", "id": "F1", "attributes": {"a key of tomorrow": [1, None]}}, extra={"x": 1})
    with scripted(odd) as script:
        answer = script.client.call("get_flow", path={"id": "F1"})
    assert answer.status == 200
    assert answer.document == {
        "data": {"type": "flow", "id": "F1", "attributes": {"a key of tomorrow": [1, None]}},
        "extra": {"x": 1},
    }
    assert answer.date == datetime(2027, 3, 1, 9, 0, 0, tzinfo=UTC)


def test_an_answer_without_a_body_is_a_success_where_none_is_due() -> None:
    with scripted(Line(status=204), Line(status=202)) as script:
        assert script.client.call("delete_flow", path={"id": "F1"}).document is None
        assert script.client.call("create_event", body=CREATE).document is None


# operation, script, what it ends in, requests sent
ENDINGS: list[tuple[str, list[Line], type[errors.KlaviyoError], int]] = [
    ("get_lists", [refusal(400, {"detail": "no"})], errors.Rejected, 1),
    ("get_lists", [refusal(401)], errors.AuthenticationFailed, 1),
    ("get_lists", [refusal(403)], errors.PermissionDenied, 1),
    ("get_lists", [refusal(404)], errors.NotFound, 1),
    ("get_lists", [refusal(405)], errors.Rejected, 1),
    ("get_lists", [refusal(410)], errors.Rejected, 1),
    ("create_flow", [refusal(409)], errors.Conflict, 1),
    ("create_flow", [refusal(422)], errors.Rejected, 1),
    ("get_lists", [Line(status=302, headers={"Location": "http://example.invalid/"})], errors.UnexpectedAnswer, 1),
    ("get_lists", [Line(body=b"<html>hotel wifi</html>")], errors.UnexpectedAnswer, 1),
    ("get_lists", [Line(body=b"[1]")], errors.UnexpectedAnswer, 1),
    ("get_lists", [Line(body=b'{"data": ' + b"[" * 50_000)], errors.UnexpectedAnswer, 1),
    ("get_lists", [Line(body=b"{}")], errors.UnexpectedAnswer, 1),
    ("get_lists", [Line()], errors.UnexpectedAnswer, 1),
    ("create_flow", [Line(status=201, body=b"<html>")], errors.AnswerLost, 1),
    ("create_flow", [Line(status=201)], errors.AnswerLost, 1),
    ("create_flow", [Line(status=302)], errors.UnexpectedAnswer, 1),
    ("get_lists", [THROTTLED], errors.RateLimited, 5),
    ("create_flow", [THROTTLED], errors.RateLimited, 5),
    ("get_lists", [refusal(429, headers={"Retry-After": "7200"})], errors.RateLimited, 1),
    ("create_flow", [refusal(429, headers={"Retry-After": "7200"})], errors.DailyBudgetUsedUp, 1),
    ("get_lists", [BUSY], errors.Unavailable, 5),
    ("get_lists", [refusal(500)], errors.Unavailable, 3),
    ("get_lists", [refusal(504)], errors.Unavailable, 5),
    ("update_flow_action", [BUSY], errors.Unavailable, 5),
    ("create_flow", [refusal(500)], errors.AnswerLost, 1),
    ("create_flow", [refusal(503, headers={"Retry-After": "1"})], errors.AnswerLost, 1),
    ("create_flow", [refusal(504)], errors.AnswerLost, 1),
    ("create_flow", [refusal(524)], errors.AnswerLost, 1),
    ("get_lists", [GONE], errors.Unavailable, 5),
    ("create_flow", [GONE], errors.AnswerLost, 1),
    ("create_flow", [THROTTLED, GONE], errors.AnswerLost, 2),
    ("get_lists", [Line(body=b'{"data": [1, 2, 3]}', drop="cut")], errors.Unavailable, 5),
    ("create_flow", [Line(status=201, body=b'{"data": {}}', drop="cut")], errors.AnswerLost, 1),
    ("create_flow", [Line(status=400, body=b'{"errors": []}', drop="cut")], errors.Rejected, 1),
]


@pytest.mark.parametrize(
    ("name", "lines", "kind", "sent"), ENDINGS, ids=[f"{n}-{k.__name__}-{s}" for n, _, k, s in ENDINGS]
)
def test_each_failure_ends_in_its_exception(
    name: str, lines: list[Line], kind: type[errors.KlaviyoError], sent: int
) -> None:
    needs_id = name == "update_flow_action"
    with scripted(*lines) as script:
        with pytest.raises(errors.KlaviyoError) as caught:
            script.client.call(
                name, path={"id": "A1"} if needs_id else None, body=None if name == "get_lists" else CREATE
            )
        assert type(caught.value) is kind
        assert caught.value.operation == name
        assert str(caught.value).startswith(f"{name}: ")
        assert len(script.server.heard) == sent
        assert script.client.sent() == {name: sent}


# operation, script, requests sent until the success
RECOVERIES: list[tuple[str, list[Line], int]] = [
    ("get_lists", [GONE, LISTS], 2),
    ("get_lists", [BUSY, THROTTLED, refusal(502), GONE, LISTS], 5),
    ("get_lists", [Line(body=b'{"data": [1, 2, 3]}', drop="cut"), LISTS], 2),
    ("create_flow", [THROTTLED, THROTTLED, FLOW], 3),
    ("delete_flow", [GONE, Line(status=204)], 2),
    ("delete_flow", [GONE, refusal(404)], 2),
    ("delete_flow", [BUSY, refusal(404)], 2),
]


@pytest.mark.parametrize(("name", "lines", "sent"), RECOVERIES, ids=[f"{n}-{s}" for n, _, s in RECOVERIES])
def test_what_is_safe_to_repeat_recovers(name: str, lines: list[Line], sent: int) -> None:
    with scripted(*lines) as script:
        script.client.call(
            name, path={"id": "F1"} if name == "delete_flow" else None, body=CREATE if name == "create_flow" else None
        )
        assert len(script.server.heard) == sent


@pytest.mark.parametrize("before", [[], [THROTTLED]], ids=["at once", "after an attempt that was refused"])
def test_deleting_what_was_never_there_is_not_found(before: list[Line]) -> None:
    with scripted(*before, refusal(404)) as script, pytest.raises(errors.NotFound):
        script.client.call("delete_flow", path={"id": "F1"})


def test_a_silent_server_is_left_after_the_read_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    from mktctl.klaviyo import sdk

    monkeypatch.setattr(sdk, "READ_SECONDS", 0.2)
    with scripted(Line(pause_seconds=1.0)) as script, pytest.raises(errors.AnswerLost, match="timed out"):
        script.client.call("create_flow", body=CREATE)


def test_nobody_at_the_address_is_tried_three_times_and_nothing_was_sent() -> None:
    with refusing_port() as url, client_at(url) as (client, _):
        with pytest.raises(errors.Unavailable, match="nobody answers"):
            client.call("create_flow", body=CREATE)
        assert client.sent() == {"create_flow": 3}


def test_retry_after_is_honoured_to_the_fraction() -> None:
    with scripted(THROTTLED, LISTS) as script:
        script.client.call("get_lists")
        assert 1.5 <= sum(script.stopwatch.slept) <= 1.75


def test_a_refusal_keeps_everything_the_platform_said() -> None:
    said = refusal(
        400,
        {
            "title": "Invalid",
            "code": "invalid",
            "detail": "is required",
            "source": {"pointer": "/data/attributes/name"},
        },
        {"detail": "unknown field", "source": {"parameter": "include"}},
        {"title": "Only a title"},
    )
    with scripted(said) as script, pytest.raises(errors.Rejected) as caught:
        script.client.call("create_flow", body=CREATE)
    assert caught.value.status == 400
    assert caught.value.problems == (
        errors.Problem(detail="is required", title="Invalid", code="invalid", pointer="/data/attributes/name"),
        errors.Problem(detail="unknown field", parameter="include"),
        errors.Problem(detail="", title="Only a title"),
    )
    assert str(caught.value) == (
        "create_flow: HTTP 400: is required (at /data/attributes/name); unknown field (at include); Only a title"
    )


ODD_REFUSALS = [
    b"",
    b"plain text",
    b'{"errors": {}}',
    b'{"errors": [7]}',
    b'{"errors": null}',
    b"\xff\xfe",
    b"[" * 9999,
]


@pytest.mark.parametrize("body", ODD_REFUSALS, ids=repr)
def test_a_refusal_in_any_shape_is_still_that_refusal(body: bytes) -> None:
    with scripted(Line(status=400, body=body)) as script, pytest.raises(errors.Rejected, match="HTTP 400"):
        script.client.call("get_lists")


def test_a_missing_scope_is_named() -> None:
    with scripted(refusal(403)) as script, pytest.raises(errors.PermissionDenied) as caught:
        script.client.call("create_flow", body=CREATE)
    assert caught.value.hint == "give the API key these scopes: flows:write"
    assert caught.value.exit_code == 4


def test_the_exit_code_of_a_limit_is_five_and_says_when() -> None:
    with scripted(refusal(429, headers={"Retry-After": "7200"})) as script:
        with pytest.raises(errors.DailyBudgetUsedUp) as caught:
            script.client.call("create_flow", body=CREATE)
        assert (caught.value.exit_code, caught.value.retry_after_seconds) == (5, 7200.0)


def test_our_own_count_stops_a_run_before_the_platform_does() -> None:
    with scripted(FLOW, spent_today={"create_flow": 100}) as script:
        with pytest.raises(errors.DailyBudgetUsedUp):
            script.client.call("create_flow", body=CREATE)
        assert script.server.heard == []


def test_now_is_the_account_s_and_costs_a_request_only_at_first() -> None:
    later = document([], headers={"Date": "Tue, 02 Mar 2027 10:00:00 GMT"})
    with scripted(document([{"type": "account", "id": "A"}]), later) as script:
        assert script.client.now() == datetime(2027, 3, 1, 9, 0, 0, tzinfo=UTC)
        assert script.client.now() == datetime(2027, 3, 1, 9, 0, 0, tzinfo=UTC)
        script.client.call("get_lists")
        assert script.client.now() == datetime(2027, 3, 2, 10, 0, 0, tzinfo=UTC)
        assert [heard.target for heard in script.server.heard] == ["/api/accounts", "/api/lists"]


def test_an_answer_without_a_date_leaves_the_account_s_clock_alone() -> None:
    with scripted(LISTS, document([], headers={"Date": "never"})) as script:
        before = script.client.call("get_lists").date
        assert script.client.call("get_lists").date is None
        assert script.client.now() == before


def test_a_platform_without_a_clock_is_unexpected() -> None:
    undated = document([], headers={"Date": "yesterday"})
    with scripted(undated) as script, pytest.raises(errors.UnexpectedAnswer, match="Date"):
        script.client.now()


def test_threads_share_a_client() -> None:
    with scripted(LISTS) as script:
        with ThreadPoolExecutor(16) as threads:
            answers = list(threads.map(lambda _: script.client.call("get_lists"), range(64)))
        assert {str(answer.document) for answer in answers} == {str({"data": [{"type": "list", "id": "L1"}]})}
        assert script.client.sent() == {"get_lists": 64}


def test_a_closed_client_opens_again() -> None:
    with scripted(LISTS) as script:
        script.client.call("get_lists")
        script.client.close()
        script.client.close()
        assert script.client.call("get_lists").status == 200


@pytest.mark.parametrize("id", ["", ".", ".."])
def test_an_id_can_never_climb_to_another_endpoint(id: str) -> None:
    with scripted(FLOW) as script:
        with pytest.raises(AssertionError):
            script.client.call("delete_flow", path={"id": id})
        assert script.server.heard == []


def test_a_plan_cannot_write() -> None:
    with scripted(LISTS) as script:
        remote = ReadOnlyKlaviyo(script.client)
        assert remote.call("get_lists").document == {"data": [{"type": "list", "id": "L1"}]}
        assert len(list(remote.pages("get_lists"))) == 1
        assert remote.now() == script.client.now()
        for name in ("create_flow", "update_flow", "delete_flow", "render_template", "create_event"):
            with pytest.raises(AssertionError, match="would write while planning"):
                remote.call(name, path={"id": "F1"}, body=CREATE)
        assert {heard.method for heard in script.server.heard} == {"GET"}
