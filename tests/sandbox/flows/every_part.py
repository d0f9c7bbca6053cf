"""One flow a kind of trigger, action and condition: together they hold every key that the reference names.

Ids are made up: these are held against shapes, not against an account.
"""

from typing import Any

from tests.sandbox.flows.parts import SAMPLE, branches, delay, email, flow, groups, ordered, split, tier, without

Json = dict[str, Any]


def date(operator: str, **keys: Any) -> Json:
    return {"type": "date", "operator": operator, **keys}


DAYS = {"unit": "day", "quantity": 30}
ALLTIME = date("alltime")
TEXT = {"type": "string", "operator": "equals", "value": "gold"}
NUMBER = {"type": "numeric", "operator": "greater-than", "value": 2}
PERSON_FILTERS: list[Json] = [
    *({"type": "string", "operator": operator, "value": "x"} for operator in (
        "contains", "not-contains", "starts-with", "not-starts-with", "ends-with", "not-ends-with", "equals",
        "not-equals", "regex", "nregex",
    )),
    *({"type": "string", "operator": operator, "value": ["x", "y"]} for operator in (
        "in", "not-in", "phone-country-code-in", "phone-country-code-not-in",
    )),
    *({"type": "numeric", "operator": operator, "value": 1.5} for operator in (
        "equals", "not-equals", "greater-than", "greater-than-or-equal", "less-than", "less-than-or-equal",
    )),
    {"type": "boolean", "operator": "equals", "value": True},
    date("after", date="2026-01-01T00:00:00Z"),
    date("before", date="2026-01-01T00:00:00Z"),
    date("between-static", start="2026-01-01T00:00:00Z", end="2026-02-01T00:00:00Z"),
    date("in-the-last", **DAYS),
    date("at-least", **DAYS),
    date("in-the-next", **DAYS),
    date("between", start=10, end=20, unit="week"),
    date("anniversary-last", **DAYS),
    date("anniversary-next", **DAYS),
    date("calendar-month", value=12),
    date("anniversary"),
    date("anniversary-month"),
    *({"type": "list", "operator": operator, "value": "x"} for operator in ("contains", "not-contains")),
    *({"type": "list", "operator": operator, "value": 2} for operator in (
        "length-equals", "length-greater-than", "length-greater-than-or-equal", "length-less-than",
        "length-less-than-or-equal",
    )),
    {"type": "existence", "operator": "is-set"},
    {"type": "existence", "operator": "not-set"},
]  # fmt: skip
METRIC_FILTERS: list[Json] = [
    {"property": "a", "filter": TEXT},
    {"property": "b", "filter": {"type": "string", "operator": "in", "value": ["x"]}},
    {"property": "c", "filter": {"type": "list", "operator": "contains-any", "value": ["x"]}},
    {"property": "d", "filter": {"type": "list", "operator": "contains-substring", "value": "x"}},
    {"property": "e", "filter": {"type": "list", "operator": "length-equals", "value": 1}},
    {"property": "f", "filter": {"type": "boolean", "operator": "equals", "value": False}},
    {"property": "g", "filter": NUMBER},
    {"property": "h", "filter": {"type": "existence", "operator": "is-set"}},
    {"property": "i", "filter": None},
]


def consent(channel: str, subscription: str, *, can: bool, filters: Any = ...) -> Json:
    status: Json = {"subscription": subscription}
    if filters is not ...:
        status["filters"] = filters
    inner = {"channel": channel, "can_receive_marketing": can, "consent_status": status}
    return {"type": "profile-marketing-consent", "consent": inner}


BOUNCED = {"field": "bounce_date", "filter": {"type": "existence", "operator": "is-set"}}
PEOPLE: list[Json] = [
    *({"type": "profile-property", "property": "properties['x']", "filter": one} for one in PERSON_FILTERS),
    ordered("MeTr01"),
    ordered("MeTr01", metric_filters=METRIC_FILTERS),
    ordered("MeTr01", measurement="sum", timeframe_filter=ALLTIME),
    *(ordered("MeTr01", timeframe_filter=one) for one in (
        date("after", date="2026-01-01T00:00:00Z"), date("in-the-last", **DAYS), date("anniversary-last", **DAYS),
        date("between", start=1, end=2, unit="hour"), date("between-static", start="2026-01-01T00:00:00Z",
        end="2026-02-01T00:00:00Z"),
    )),
    {"type": "profile-group-membership", "is_member": True, "group_ids": ["LiSt01"]},
    {
        "type": "profile-group-membership",
        "is_member": True,
        "group_ids": ["LiSt01"],
        "timeframe_filter": date("in-the-last", **DAYS),
    },
    {"type": "profile-group-membership", "is_member": False, "group_ids": ["LiSt01"]},
    consent("email", "any", can=True),
    consent("email", "any", can=True, filters=None),
    consent("email", "never_subscribed", can=True),
    consent(
        "email",
        "subscribed",
        can=True,
        filters=[
            {"field": "is_double_opt_in", "filter": {"type": "boolean", "operator": "equals", "value": True}},
            {"field": "status_date", "filter": date("in-the-last", **DAYS)},
            {"field": "custom_source", "filter": TEXT},
            {"field": "method", "method": "form", "filter": {"type": "string", "operator": "in", "value": ["F"]}},
            {"field": "method", "method": "sftp"},
        ],
    ),
    consent("email", "any", can=False, filters=[BOUNCED]),
    consent("email", "unsubscribed", can=False, filters=[{"field": "method", "method": "spam_complaint"}]),
    consent("email", "never_subscribed", can=False, filters=[BOUNCED]),
    consent("email", "subscribed", can=False, filters=[BOUNCED]),
    consent("sms", "subscribed", can=True),
    consent("sms", "any", can=False),
    consent("sms", "unsubscribed", can=False, filters=[{"field": "method", "method": "bulk_remove"}]),
    consent("sms", "never_subscribed", can=False),
    consent("push", "any", can=True, filters=[{"field": "status_date", "filter": date("in-the-last", **DAYS)}]),
    consent("push", "any", can=False),
    {
        "type": "profile-postal-code-distance",
        "country_code": "FRA",
        "postal_code": "75001",
        "unit": "kilometers",
        "filter": {"type": "numeric", "operator": "less-than", "value": 50},
    },
    {"type": "profile-region", "in_region": True, "region": "european_union"},
    {"type": "profile-predictive-analytics", "dimension": "churn_probability", "filter": NUMBER},
    {
        "type": "profile-predictive-analytics",
        "dimension": "expected_date_of_next_purchase",
        "filter": date("in-the-next", **DAYS),
    },
    {
        "type": "profile-predictive-analytics",
        "dimension": "predicted_gender",
        "filter": {"type": "string", "operator": "equals", "value": "uncertain"},
    },
    {
        "type": "profile-predictive-analytics",
        "dimension": "channel_affinity",
        "measurement": "rank",
        "predicted_channel": "sms",
        "filter": {"type": "string", "operator": "equals", "value": "high"},
    },
    {
        "type": "profile-predictive-analytics",
        "dimension": "channel_affinity",
        "measurement": "priority",
        "predicted_channel": "email",
        "filter": {"type": "numeric", "operator": "equals", "value": 1},
    },
    {
        "type": "profile-has-custom-object",
        "object_type_id": "1",
        "object_type_relationship_id": "2",
        "filter": {"type": "numeric", "operator": "greater-than", "value": 0},
        "filters": [{"property_id": 1, "filter": TEXT}],
    },
    {
        "type": "profile-permissions",
        "channel": "whatsapp_marketing",
        "permission": {"reachable_status": "implicitly_reachable"},
    },
    {
        "type": "profile-permissions",
        "channel": "whatsapp_transactional",
        "permission": {
            "reachable_status": "explicitly_reachable",
            "filters": [
                {"field": "effective_date", "filter": date("in-the-last", **DAYS)},
                {"field": "subscribe_method", "method": "shopify"},
            ],
        },
    },
    SAMPLE,
    *({"type": f"profile-not-sent-{one}", "timeframe_filter": ALLTIME} for one in ("email", "sms", "push")),
    {"type": "profile-not-sent-email", "timeframe_filter": date("in-the-last", **DAYS)},
    tier("existence", "not-set"),
]  # fmt: skip
FLOW_ONLY: list[Json] = [{"type": "profile-not-in-flow", "timeframe_filter": ALLTIME}]
ABOUT_EVENT: Json = {"type": "metric-property", "metric_id": "MeTr01", "field": "$value", "filter": NUMBER}
BETWEEN = {"type": "numeric", "operator": "between", "start": 1, "end": 2.5}

_SET: Json = {"operator": "create", "property_key": "properties['x']"}


def action(kind: str, data: Json | None, **more: Any) -> Json:
    return {"temporary_id": kind, "type": kind, **({} if data is None else {"data": data}), **more}


ACTIONS: list[Json] = [
    email(
        "m",
        None,
        "TeMp01",
        additional_filters=groups(*PEOPLE[:3]),
        custom_tracking_params=[{"param": "a", "value": "b"}],
    ),
    action("send-email", None),
    action("send-sms", {"message": {"body": "Hi", "message_hierarchy": ["SMS"], "name": None}, "status": "manual"}),
    action(
        "send-mobile-push",
        {
            "message": {
                "body": "Hi",
                "badge_options": {"badge_config": "set_count", "value": "1"},
                "kv_pairs": {"a": "b"},
                "action_buttons": [{"label": "x", "action_type": "open_app"}],
                "on_open": "link",
            }
        },
    ),
    action("send-whatsapp", {"message": {"vendor_id": "1"}}),
    action(
        "send-webhook", {"message": {"url": "https://example.com", "headers": {"a": "b"}, "body": "{}", "name": "w"}}
    ),
    action(
        "send-internal-alert",
        {"message": {"from_email": "a@b.c", "from_label": "x", "to_emails": ["d@e.f"], "subject_line": "s"}},
    ),
    delay("d", delay_until_time="09:00:00", delay_until_weekdays=["monday"], timezone="Europe/Paris"),
    delay("d", unit="hours", value=1, secondary_value=30),
    action("countdown-delay", {"unit": "weeks", "value": 1, "delay_until_weekdays": ["sunday"]}),
    action("back-in-stock-delay", None),
    split("s", None, None, *PEOPLE[:2]),
    action(
        "trigger-split",
        {
            "trigger_filter": groups(ABOUT_EVENT),
            "trigger_id": "MeTr01",
            "trigger_type": "metric",
            "trigger_subtype": None,
        },
        links={"next_if_true": None, "next_if_false": None},
    ),
    action(
        "action-output-split",
        {
            "action_output_filter": groups(
                {"type": "action-output", "output_config_id": 1, "field": "x", "filter": BETWEEN}
            )
        },
        links={"next_if_true": None, "next_if_false": None},
    ),
    branches("b", None, None),
    action(
        "ab-test",
        {
            "main_action": without(email("x"), "links"),
            "current_experiment": {
                "variations": [without(email("v"), "links")],
                "allocations": {"v": 1},
                "winner_metric": "unique-opens",
                "automatic_winner_selection_settings": {
                    "enabled": True,
                    "automatic_end_date": "2026-02-01T00:00:00Z",
                    "automatic_end_statistical_certainty": True,
                },
            },
        },
    ),
    action(
        "content-experiment",
        {
            "main_action": {"type": "send-mobile-push", "data": {"message": {"body": "x"}}},
            "current_experiment": {
                "variations": [{"temporary_id": "v", "type": "send-mobile-push", "data": {"message": {"body": "x"}}}],
                "winner_metric": "click-rate",
            },
        },
    ),
    action(
        "update-profile",
        {
            "profile_operations": [
                {**_SET, "property_type": "string", "property_value": "x"},
                {**_SET, "property_type": "boolean", "property_value": True},
                {**_SET, "property_type": "numeric", "property_value": 1},
                {**_SET, "property_type": "date", "property_value": "today"},
                {**_SET, "property_type": "list", "property_value": "x", "property_operation": "add"},
                {"operator": "delete", "property_key": "properties['x']"},
            ]
        },
    ),
    action("list-update", {"name": "x", "on_execution": False, "list_id": "LiSt01"}),
]
BIRTHDAY: Json = {
    "type": "date",
    "date_field_type": "profile-property",
    "date_profile_property": "properties['birthday']",
    "timedelta_unit_before_date": "days",
    "timedelta_value_before_date": 1,
    "recurrence_frequency": "annually",
    "timezone": "UTC",
    "trigger_time": "09:00:00",
    "trigger_days": ["monday"],
}
TRIGGERS: list[Json] = [
    {"type": "list", "id": "LiSt01"},
    {"type": "segment", "id": "SeGm01"},
    {"type": "metric", "id": "MeTr01", "trigger_filter": groups(ABOUT_EVENT, {**ABOUT_EVENT, "filter": BETWEEN})},
    BIRTHDAY,
    {
        **without(BIRTHDAY, "date_profile_property"),
        "date_field_type": "custom-object",
        "custom_object_label": "Appointment",
        "custom_object_property_id": 1,
        "object_type_id": "1",
        "object_type_relationship_id": "2",
    },
    {
        "type": "price-drop",
        "trigger_filter": groups({**ABOUT_EVENT, "type": "price-drop-property", "metric_id": None}),
        "price_drop_amount_value": 10,
        "price_drop_amount_unit": "percent",
        "audience": ["viewed"],
        "timeframe_days": 30,
        "currency_type": "usd",
    },
    {
        "type": "low-inventory",
        "product_level": "product",
        "trigger_filter": groups({**ABOUT_EVENT, "type": "low-inventory-property", "metric_id": None}),
        "inventory_count": 1,
        "audience": ["added-to-cart"],
    },
]
TARGET_DATE: Json = action("target-date", {"timezone": "UTC", "target_time": "09:00:00", "target_days": ["friday"]})
DEFINITIONS: list[Json] = [
    *(flow(TRIGGERS[0], one) for one in ACTIONS),
    *(flow(one, TARGET_DATE if one["type"] == "date" else email("m")) for one in TRIGGERS),
    *(flow(TRIGGERS[0], email("m"), profile_filter=groups(one)) for one in FLOW_ONLY + PEOPLE),
    flow(TRIGGERS[0], email("m"), reentry_criteria={"duration": 7, "unit": "day"}),
]
