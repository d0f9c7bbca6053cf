"""What stands in a query: the fields of each type, and what each operation sorts by and includes.

Facts of the OpenAPI document and klaviyo-api.md section 1; the rest of an operation stands in `model/operations.json`.
"""

from typing import Final

from mktctl.sandbox.jsonapi.queries import Choices

_PROFILE: Final = (
    "email phone_number external_id first_name last_name organization locale title image created updated "
    "last_event_date location properties subscriptions predictive_analytics joined_group_at"
)
ATTRIBUTES: Final[dict[str, tuple[str, ...]]] = {
    kind: tuple(names.split())
    for kind, names in {
        "account": "test_account contact_information industry timezone preferred_currency public_api_key locale",
        "campaign": "definition created_at updated_at",
        "campaign-audience": "definition created updated",
        "campaign-message": "definition created updated label channel content send_times render_options",
        "campaign-message-schedule": "send_time send_date strategy throttling_percentage throttle_unit",
        "campaign-schedule": "messages",
        "campaign-send-job": "status",
        "campaign-variation": "definition created updated",
        "catalog-category": "external_id name updated",
        "catalog-item": "external_id title description price url image_full_url image_thumbnail_url images "
        "custom_metadata published created updated",
        "catalog-variant": "external_id title description sku inventory_policy inventory_quantity price url "
        "image_full_url image_thumbnail_url images custom_metadata published created updated",
        "coupon": "external_id description monitor_configuration",
        "coupon-code": "unique_code expires_at status",
        "coupon-code-bulk-create-job": "status created_at total_count completed_count failed_count completed_at errors "
        "expires_at",
        "event": "timestamp event_properties datetime uuid",
        "flow": "name status archived created updated trigger_type definition",
        "flow-action": "definition created updated",
        "flow-message": "channel definition created updated",
        "image": "name image_url format size hidden updated_at",
        "list": "name created updated opt_in_process profile_count",
        "metric": "name created updated integration",
        "metric-aggregate": "dates data",
        "metric-property": "label property inferred_type sample_values",
        "import-error": "code title detail source original_payload",
        "profile": _PROFILE,
        "profile-bulk-import-job": "status created_at total_count completed_count failed_count completed_at expires_at "
        "started_at",
        **dict.fromkeys(
            ("profile-suppression-bulk-create-job", "profile-suppression-bulk-delete-job"),
            "status created_at total_count completed_count completed_at skipped_count",
        ),
        "push-token": "created token enablement_status platform vendor background recorded_date metadata",
        "segment": "name definition created updated is_active is_processing is_starred profile_count",
        "tag": "name",
        "tag-group": "name exclusive default",
        "template": "name editor_type html text amp created updated definition",
        "template-universal-content": "name definition created updated screenshot_status screenshot_url",
        "webhook": "name description endpoint_url enabled created_at updated_at",
        "webhook-topic": "id",
    }.items()
}

_NAMED: Final = ("created", "id", "name", "updated")
_GROUPED: Final = Choices(sort=_NAMED, include=("flow-triggers", "tags"))
_JOINED: Final = Choices(sort=("joined_group_at",))
_ACTIONS: Final = Choices(sort=("action_type", "created", "id", "status", "updated"))
_MESSAGES: Final = Choices(sort=_NAMED)
_MADE: Final = Choices(sort=("created",))
_ITEMS: Final = Choices(sort=("created",), include=("variants",))
_CAMPAIGN_INCLUDE: Final = ("campaign-audiences", "campaign-messages", "tags")
_EVENT_INCLUDE: Final = ("metric", "profile")

CHOICES: Final[dict[str, Choices]] = {
    "get_campaigns": Choices(sort=("created_at", "id", "name", "updated_at"), include=_CAMPAIGN_INCLUDE),
    "get_campaign": Choices(include=_CAMPAIGN_INCLUDE),
    "get_messages_for_campaign": Choices(include=("campaign",)),
    "get_campaign_audience": Choices(include=("campaign", "campaign-messages")),
    "get_campaign_messages": Choices(sort=(*_NAMED, "status"), include=("campaign",)),
    "get_campaign_message": Choices(include=("campaign", "campaign-variations")),
    "get_campaign_variation": Choices(include=("campaign-message",)),
    "get_all_universal_content": Choices(sort=_NAMED),
    "get_bulk_create_coupon_codes_job": Choices(include=("coupon-codes",)),
    "get_catalog_categories": _MADE,
    "get_categories_for_catalog_item": _MADE,
    "get_category_ids_for_catalog_item": _MADE,
    "get_catalog_items": _ITEMS,
    "get_catalog_item": Choices(include=_ITEMS.include),
    "get_items_for_catalog_category": _ITEMS,
    "get_item_ids_for_catalog_category": _MADE,
    "get_catalog_variants": _MADE,
    "get_variants_for_catalog_item": _MADE,
    "get_variant_ids_for_catalog_item": _MADE,
    "get_coupon_code": Choices(include=("coupon",)),
    "get_coupon_codes": Choices(include=("coupon",)),
    "get_events": Choices(sort=("datetime", "timestamp"), include=_EVENT_INCLUDE),
    "get_event": Choices(include=_EVENT_INCLUDE),
    "get_flows": Choices(sort=(*_NAMED, "status", "trigger_type"), include=("flow-actions", "tags")),
    "get_flow": Choices(include=("flow-actions", "tags")),
    "get_actions_for_flow": _ACTIONS,
    "get_action_ids_for_flow": _ACTIONS,
    "get_flow_action": Choices(include=("flow", "flow-messages")),
    "get_flow_action_messages": _MESSAGES,
    "get_message_ids_for_flow_action": _MESSAGES,
    "get_flow_message": Choices(include=("flow-action", "template")),
    "get_images": Choices(sort=("format", "id", "name", "size", "updated_at")),
    "get_lists": _GROUPED,
    "get_list": Choices(include=_GROUPED.include),
    "get_profiles_for_list": _JOINED,
    "get_profile_ids_for_list": _JOINED,
    "get_segments": _GROUPED,
    "get_segment": Choices(include=_GROUPED.include),
    "get_metrics": Choices(include=("flow-triggers",)),
    "get_metric": Choices(include=("flow-triggers",)),
    "get_metric_property": Choices(include=("metric",)),
    "get_profiles": Choices(sort=("created", "email", "id", "updated"), include=("push-tokens",)),
    "get_bulk_import_profiles_job": Choices(include=("lists",)),
    "get_bulk_import_profiles_jobs": Choices(sort=("created_at",)),
    "get_bulk_suppress_profiles_jobs": Choices(sort=("created",)),
    "get_bulk_unsuppress_profiles_jobs": Choices(sort=("created",)),
    "get_profile": Choices(include=("lists", "push-tokens")),
    "get_push_token": Choices(include=("profile",)),
    "get_push_tokens": Choices(include=("profile",)),
    "get_tags": Choices(sort=("id", "name"), include=("tag-group",)),
    "get_tag": Choices(include=("tag-group",)),
    "get_tag_groups": Choices(sort=("id", "name")),
    "get_templates": Choices(sort=_NAMED),
    "get_webhooks": Choices(include=("webhook-topics",)),
    "get_webhook": Choices(include=("webhook-topics",)),
}
