"""Each resource's operations against the sandbox, over a real socket."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from mktctl.klaviyo import (
    accounts,
    coupons,
    errors,
    events,
    flow_actions,
    flow_messages,
    flows,
    lists,
    metrics,
    profiles,
    segments,
    tags,
    templates,
    universal_content,
)
from mktctl.klaviyo.client import Klaviyo
from mktctl.klaviyo.limiter import Unlimited
from mktctl.klaviyo.remote import ReadOnlyKlaviyo, Resource
from mktctl.sandbox.options import Options
from tests.support.sandboxed_client import READ_ONLY, sandboxed

SEGMENT: dict[str, Any] = {
    "condition_groups": [
        {
            "conditions": [
                {
                    "type": "profile-property",
                    "property": "properties['tier']",
                    "filter": {"type": "string", "operator": "equals", "value": "gold"},
                }
            ]
        }
    ]
}
HTML = "<html><body><p>Hello</p>{% unsubscribe %}</body></html>"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Klaviyo]:
    with sandboxed(tmp_path) as (client, _):
        yield client


def _names(rows: tuple[Resource, ...]) -> list[str]:
    return [row["attributes"]["name"] for row in rows]


def test_the_account_and_its_clock(tmp_path: Path) -> None:
    start = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
    with sandboxed(tmp_path, Options(account_id="AbC123", start=start)) as (client, _):
        assert accounts.fetch_account(client)["id"] == "AbC123"
        assert client.now() == start


def test_lists(client: Klaviyo) -> None:
    made = [lists.create_list(client, {"name": f"List {number}"}) for number in range(23)]
    assert len(lists.fetch_lists(client).resources) == 23
    assert client.sent()["get_lists"] == 3  # ten a page
    changed = lists.update_list(client, made[0]["id"], {"name": 'The "best"  of (all), really'})
    assert changed["id"] == made[0]["id"]
    assert lists.find_lists(client, 'The "best"  of (all), really') == (lists.fetch_list(client, made[0]["id"]),)
    lists.create_list(client, {"name": "List 1"})
    assert len(lists.find_lists(client, "List 1")) == 2
    lists.delete_list(client, made[0]["id"])
    with pytest.raises(errors.NotFound):
        lists.fetch_list(client, made[0]["id"])
    with pytest.raises(errors.NotFound):
        lists.delete_list(client, made[0]["id"])


def test_segments(client: Klaviyo) -> None:
    made = segments.create_segment(client, {"name": "Gold", "definition": SEGMENT})
    assert segments.fetch_segment(client, made["id"])["attributes"]["definition"] == SEGMENT
    assert segments.update_segment(client, made["id"], {"name": "Gold 2"})["attributes"]["name"] == "Gold 2"
    assert [row["id"] for row in segments.find_segments(client, "Gold 2")] == [made["id"]]
    listed = segments.fetch_segments(client).resources
    assert [row["attributes"]["definition"] for row in listed] == [SEGMENT]
    segments.delete_segment(client, made["id"])
    assert segments.fetch_segments(client).resources == ()


def test_a_refused_segment_says_where(client: Klaviyo) -> None:
    broken = {"condition_groups": [{"conditions": [{"type": "profile-attribute"}]}]}
    with pytest.raises(errors.Rejected) as caught:
        segments.create_segment(client, {"name": "x", "definition": broken})
    assert caught.value.problems[0].pointer.startswith("/data/attributes/definition/condition_groups/0/conditions/0")


def test_templates(client: Klaviyo) -> None:
    made = templates.create_template(client, {"name": "Hi", "editor_type": "CODE", "html": HTML, "text": "Hello"})
    assert "Hello" in templates.fetch_template(client, made["id"])["attributes"]["html"]
    templates.update_template(client, made["id"], {"html": HTML.replace("Hello", "Good day")})
    (found,) = templates.find_templates(client, "Hi")
    assert "Good day" in found["attributes"]["html"]
    copy = templates.clone_template(client, made["id"], name="Copy")
    assert copy["id"] != made["id"]
    rendered = templates.render_template(client, made["id"], {"first_name": "Ann"})
    assert "Good day" in rendered["attributes"]["html"]
    assert _names(templates.fetch_templates(client).resources) == ["Hi", "Copy"]
    stamps = templates.fetch_template_stamps(client).resources
    assert {frozenset(row["attributes"]) for row in stamps} == {
        frozenset({"name", "editor_type", "created", "updated"})
    }
    templates.delete_template(client, copy["id"])
    assert _names(templates.fetch_templates(client).resources) == ["Hi"]


def test_a_coupon_exists_once(client: Klaviyo) -> None:
    made = coupons.create_coupon(client, {"external_id": "CART10"})
    changed = coupons.update_coupon(client, made["id"], {"description": "A tenth"})
    assert changed["attributes"]["description"] == "A tenth"
    assert coupons.fetch_coupons(client).resources == (changed,)
    with pytest.raises(errors.Conflict):
        coupons.create_coupon(client, {"external_id": "CART10"})


def _codes(count: int, **attributes: str) -> dict[str, Any]:
    related = {"coupon": {"data": {"type": "coupon", "id": "CART10"}}}
    named = ({"unique_code": f"A{number}", **attributes} for number in range(count))
    rows = [{"type": "coupon-code", "attributes": one, "relationships": related} for one in named]
    return {"coupon-codes": {"data": rows}}


@pytest.fixture
def prompt(tmp_path: Path) -> Iterator[Klaviyo]:
    """An account whose jobs end at once, with a coupon."""
    with sandboxed(tmp_path, Options(limits="none")) as (client, _):
        coupons.create_coupon(client, {"external_id": "CART10"})
        yield client


def test_codes_are_made_by_jobs(prompt: Klaviyo) -> None:
    job = coupons.create_codes(prompt, _codes(250))
    assert coupons.fetch_job(prompt, job["id"])["attributes"]["completed_count"] == 250
    assert coupons.running_jobs(prompt) == ()
    coupons.create_codes(prompt, _codes(1, unique_code="OLD", expires_at="2020-01-01T00:00:00+00:00"))
    assert coupons.count_free_codes(prompt, "CART10", at_most=1_000, now=prompt.now()) == 250
    assert len(coupons.fetch_codes(prompt, "CART10")) == 251


def test_counting_of_codes_stops(prompt: Klaviyo) -> None:
    coupons.create_codes(prompt, _codes(350))
    assert coupons.count_free_codes(prompt, "CART10", at_most=150, now=prompt.now()) == 200
    assert prompt.sent()["get_coupon_codes"] == 2


def test_a_job_that_runs_is_seen(tmp_path: Path) -> None:
    with sandboxed(tmp_path, Options(limits="none", processing_seconds=60.0)) as (client, _):
        coupons.create_coupon(client, {"external_id": "CART10"})
        job = coupons.create_codes(client, _codes(1))
        assert coupons.running_jobs(client) == (job["id"],)


def test_universal_content(client: Klaviyo) -> None:
    block = {"content_type": "block", "type": "html", "data": {"content": "<p>Open</p>", "display_options": {}}}
    made = universal_content.create_universal_content(client, {"name": "Hours", "definition": block})
    shut = {**block, "data": {**block["data"], "content": "<p>Shut</p>"}}  # type: ignore[dict-item]
    universal_content.update_universal_content(client, made["id"], {"definition": shut})
    (found,) = universal_content.fetch_universal_content(client).resources
    assert (found["id"], found["attributes"]["definition"]) == (made["id"], shut)


def test_an_event_makes_its_metric_and_comes_once(client: Klaviyo) -> None:
    profile = profiles.upsert_profile(client, {"email": "ann@example.com", "first_name": "Ann"})
    assert profiles.upsert_profile(client, {"email": "ann@example.com", "first_name": "Anna"})["id"] == profile["id"]
    event = {
        "metric": {"data": {"type": "metric", "attributes": {"name": "Placed Order"}}},
        "profile": {"data": {"type": "profile", "attributes": {"email": "ann@example.com"}}},
        "properties": {"OrderId": "1"},
        "unique_id": "order-1",
    }
    for _ in range(2):
        events.create_event(client, event)
    assert _names(metrics.fetch_metrics(client).resources).count("Placed Order") == 1
    assert sum(len(page["data"]) for page in client.pages("get_events")) == 1


def test_a_key_that_may_only_read(tmp_path: Path) -> None:
    with sandboxed(tmp_path, key=READ_ONLY) as (client, _):
        assert lists.fetch_lists(client).resources == ()
        with pytest.raises(errors.PermissionDenied) as caught:
            lists.create_list(client, {"name": "x"})
        assert "lists:write" in caught.value.hint


def test_an_unknown_key(tmp_path: Path) -> None:
    with sandboxed(tmp_path, key="pk_unknown") as (client, _), pytest.raises(errors.AuthenticationFailed):
        accounts.fetch_account(client)


def test_under_our_own_limits_the_platform_never_says_wait(tmp_path: Path) -> None:
    with sandboxed(tmp_path) as (client, _):
        for number in range(40):
            tags.create_tag(client, f"tag {number}")  # 3 a second, 60 a minute
            segments.fetch_segments(client)
        assert client.sent() == {"create_tag": 40, "get_segments": 40}


def test_without_our_own_limits_the_platform_s_are_obeyed(tmp_path: Path) -> None:
    with sandboxed(tmp_path, limiter=Unlimited()) as (client, _):
        for number in range(40):
            tags.create_tag(client, f"tag {number}")
        assert len(tags.fetch_tags(client).resources) == 40
        assert client.sent()["create_tag"] > 40


def _email(name: str, template_id: str, *, temporary_id: str, following: str | None) -> dict[str, Any]:
    return {
        "temporary_id": temporary_id,
        "type": "send-email",
        "links": {"next": following},
        "data": {
            "status": "draft",
            "message": {
                "name": name,
                "from_email": "shop@example.com",
                "from_label": "Mientior",
                "subject_line": "Hello",
                "preview_text": "",
                "template_id": template_id,
            },
        },
    }


def _definition(list_id: str, template_id: str) -> dict[str, Any]:
    delay = {"unit": "days", "value": 2, "timezone": "profile"}
    return {
        "triggers": [{"type": "list", "id": list_id}],
        "profile_filter": None,
        "reentry_criteria": {"duration": 1, "unit": "alltime"},
        "entry_action_id": "m1",
        "actions": [
            _email("w1", template_id, temporary_id="m1", following="d1"),
            {"temporary_id": "d1", "type": "time-delay", "links": {"next": "m2"}, "data": delay},
            _email("w2", template_id, temporary_id="m2", following=None),
        ],
    }


@pytest.fixture
def flow(client: Klaviyo) -> Resource:
    list_id = lists.create_list(client, {"name": "Newsletter"})["id"]
    template = templates.create_template(client, {"name": "T", "editor_type": "CODE", "html": HTML})
    return flows.create_flow(client, name="Welcome", definition=_definition(list_id, template["id"]))


def _actions(flow: Resource) -> list[dict[str, Any]]:
    return list(flow["attributes"]["definition"]["actions"])


def test_a_new_flow_comes_back_with_what_was_made_of_it(client: Klaviyo, flow: Resource) -> None:
    assert flow["attributes"]["status"] == "draft"
    assert [action["type"] for action in _actions(flow)] == ["send-email", "time-delay", "send-email"]
    assert flows.fetch_flow(client, flow["id"])["attributes"]["definition"] == flow["attributes"]["definition"]
    assert [row["id"] for row in flows.find_flows(client, "Welcome")] == [flow["id"]]


def test_one_walk_over_the_flows_brings_the_definitions_of_all_actions(client: Klaviyo, flow: Resource) -> None:
    listing = flows.fetch_flows(ReadOnlyKlaviyo(client))
    (row,) = listing.resources
    assert "definition" not in row["attributes"]
    included = {action["id"]: action for action in listing.related(row, "flow-actions")}
    assert {id: action["attributes"]["definition"] for id, action in included.items()} == {
        action["id"]: action for action in _actions(flow)
    }
    assert client.sent()["get_flows"] == 1
    one_by_one = flow_actions.fetch_flow_actions(client, flow["id"]).resources
    assert {action["id"] for action in one_by_one} == set(included)


def test_a_message_of_a_flow_shows_its_own_copy_of_the_template(client: Klaviyo, flow: Resource) -> None:
    action = _actions(flow)[0]
    (message,) = flow_messages.fetch_action_messages(client, action["id"]).resources
    assert flow_messages.fetch_flow_message(client, message["id"])["id"] == message["id"]
    copy = flow_messages.fetch_message_template(client, message["id"])
    assert "Hello" in copy["attributes"]["html"]
    assert copy["id"] == action["data"]["message"]["template_id"]
    assert _names(templates.fetch_templates(client).resources) == ["T"]  # copies are not listed


def test_an_action_is_changed_in_place(client: Klaviyo, flow: Resource) -> None:
    delay = flow_actions.fetch_flow_action(client, _actions(flow)[1]["id"])["attributes"]["definition"]
    changed = {**delay, "data": {**delay["data"], "value": 3}}
    flow_actions.update_flow_action(client, delay["id"], changed)
    assert _actions(flows.fetch_flow(client, flow["id"]))[1]["data"]["value"] == 3


def test_an_action_is_inserted_and_removed(client: Klaviyo, flow: Resource) -> None:
    first, second, _third = _actions(flow)
    definition = {
        "temporary_id": "new",
        "type": "time-delay",
        "links": {"next": second["id"]},
        "data": {"unit": "hours", "value": 4},
    }
    new = flow_actions.create_flow_action(client, {"definition": definition})
    by_id = {action["id"]: action for action in _actions(flows.fetch_flow(client, flow["id"]))}
    assert by_id[first["id"]]["links"]["next"] == new["id"]
    assert by_id[new["id"]]["links"]["next"] == second["id"]
    flow_actions.delete_flow_action(client, new["id"])
    by_id = {action["id"]: action for action in _actions(flows.fetch_flow(client, flow["id"]))}
    assert by_id[first["id"]]["links"]["next"] == second["id"]


def test_going_live_sets_every_action(client: Klaviyo, flow: Resource) -> None:
    flows.update_flow_status(client, flow["id"], "live")
    live = flows.fetch_flow(client, flow["id"])
    assert live["attributes"]["status"] == "live"
    assert {action["data"]["status"] for action in _actions(live) if action["type"] == "send-email"} == {"live"}


def test_a_flow_carries_tags(client: Klaviyo, flow: Resource) -> None:
    tag = tags.create_tag(client, "mktctl")
    tags.tag_flow(client, tag["id"], flow["id"])
    assert _names(tags.fetch_flow_tags(client, flow["id"]).resources) == ["mktctl"]
    listing = flows.fetch_flows(client)
    assert _names(listing.related(listing.resources[0], "tags")) == ["mktctl"]
    tags.untag_flow(client, tag["id"], flow["id"])
    assert tags.fetch_flow_tags(client, flow["id"]).resources == ()


def test_a_deleted_flow_is_gone(client: Klaviyo, flow: Resource) -> None:
    flows.delete_flow(client, flow["id"])
    with pytest.raises(errors.NotFound):
        flows.fetch_flow(client, flow["id"])
