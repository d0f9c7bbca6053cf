"""What becomes of a definition that is accepted (klaviyo-api.md section 2, "POST result")."""

from datetime import timedelta

import pytest

from tests.sandbox.flows.parts import SAMPLE, branches, delay, email, flow, groups, ordered, split
from tests.sandbox.flows.shop import Shop, actions_of


def by_list(shop: Shop) -> dict[str, str]:
    return {"type": "list", "id": shop.list_id}


def test_a_new_flow_is_a_draft_that_is_not_archived(shop: Shop) -> None:
    made = shop.flow(flow(by_list(shop), email("m1")), name="Welcome")
    shown = made["attributes"]
    assert (shown["name"], shown["status"], shown["archived"]) == ("Welcome", "draft", False)


def test_temporary_ids_become_numbers_everywhere(shop: Shop) -> None:
    made = shop.flow(
        flow(
            by_list(shop),
            split("s", "m1", "w"),
            email("m1"),
            delay("w", "b"),
            branches("b", "m2", "m3"),
            email("m2"),
            email("m3"),
        )
    )
    definition = made["attributes"]["definition"]
    one, two, three, four, five, six = definition["actions"]
    ids = [action["id"] for action in definition["actions"]]
    assert all(action_id.isdigit() for action_id in ids)
    assert len(set(ids)) == 6
    assert definition["entry_action_id"] == one["id"]
    assert one["links"] == {"next_if_true": two["id"], "next_if_false": three["id"]}
    assert three["links"] == {"next": four["id"]}
    assert [branch["links"] for branch in four["data"]["branches"]] == [{"next": five["id"]}, {"next": six["id"]}]
    assert all(not branch["branch_id"].startswith("b-") for branch in four["data"]["branches"])
    assert not any("temporary_id" in action for action in definition["actions"])


def test_the_definition_is_shown_only_when_asked_for(shop: Shop) -> None:
    body = {"data": {"type": "flow", "attributes": {"name": "F", "definition": flow(by_list(shop), email("m1"))}}}
    made = shop.call("POST", "/api/flows", body)
    assert made.status == 201
    assert "definition" not in made.data["attributes"]
    assert "definition" not in shop.call("GET", f"/api/flows/{made.data['id']}").data["attributes"]
    assert "definition" in shop.read_flow(made.data["id"])["attributes"]


def test_names_are_not_unique(shop: Shop) -> None:
    """F:70102931354: no 409."""
    first = shop.flow(flow(by_list(shop), email("m1")), name="Twin")
    second = shop.flow(flow(by_list(shop), email("m1")), name="Twin")
    assert first["id"] != second["id"]


def test_a_message_gets_a_clone_of_its_template_that_is_its_own(shop: Shop) -> None:
    made = shop.flow(flow(by_list(shop), email("m1", "m2", shop.template_id), email("m2", None, shop.template_id)))
    one, two = (action["data"]["message"] for action in actions_of(made))
    assert len({one["template_id"], two["template_id"], shop.template_id}) == 3
    shown = shop.call("GET", f"/api/flow-messages/{one['id']}/template").data
    assert (shown["id"], shown["attributes"]["html"]) == (one["template_id"], "<p>Hello</p>")
    assert shop.call("GET", f"/api/flow-messages/{one['id']}/relationships/template").data["id"] == one["template_id"]


def test_a_clone_is_not_listed_and_not_changed_by_the_api(shop: Shop) -> None:
    made = shop.flow(flow(by_list(shop), email("m1", None, shop.template_id)))
    clone = actions_of(made)[0]["data"]["message"]["template_id"]
    listed = {template["id"] for template in shop.call("GET", "/api/templates").data}
    assert clone not in listed
    body = {"data": {"type": "template", "id": clone, "attributes": {"html": "<p>New</p>"}}}
    assert shop.call("PATCH", f"/api/templates/{clone}", body).status == 404


def test_an_edit_of_the_library_never_reaches_the_flow(shop: Shop) -> None:
    """F:58079109133, section 7 report 3."""
    made = shop.flow(flow(by_list(shop), email("m1", None, shop.template_id)))
    body = {"data": {"type": "template", "id": shop.template_id, "attributes": {"html": "<p>New</p>"}}}
    assert shop.call("PATCH", f"/api/templates/{shop.template_id}", body).status == 200
    message = actions_of(made)[0]["data"]["message"]["id"]
    assert shop.call("GET", f"/api/flow-messages/{message}/template").data["attributes"]["html"] == "<p>Hello</p>"


def test_the_server_fills_in_defaults_and_nulls(shop: Shop) -> None:
    """Section 0: GET returns null for what was left out, such as `metric_filters`."""
    bare = {"temporary_id": "m1", "type": "send-email"}
    definition = flow(by_list(shop), split("s", "m1", None, ordered(shop.metrics["Placed Order"])), bare)
    made = shop.flow(definition)
    first, second = actions_of(made)
    condition = first["data"]["profile_filter"]["condition_groups"][0]["conditions"][0]
    assert condition["metric_filters"] is None
    assert second["links"] == {"next": None}
    assert second["data"] == {
        "message": {
            "from_email": None,
            "from_label": None,
            "reply_to_email": None,
            "cc_email": None,
            "bcc_email": None,
            "subject_line": None,
            "preview_text": None,
            "template_id": None,
            "smart_sending_enabled": True,
            "transactional": False,
            "add_tracking_params": False,
            "custom_tracking_params": None,
            "additional_filters": None,
            "name": None,
            "id": second["data"]["message"]["id"],
        },
        "status": "draft",
    }
    assert made["attributes"]["definition"]["profile_filter"] is None


def test_transactional_is_silently_false(shop: Shop) -> None:
    """F:57560225754, 60236353857: accepted, stored false."""
    made = shop.flow(flow(by_list(shop), email("m1", transactional=True)))
    assert actions_of(made)[0]["data"]["message"]["transactional"] is False


@pytest.mark.parametrize(
    ("kind", "shown", "reentry"),
    [
        ("list", "Added to List", {"duration": 1, "unit": "alltime"}),
        ("segment", "Added to List", {"duration": 1, "unit": "alltime"}),
        ("metric", "Metric", {"duration": 0, "unit": "alltime"}),
        ("date", "Date Based", {"duration": 0, "unit": "alltime"}),
        ("price-drop", "Price Drop", {"duration": 0, "unit": "alltime"}),
        ("low-inventory", "Low Inventory", {"duration": 0, "unit": "alltime"}),
        ("unchosen", "Unconfigured", {"duration": 1, "unit": "alltime"}),
    ],
)
def test_the_trigger_type_is_derived_and_reentry_defaults_to_it(
    shop: Shop, kind: str, shown: str, reentry: dict[str, object]
) -> None:
    """SDK: the enum of trigger_type; E4: the defaults of re-entry."""
    made = shop.flow(flow(triggers(shop)[kind], *first_actions(kind)))
    assert made["attributes"]["trigger_type"] == shown
    assert made["attributes"]["definition"]["reentry_criteria"] == reentry


def triggers(shop: Shop) -> dict[str, dict[str, object]]:
    return {
        "list": {"type": "list", "id": shop.list_id},
        "segment": {"type": "segment", "id": shop.segment_id},
        "metric": {"type": "metric", "id": shop.metrics["Cart Abandoned"]},
        "unchosen": {"type": "list", "id": None},
        "date": {
            "type": "date",
            "date_field_type": "profile-property",
            "date_profile_property": "properties['birthday']",
            "timedelta_value_before_date": 0,
            "trigger_time": "09:00:00",
        },
        "price-drop": {
            "type": "price-drop",
            "trigger_filter": None,
            "price_drop_amount_value": 10,
            "price_drop_amount_unit": "percent",
            "audience": ["viewed"],
        },
        "low-inventory": {
            "type": "low-inventory",
            "product_level": "variant",
            "trigger_filter": None,
            "inventory_count": 3,
            "audience": ["viewed"],
        },
    }


def first_actions(kind: str) -> list[dict[str, object]]:
    if kind != "date":
        return [email("m1")]
    return [{"temporary_id": "t", "type": "target-date", "links": {"next": "m1"}, "data": {}}, email("m1")]


def test_times_are_the_account_s(shop: Shop) -> None:
    shop.sandbox.store.advance(timedelta(days=3))
    made = shop.flow(flow(by_list(shop), email("m1")))
    assert made["attributes"]["created"] == made["attributes"]["updated"] == "2026-01-04T00:00:00+00:00"
    action = shop.call("GET", f"/api/flow-actions/{actions_of(made)[0]['id']}").data
    assert action["attributes"]["created"] == "2026-01-04T00:00:00+00:00"


def test_a_flow_may_have_a_trigger_alone(shop: Shop) -> None:
    made = shop.flow(flow(by_list(shop)))
    assert made["attributes"]["definition"]["entry_action_id"] is None
    assert actions_of(made) == []


def test_what_was_sent_is_kept(shop: Shop) -> None:
    sent = {
        "profile_filter": groups(ordered(shop.metrics["Placed Order"])),
        "reentry_criteria": {"duration": 7, "unit": "day"},
    }
    trigger = {
        "type": "metric",
        "id": shop.metrics["Cart Abandoned"],
        "trigger_filter": groups(
            {
                "type": "metric-property",
                "metric_id": shop.metrics["Cart Abandoned"],
                "field": "$value",
                "filter": {"type": "numeric", "operator": "greater-than-or-equal", "value": 20},
            }
        ),
    }
    filters = groups(SAMPLE)
    made = shop.flow(flow(trigger, email("m1", additional_filters=filters, cc_email="c@example.com"), **sent))
    definition = made["attributes"]["definition"]
    assert definition["triggers"] == [trigger]
    assert definition["reentry_criteria"] == sent["reentry_criteria"]
    message = definition["actions"][0]["data"]["message"]
    assert (message["additional_filters"], message["cc_email"]) == (filters, "c@example.com")
