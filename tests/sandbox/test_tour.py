"""Every operation that reads, with everything its query takes, held against Klaviyo's OpenAPI document."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from mktctl.model.operations import Operation, operations
from mktctl.sandbox.options import Options
from mktctl.sandbox.server import running
from mktctl.sandbox.vocabulary import CHOICES
from tests.support.campaign_shop import campaign_body
from tests.support.sandbox_api import Api, database, resource

# What the sandbox answers; all else is a 404 in Klaviyo's shape.
ANSWERED = frozenset(
    """
    get_account get_accounts
    create_list get_lists get_list update_list delete_list add_profiles_to_list remove_profiles_from_list
    get_profiles_for_list get_profile_ids_for_list get_lists_for_profile get_list_ids_for_profile
    get_flows_triggered_by_list get_ids_for_flows_triggered_by_list
    create_segment get_segments get_segment update_segment delete_segment
    get_flows_triggered_by_segment get_ids_for_flows_triggered_by_segment
    create_template get_templates get_template update_template delete_template clone_template render_template
    create_tag get_tags get_tag update_tag delete_tag get_tag_group_for_tag get_tag_group_id_for_tag
    create_tag_group get_tag_groups get_tag_group update_tag_group delete_tag_group
    get_tags_for_tag_group get_tag_ids_for_tag_group
    tag_lists remove_tag_from_lists get_list_ids_for_tag get_tags_for_list get_tag_ids_for_list
    tag_segments remove_tag_from_segments get_segment_ids_for_tag get_tags_for_segment get_tag_ids_for_segment
    tag_flows remove_tag_from_flows get_flow_ids_for_tag get_tags_for_flow get_tag_ids_for_flow
    get_metrics get_metric get_properties_for_metric get_property_ids_for_metric get_metric_property
    get_metric_for_metric_property get_metric_id_for_metric_property
    get_flows_triggered_by_metric get_ids_for_flows_triggered_by_metric
    create_event bulk_create_events get_events get_event get_metric_for_event get_metric_id_for_event
    get_profile_for_event get_profile_id_for_event
    create_profile get_profiles get_profile update_profile create_or_update_profile
    create_push_token get_push_tokens get_push_token delete_push_token
    get_profile_for_push_token get_profile_id_for_push_token
    get_push_tokens_for_profile get_push_token_ids_for_profile
    merge_profiles request_profile_deletion
    bulk_import_profiles get_bulk_import_profiles_jobs get_bulk_import_profiles_job
    get_errors_for_bulk_import_profiles_job
    get_list_for_bulk_import_profiles_job get_list_ids_for_bulk_import_profiles_job
    get_profiles_for_bulk_import_profiles_job get_profile_ids_for_bulk_import_profiles_job
    bulk_subscribe_profiles bulk_unsubscribe_profiles
    bulk_suppress_profiles get_bulk_suppress_profiles_jobs get_bulk_suppress_profiles_job
    bulk_unsuppress_profiles get_bulk_unsuppress_profiles_jobs get_bulk_unsuppress_profiles_job
    create_flow get_flows get_flow update_flow delete_flow get_actions_for_flow get_action_ids_for_flow
    create_flow_action get_flow_action update_flow_action delete_flow_action
    get_flow_for_flow_action get_flow_id_for_flow_action get_flow_action_messages get_message_ids_for_flow_action
    get_flow_message get_action_for_flow_message get_action_id_for_flow_message
    get_template_for_flow_message get_template_id_for_flow_message
    create_campaign get_campaigns get_campaign update_campaign delete_campaign
    get_messages_for_campaign get_message_ids_for_campaign
    get_campaign_audiences_for_campaign get_audience_ids_for_campaign
    create_campaign_audience get_campaign_audience update_campaign_audience delete_campaign_audience
    get_campaign_for_campaign_audience get_campaign_id_for_campaign_audience
    get_campaign_messages_for_campaign_audience get_message_ids_for_campaign_audience
    create_campaign_message get_campaign_messages get_campaign_message update_campaign_message delete_campaign_message
    get_campaign_for_campaign_message get_campaign_id_for_campaign_message
    get_audience_for_campaign_message get_audience_id_for_campaign_message
    get_variations_for_campaign_message get_variation_ids_for_campaign_message
    get_template_for_campaign_message get_template_id_for_campaign_message assign_template_to_campaign_message
    create_campaign_variation get_campaign_variation update_campaign_variation delete_campaign_variation
    get_message_for_campaign_variation get_message_id_for_campaign_variation
    schedule_campaign schedule_campaign_message update_campaign_message_schedule
    send_campaign get_campaign_send_job cancel_campaign_send
    clone_campaign clone_campaign_audience clone_campaign_message
    tag_campaigns remove_tag_from_campaigns get_campaign_ids_for_tag get_tags_for_campaign get_tag_ids_for_campaign
    create_coupon get_coupons get_coupon update_coupon delete_coupon
    create_coupon_code get_coupon_codes get_coupon_code update_coupon_code delete_coupon_code
    get_coupon_for_coupon_code get_coupon_id_for_coupon_code
    get_coupon_codes_for_coupon get_coupon_code_ids_for_coupon
    bulk_create_coupon_codes get_bulk_create_coupon_code_jobs get_bulk_create_coupon_codes_job
    create_universal_content get_all_universal_content get_universal_content update_universal_content
    delete_universal_content clone_universal_content
    create_catalog_item get_catalog_items get_catalog_item update_catalog_item delete_catalog_item
    create_catalog_variant get_catalog_variants get_catalog_variant update_catalog_variant delete_catalog_variant
    get_variants_for_catalog_item get_variant_ids_for_catalog_item
    create_catalog_category get_catalog_categories get_catalog_category update_catalog_category delete_catalog_category
    get_items_for_catalog_category get_item_ids_for_catalog_category add_items_to_catalog_category
    update_items_for_catalog_category remove_items_from_catalog_category
    get_categories_for_catalog_item get_category_ids_for_catalog_item add_categories_to_catalog_item
    update_categories_for_catalog_item remove_categories_from_catalog_item
    create_back_in_stock_subscription query_metric_aggregates
    upload_image_from_url upload_image_from_file get_images get_image update_image
    create_webhook get_webhooks get_webhook update_webhook delete_webhook get_webhook_topics get_webhook_topic
    """.split()
)
READS = sorted(name for name in ANSWERED if operations()[name].method == "GET")
OF_ONE = sorted(name for name in ANSWERED if "id}" in operations()[name].path)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Api, Mapping[str, str]]]:
    """An account with one of everything; its ids by collection."""
    folder: Path = tmp_path_factory.mktemp("tour")
    with running(database(folder), Options(limits="none")) as sandbox, Api(sandbox) as api:
        yield api, furnish(api)


def furnish(api: Api) -> dict[str, str]:
    person = api.call("create_profile", body=resource("profile", {"email": "a@example.com"})).id
    newsletter = api.call("create_list", body=resource("list", {"name": "Newsletter"})).id
    api.call("add_profiles_to_list", newsletter, {"data": [{"type": "profile", "id": person}]})
    event = {
        "properties": {"Items": ["Shoes"], "total": 5},
        "metric": resource("metric", {"name": "Placed Order"}),
        "profile": resource("profile", {"email": "a@example.com"}),
    }
    api.call("create_event", body=resource("event", event))
    stored = api.call("get_events").data[0]
    metric = stored["relationships"]["metric"]["data"]["id"]
    condition = {"type": "profile-region", "in_region": True, "region": "european_union"}
    definition = {"condition_groups": [{"conditions": [condition]}]}
    segment = api.call("create_segment", body=resource("segment", {"name": "EU", "definition": definition})).id
    template = api.call(
        "create_template", body=resource("template", {"name": "Hello", "editor_type": "CODE", "html": "<p>Hello</p>"})
    ).id
    flow = api.call(
        "create_flow", body=resource("flow", {"name": "Welcome", "definition": welcome(newsletter, template)})
    ).id
    action = api.call("get_action_ids_for_flow", flow).data[0]["id"]
    tag = api.call("create_tag", body=resource("tag", {"name": "spring"})).id
    campaign = api.call("create_campaign", body=campaign_body(newsletter, template)).id
    audience = api.call("get_audience_ids_for_campaign", campaign).data[0]["id"]
    mail = api.call("get_message_ids_for_campaign", campaign).data[0]["id"]
    variation = api.call("get_variation_ids_for_campaign_message", mail).data[0]["id"]
    sent = api.call("create_campaign", body=campaign_body(newsletter, template)).id
    api.call("send_campaign", body={"data": {"type": "campaign-send-job", "id": sent}})
    codes = [{"type": "coupon-code", "attributes": {"unique_code": "A1"}, "relationships": {"coupon": coupon(api)}}]
    job = resource("coupon-code-bulk-create-job", {"coupon-codes": {"data": codes}})
    for kind, tagged in (("list", newsletter), ("segment", segment), ("flow", flow), ("campaign", campaign)):
        api.call(f"tag_{kind}s", tag, {"data": [{"type": kind, "id": tagged}]})
    return {
        "accounts": "SNDBX1",
        "campaigns": campaign,
        "campaign-audiences": audience,
        "campaign-messages": mail,
        "campaign-send-jobs": sent,
        "campaign-variations": variation,
        **catalog(api),
        "coupon-code-bulk-create-jobs": api.call("bulk_create_coupon_codes", body=job).id,
        "coupon-codes": "CART10-A1",
        "coupons": "CART10",
        "events": stored["id"],
        "flows": flow,
        "flow-actions": action,
        "flow-messages": api.call("get_message_ids_for_flow_action", action).data[0]["id"],
        "images": logo(api),
        "lists": newsletter,
        "metrics": metric,
        "metric-properties": api.call("get_property_ids_for_metric", metric).data[0]["id"],
        "profiles": person,
        "segments": segment,
        **people(api),
        "tags": tag,
        "tag-groups": api.call("get_tag_groups").data[0]["id"],
        "template-universal-content": hours(api),
        "templates": template,
        "webhooks": webhook(api),
        "webhook-topics": "event:klaviyo.sent_sms",
    }


def webhook(api: Api) -> str:
    told = {"webhook-topics": {"data": [{"type": "webhook-topic", "id": "event:klaviyo.sent_sms"}]}}
    given = {"name": "CRM", "endpoint_url": "https://crm.example/in", "secret_key": "0123456789abcdef"}
    return api.call("create_webhook", body=resource("webhook", given, relationships=told)).id


def logo(api: Api) -> str:
    body = resource("image", {"import_from_url": "https://cdn.example/logo.png"})
    return api.call("upload_image_from_url", body=body).id


def catalog(api: Api) -> dict[str, str]:
    shoe = {"external_id": "A-1", "title": "Derby", "description": "A shoe", "url": "https://shop.example"}
    item = api.call("create_catalog_item", body=resource("catalog-item", shoe)).id
    derby = {"data": {"type": "catalog-item", "id": item}}
    size = {**shoe, "external_id": "A-1-42", "sku": "D42", "inventory_quantity": 0, "price": 189}
    shoes = resource(
        "catalog-category",
        {"external_id": "shoes", "name": "Shoes"},
        relationships={"items": {"data": [derby["data"]]}},
    )
    variant = resource("catalog-variant", size, relationships={"item": derby})
    return {
        "catalog-categories": api.call("create_catalog_category", body=shoes).id,
        "catalog-items": item,
        "catalog-variants": api.call("create_catalog_variant", body=variant).id,
    }


def hours(api: Api) -> str:
    block = {"content_type": "block", "type": "html", "data": {"content": "<p>Open</p>", "display_options": {}}}
    body = resource("template-universal-content", {"name": "Hours", "definition": block})
    return api.call("create_universal_content", body=body).id


def people(api: Api) -> dict[str, str]:
    """What operations on people leave behind."""
    ben = {"type": "profile", "attributes": {"email": "b@example.com"}}
    nobody = {"type": "profile", "attributes": {"title": "Dr"}}
    who = {"profiles": {"data": [ben]}}
    stop, allow = (f"profile-suppression-bulk-{word}-job" for word in ("create", "delete"))
    return {
        "profile-bulk-import-jobs": api.call(
            "bulk_import_profiles", body=resource("profile-bulk-import-job", {"profiles": {"data": [ben, nobody]}})
        ).id,
        "push-tokens": token(api),
        f"{stop}s": api.call("bulk_suppress_profiles", body=resource(stop, who)).id,
        f"{allow}s": api.call("bulk_unsuppress_profiles", body=resource(allow, who)).id,
    }


def token(api: Api) -> str:
    person = resource("profile", {"email": "a@example.com"})
    given = {"token": "t", "platform": "ios", "vendor": "apns", "profile": person}
    api.call("create_push_token", body=resource("push-token", given))
    (found,) = api.call("get_push_tokens").data
    return str(found["id"])


def coupon(api: Api) -> dict[str, Any]:
    made = api.call("create_coupon", body=resource("coupon", {"external_id": "CART10"})).id
    return {"data": {"type": "coupon", "id": made}}


def welcome(newsletter: str, template: str) -> dict[str, Any]:
    message = {"name": "Hello", "from_email": "a@example.com", "from_label": "Shop", "template_id": template}
    action = {
        "temporary_id": "hello",
        "type": "send-email",
        "links": {"next": None},
        "data": {"status": "draft", "message": {**message, "subject_line": "Hello", "preview_text": ""}},
    }
    return {"triggers": [{"type": "list", "id": newsletter}], "entry_action_id": "hello", "actions": [action]}


def queries(operation: Operation) -> Iterator[dict[str, Any]]:
    """Each thing that the operation's query takes, once."""
    choices = CHOICES.get(operation.name)
    yield {}
    for field in choices.sort if choices else ():
        yield {"sort": field}
        yield {"sort": f"-{field}"}
    for name in choices.include if choices else ():
        yield {"include": name}
    for kind, names in operation.additional.items():
        yield {f"additional_fields_{kind}": list(names)}
    if operation.page_size_max:
        yield {"page_size": operation.page_size_max}
    for field, operators in operation.filters.items():
        if field in UNUSED_FILTERS:
            continue
        for operator in operators:
            yield {
                "filter": f"{operator}({field})"
                if operator == "has"
                else f"{operator}({field},{value(field, operator)})"
            }


def narrowed(query: dict[str, Any]) -> dict[str, Any]:
    """The query, of one coupon where it asks for codes of any."""
    written = query.get("filter", "")
    own = any(f"({field}," in written for field in ("coupon.id", "profile.id"))
    return query if own else {**query, "filter": ",".join(filter(None, ['equals(coupon.id,"CART10")', written]))}


# Fields of data that the sandbox does not have; a filter by them is refused, not answered wrongly.
UNUSED_FILTERS = frozenset({"_kx", "push_token"}) | {
    name for name in operations()["get_profiles"].filters if name.startswith("subscriptions")
}


def value(field: str, operator: str) -> str:
    if field in ("expires_at", "created", "updated", "datetime", "joined_group_at", "created_at", "updated_at"):
        return "2026-01-01T00:00:00Z"
    if field in ("published", "archived", "is_active", "is_starred", "exclusive", "default", "hidden"):
        plain = "true"
    elif field in ("timestamp", "size"):
        return "1767225600"
    else:
        plain = '"a"'
    return f"[{plain}]" if operator == "any" else plain


@pytest.mark.parametrize("name", READS)
def test_every_read_answers_all_that_its_query_takes(world: tuple[Api, Mapping[str, str]], name: str) -> None:
    api, ids = world
    operation = operations()[name]
    object_id = ids[operation.path.split("/")[2]] if "id}" in operation.path else ""
    for query in queries(operation):
        answer = api.call(name, object_id, **(narrowed(query) if name == "get_coupon_codes" else query))
        assert answer.status == 200, (query, answer.document)


@pytest.mark.parametrize("name", [name for name in READS if set(operations()[name].filters) & UNUSED_FILTERS])
def test_a_filter_by_what_the_sandbox_has_not_is_refused(world: tuple[Api, Mapping[str, str]], name: str) -> None:
    api, ids = world
    operation = operations()[name]
    object_id = ids[operation.path.split("/")[2]] if "id}" in operation.path else ""
    for field in sorted(set(operation.filters) & UNUSED_FILTERS):
        operator = operation.filters[field][0]
        answer = api.call(name, object_id, filter=f"{operator}({field},{value(field, operator)})")
        assert answer.errors == [(400, "invalid", "filter")], field


@pytest.mark.parametrize("name", OF_ONE)
def test_nobody_is_a_404(world: tuple[Api, Mapping[str, str]], name: str) -> None:
    api, _ = world
    assert api.call(name, "absent").errors == [(404, "not_found", "")]


def test_an_operation_answers_or_is_a_404(world: tuple[Api, Mapping[str, str]]) -> None:
    """Without a revision, an operation that is there says so; one that is not is no path, or no method of it."""
    api, _ = world
    answered = set()
    for row in operations().values():
        answer = api.send(
            row.method, row.path.replace("{id}", "x").replace("{job_id}", "x"), headers={"revision": None}
        )
        assert answer.status in (400, 404), (row.name, answer.status)
        if answer.status == 400:
            answered.add(row.name)
    assert answered == ANSWERED
