"""The definitions of campaigns, audiences, messages and variations, and the bodies that carry them.

klaviyo-api.md sections 1.4 and 4.1; what is nullable and what is filled in: the models of the SDK.
"""

from typing import Final

from mktctl.sandbox.campaigns.details import DETAILS
from mktctl.sandbox.flows.parts import SentOnly, defaulted
from mktctl.sandbox.jsonapi.bodies import body_shape, identifiers_shape, to_one
from mktctl.sandbox.jsonapi.shapes import (
    Field,
    Flag,
    FreeObject,
    Instant,
    Items,
    Number,
    Record,
    Reference,
    Text,
    nullable,
    required,
)

MOST_INCLUDED: Final = 15
"""Lists and segments that a campaign sends to (help page 360050216012)."""
MOST_PARTS: Final = 100
"""Audiences, messages or variations in one request: a bound of the sandbox's own."""
THROTTLING: Final = {
    "FOR_CAMPAIGNS": "throttle-for-campaigns",
    "FOR_CAMPAIGNS_AND_FLOWS": "throttle-for-campaigns-and-flows",
    "FOR_FLOWS": "throttle-for-flows",
    "NONE": "none",
}
"""Smart sending as an inline message writes it, and as a message's definition has it."""

_NAME: Final = Text(min_length=1, max_length=256)
_FLAG: Final = nullable(Flag())
_GROUP: Final = Reference(kinds=("list", "segment"))
_PERCENT: Final = Number(whole=True, minimum=1, maximum=99)
_SEND_SETTINGS: Final = Record(
    name="SendSettings",
    fields={
        "send_timezone": nullable(Text(min_length=1)),
        "send_strategy": nullable(Text(min_length=1)),
        "send_passed_rltz_immediately": _FLAG,
        "exit_condition_enabled": _FLAG,
        "exit_condition_conversion_metric_id": nullable(Reference(kinds=("metric",))),
    },
)
CAMPAIGN: Final = Record(
    name="CampaignDefinition",
    fields={
        "name": required(_NAME),
        "builder": defaulted(Text(choices=("canvas", "wizard")), "wizard", nullable=True),
        "archived": defaulted(Flag(), value=False, nullable=True),
        "color": nullable(Text(pattern="[0-9a-fA-F]{6}")),
        "description": nullable(Text()),
        "send_settings": defaulted(_SEND_SETTINGS, {}),
    },
)
_GROUPS: Final = {
    "name": nullable(_NAME),
    "included": nullable(Items(of=_GROUP, at_most=MOST_INCLUDED)),
    "excluded": nullable(Items(of=_GROUP)),
}
AUDIENCE: Final = Record(name="AudienceDefinition", fields={**_GROUPS, "priority": nullable(Number(whole=True))})
_TRACKING: Final = Record(
    name="MessageTrackingOptions",
    fields={
        "is_add_utm": _FLAG,
        "is_tracking_clicks": defaulted(Flag(), value=True, nullable=True),
        "is_tracking_opens": defaulted(Flag(), value=True, nullable=True),
    },
)
_STRATEGIES: Final = (
    "ab_send_time_test",
    "content_variation",
    "content_variation_local_timezone",
    "local_timezone",
    "personalized_send_time_optimization",
    "send_time_optimization",
    "static",
    "throttled",
    "variation_per_second_throttled",
)
_SEND_OPTIONS: Final = Record(
    name="MessageSendOptions",
    fields={
        "send_time": nullable(Instant()),
        "send_times": nullable(FreeObject(values=Instant())),
        "send_strategy": nullable(Text(choices=_STRATEGIES)),
        "recipient_percentage": nullable(Number(whole=True, minimum=0, maximum=100)),
        "throttling_type": nullable(Text(choices=tuple(THROTTLING.values()))),
        "throttle_unit": nullable(Text(choices=("hour", "minute"))),
        "is_ignoring_unsubscribes": _FLAG,
    },
)
_AB_TEST: Final = Record(
    name="ABTestSettings",
    fields={
        "winner_metric": nullable(Text(choices=("clicks_unique", "opens_unique", "placed_orders_unique"))),
        "winner_percentage": nullable(_PERCENT),
        "winner_wait_hours": nullable(Number(whole=True, minimum=1)),
    },
)
MESSAGE: Final = Record(
    name="MessageDefinition",
    fields={
        "name": nullable(_NAME),
        "status": SentOnly(Text(choices=("cancelled", "draft", "scheduled", "sending", "sent")), nullable=True),
        "tracking_options": defaulted(_TRACKING, {}),
        "send_options": defaulted(_SEND_OPTIONS, {}),
        "ab_test": nullable(_AB_TEST),
    },
)
VARIATION: Final = Record(name="VariationDefinition", fields={"name": nullable(_NAME), "details": nullable(DETAILS)})

_VARIATIONS: Final = nullable(
    Items(of=Record(name="VariationInlineCreate", fields={"definition": required(VARIATION)}), at_most=MOST_PARTS)
)
_INLINE_MESSAGE: Final = Record(
    name="MessageInlineCreate",
    fields={
        "audience_temporary_id": required(Text(min_length=1)),
        "name": nullable(_NAME),
        "is_add_utm": _FLAG,
        "throttling_type": nullable(Text(choices=tuple(THROTTLING))),
        "variations": _VARIATIONS,
    },
)
_INLINE_AUDIENCE: Final = Record(
    name="AudienceInlineCreate", fields={"temporary_id": required(Text(min_length=1)), **_GROUPS}
)
CREATE_CAMPAIGN: Final = body_shape(
    "campaign",
    {
        "definition": required(CAMPAIGN),
        "audiences": nullable(Items(of=_INLINE_AUDIENCE, at_most=MOST_PARTS)),
        "messages": nullable(Items(of=_INLINE_MESSAGE, at_most=MOST_PARTS)),
    },
    relationships={"tags": Field(identifiers_shape("tag"))},
)
CREATE_AUDIENCE: Final = body_shape(
    "campaign-audience",
    {"definition": required(AUDIENCE)},
    relationships={"campaign": required(to_one("campaign"))},
)
CREATE_MESSAGE: Final = body_shape(
    "campaign-message",
    {"definition": required(MESSAGE), "variations": _VARIATIONS},
    relationships={
        "campaign": required(to_one("campaign")),
        "campaign-audience": required(to_one("campaign-audience")),
    },
)
CREATE_VARIATION: Final = body_shape(
    "campaign-variation",
    {"definition": required(VARIATION)},
    relationships={"campaign-message": required(to_one("campaign-message"))},
)


def update_body(kind: str, definition: Record) -> Record:
    """The body that changes a campaign or a part of one: each key of its definition may be left out."""
    partial = Record(
        name=definition.name,
        fields={key: Field(field.shape, nullable=field.nullable) for key, field in definition.fields.items()},
    )
    return body_shape(kind, {"definition": required(partial)}, with_id=True)
