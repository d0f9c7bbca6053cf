"""One body of every operation that sends one, hand-written from the API's own documentation."""

from typing import Any, Final

_CONDITION: Final[dict[str, Any]] = {
    "type": "profile-metric",
    "metric_id": "MeTr01",
    "measurement": "count",
    "measurement_filter": {"type": "numeric", "operator": "equals", "value": 0},
    "timeframe_filter": {"type": "date", "operator": "flow-start"},
    "metric_filters": [
        {"property": "$value", "filter": {"type": "numeric", "operator": "greater-than", "value": 20.5}}
    ],
}
_MESSAGE: Final[dict[str, Any]] = {
    "name": "welcome-1",
    "from_email": "shop@example.com",
    "from_label": "Mientior",
    "reply_to_email": None,
    "cc_email": None,
    "subject_line": "Hello {{ person.first_name|default:'there' }}",
    "preview_text": "",
    "template_id": "TeMp01",
    "smart_sending_enabled": True,
    "transactional": False,
    "add_tracking_params": True,
    "custom_tracking_params": [{"param": "utm_source", "value": "klaviyo"}],
    "additional_filters": None,
}
_DEFINITION: Final[dict[str, Any]] = {
    "triggers": [
        {
            "type": "metric",
            "id": "MeTr02",
            "trigger_filter": {
                "condition_groups": [
                    {
                        "conditions": [
                            {
                                "type": "metric-property",
                                "metric_id": "MeTr02",
                                "field": "$value",
                                "filter": {"type": "numeric", "operator": "greater-than-or-equal", "value": 20},
                            }
                        ]
                    }
                ]
            },
        }
    ],
    "profile_filter": {"condition_groups": [{"conditions": [_CONDITION]}]},
    "reentry_criteria": {"duration": 7, "unit": "day"},
    "entry_action_id": "m1",
    "actions": [
        {
            "temporary_id": "m1",
            "type": "send-email",
            "links": {"next": "d1"},
            "data": {"status": "draft", "message": _MESSAGE},
        },
        {
            "temporary_id": "d1",
            "type": "time-delay",
            "links": {"next": "s1"},
            "data": {
                "unit": "days",
                "value": 2,
                "timezone": "profile",
                "delay_until_time": "09:00:00",
                "delay_until_weekdays": ["monday"],
            },
        },
        {
            "temporary_id": "s1",
            "type": "conditional-split",
            "links": {"next_if_true": None, "next_if_false": None},
            "data": {
                "profile_filter": {"condition_groups": [{"conditions": [{"type": "profile-sample", "percentage": 50}]}]}
            },
        },
    ],
}
_SEGMENT_GROUPS: Final[dict[str, Any]] = {
    "condition_groups": [
        {
            "conditions": [
                {
                    "type": "profile-property",
                    "property": "properties['tier']",
                    "filter": {"type": "string", "operator": "in", "value": ["gold", "platinum"]},
                },
                {
                    "type": "profile-property",
                    "property": "properties['score']",
                    "filter": {"type": "existence", "operator": "not-set"},
                },
            ]
        },
        {
            "conditions": [
                {
                    **_CONDITION,
                    "timeframe_filter": {
                        "type": "date",
                        "operator": "in-the-last",
                        "unit": "day",
                        "quantity": 90,
                    },
                    "metric_filters": None,
                },
                {
                    "type": "profile-marketing-consent",
                    "consent": {
                        "channel": "email",
                        "can_receive_marketing": True,
                        "consent_status": {"subscription": "subscribed", "filters": None},
                    },
                },
                {"type": "profile-group-membership", "is_member": False, "group_ids": ["LiSt01"]},
            ]
        },
    ]
}
_DELAY: Final[dict[str, Any]] = {
    "type": "time-delay",
    "data": {"unit": "hours", "value": 4, "timezone": "profile"},
}


def _body(type_name: str, attributes: dict[str, Any], **rest: Any) -> dict[str, Any]:
    return {"data": {"type": type_name, **rest, "attributes": attributes}}


def _inner(type_name: str, **attributes: Any) -> dict[str, Any]:
    return {"data": {"type": type_name, "attributes": attributes}}


# operation → bodies
BODIES: Final[dict[str, list[dict[str, Any]]]] = {
    "create_flow": [
        _body("flow", {"name": "Welcome", "definition": _DEFINITION}),
        _body(
            "flow",
            {
                "name": "Empty",
                "definition": {
                    "triggers": [{"type": "list", "id": "LiSt01"}],
                    "profile_filter": None,
                    "entry_action_id": None,
                    "actions": [],
                },
            },
        ),
    ],
    "update_flow": [_body("flow", {"status": "live"}, id="F1")],
    "create_flow_action": [
        _body(
            "flow-action",
            {
                "definition": {"temporary_id": "new1", **_DELAY},
                "allow_live_action": True,
                "anchor-action": {
                    "data": {
                        "type": "flow-action",
                        "id": "104233",
                        "attributes": {"definition": {"type": "send-email", "links": {"next": "new1"}}},
                    }
                },
            },
        ),
        _body("flow-action", {"definition": {"temporary_id": "new1", **_DELAY, "links": {"next": "104233"}}}),
    ],
    "update_flow_action": [
        _body(
            "flow-action",
            {
                "definition": {
                    "id": "104233",
                    "type": "send-email",
                    "links": {"next": "104234"},
                    "data": {"status": "live", "message": {**_MESSAGE, "id": "MsG001"}},
                }
            },
            id="104233",
        )
    ],
    "create_segment": [
        _body("segment", {"name": "VIP  customers", "definition": _SEGMENT_GROUPS, "is_starred": False})
    ],
    "update_segment": [
        _body("segment", {"name": "VIP", "definition": _SEGMENT_GROUPS}, id="S1"),
        _body("segment", {"is_active": False}, id="S1"),
    ],
    "create_list": [
        _body("list", {"name": "Newsletter"}),
        _body("list", {"name": "Newsletter", "opt_in_process": "double_opt_in"}),
    ],
    "update_list": [
        _body("list", {"name": "News"}, id="L1"),
        _body("list", {"opt_in_process": "single_opt_in"}, id="L1"),
    ],
    "create_template": [
        _body("template", {"name": "Welcome", "editor_type": "CODE", "html": "<p>Hi {{ x }}</p>", "text": "Hi"})
    ],
    "update_template": [_body("template", {"name": "W", "html": "<p>Ho</p>", "text": None}, id="T1")],
    "clone_template": [_body("template", {"name": "Copy"}, id="T1")],
    "render_template": [_body("template", {"context": {"person": {"first_name": "Ann"}, "n": [1, None]}}, id="T1")],
    "create_event": [
        _body(
            "event",
            {
                "properties": {"$value": 12.5, "Items": [{"SKU": "a"}], "nothing": None},
                "metric": _inner("metric", name="Placed Order"),
                "profile": _inner("profile", email="seed@example.com", properties={"tier": "gold"}),
                "time": "2027-03-01T09:00:00+00:00",
                "value": 12.5,
                "value_currency": "EUR",
                "unique_id": "seed-1",
                "backfill": True,
            },
        )
    ],
    "create_or_update_profile": [
        _body(
            "profile",
            {"email": "a@example.com", "first_name": None, "properties": {"tier": "gold", "gone": None}},
        )
    ],
    "create_tag": [_body("tag", {"name": "mktctl"})],
    "tag_flows": [{"data": [{"type": "flow", "id": "F1"}]}],
    "remove_tag_from_flows": [{"data": [{"type": "flow", "id": "F1"}]}],
}

_MAIL: Final[dict[str, Any]] = {
    "channel": "email",
    "subject": "Black Friday",
    "preview_text": "20 % off",
    "from_email": "shop@example.com",
    "from_label": "Mientior",
    "template_id": "TeMp01",
}
BODIES.update(
    {
        "create_campaign": [
            _body(
                "campaign",
                {
                    "definition": {
                        "name": "Black Friday",
                        "builder": "wizard",
                        "send_settings": {"send_timezone": "UTC", "send_strategy": "timezone"},
                    },
                    "audiences": [
                        {"temporary_id": "a1", "name": "Main", "included": ["LiSt01"], "excluded": ["SeG001"]}
                    ],
                    "messages": [
                        {
                            "audience_temporary_id": "a1",
                            "name": "Black Friday",
                            "is_add_utm": True,
                            "throttling_type": "FOR_CAMPAIGNS",
                            "variations": [{"definition": {"name": "Main", "details": _MAIL}}],
                        }
                    ],
                },
            )
        ],
        "update_campaign": [
            _body(
                "campaign",
                {"definition": {"name": "Black Friday", "send_settings": {"send_timezone": "Europe/Paris"}}},
                id="C1",
            )
        ],
        "update_campaign_audience": [
            _body(
                "campaign-audience",
                {"definition": {"name": "Main", "included": ["LiSt01"], "excluded": []}},
                id="A1",
            )
        ],
        "update_campaign_message": [
            _body(
                "campaign-message",
                {
                    "definition": {
                        "name": "Black Friday",
                        "tracking_options": {"is_add_utm": True},
                        "send_options": {"throttling_type": "none"},
                        "ab_test": {
                            "winner_metric": "clicks_unique",
                            "winner_percentage": 80,
                            "winner_wait_hours": 4,
                        },
                    }
                },
                id="M1",
            )
        ],
        "create_campaign_variation": [
            _body(
                "campaign-variation",
                {"definition": {"name": "B", "details": _MAIL}},
                relationships={"campaign-message": {"data": {"type": "campaign-message", "id": "M1"}}},
            )
        ],
        "update_campaign_variation": [
            _body("campaign-variation", {"definition": {"name": "Main", "details": _MAIL}}, id="V1")
        ],
        "assign_template_to_campaign_message": [
            {
                "data": {
                    "type": "campaign-message",
                    "id": "M1",
                    "relationships": {"template": {"data": {"type": "template", "id": "TeMp01"}}},
                }
            }
        ],
        "schedule_campaign": [
            _body(
                "campaign-schedule",
                {"message_schedules": [{"message_id": "M1", **schedule}]},
                relationships={"campaign": {"data": {"type": "campaign", "id": "C1"}}},
            )
            for schedule in (
                {"strategy": "static", "send_time": "2027-03-01T09:00:00+00:00"},
                {
                    "strategy": "local_timezone",
                    "send_time": "2027-03-01T09:00:00+00:00",
                    "timezone_options": {"send_past_timezones_tomorrow": True},
                },
                {
                    "strategy": "throttled",
                    "send_time": "2027-03-01T09:00:00+00:00",
                    "throttled_options": {"throttling_percentage": 20, "throttle_unit": "hour"},
                },
                {"strategy": "smart_send_time", "send_date": "2027-03-01"},
            )
        ],
        "update_campaign_message_schedule": [_body("campaign-message-schedule", {"action": "revert"}, id="M1")],
        "send_campaign": [{"data": {"type": "campaign-send-job", "id": "C1"}}],
    }
)

_CODE: Final[dict[str, Any]] = {
    "type": "coupon-code",
    "attributes": {"unique_code": "CART10-4KX9QZ27"},
    "relationships": {"coupon": {"data": {"type": "coupon", "id": "CART10"}}},
}
_BLOCK: Final[dict[str, Any]] = {
    "content_type": "block",
    "type": "html",
    "data": {"display_options": {"show_on": "all"}, "content": "<p>Open</p>"},
}
BODIES.update(
    {
        "create_coupon": [
            _body("coupon", {"external_id": "CART10", "description": "10 % off"}),
            _body("coupon", {"external_id": "CART10"}),
        ],
        "update_coupon": [_body("coupon", {"description": "A tenth off"}, id="CART10")],
        "bulk_create_coupon_codes": [_body("coupon-code-bulk-create-job", {"coupon-codes": {"data": [_CODE]}})],
        "create_universal_content": [_body("template-universal-content", {"name": "Hours", "definition": _BLOCK})],
        "update_universal_content": [_body("template-universal-content", {"definition": _BLOCK}, id="UC1")],
    }
)
