"""The seven triggers of a flow (klaviyo-api.md section 2)."""

from typing import Final

from mktctl.sandbox.flows.filters import groups
from mktctl.sandbox.flows.parts import COUNT, TIME_OF_DAY, WEEKDAYS, WHOLE, ZONE, defaulted
from mktctl.sandbox.jsonapi.shapes import Field, Items, Number, Record, Reference, Text, Variants, nullable, required

_TYPE: Final = required(Text())
_AUDIENCE: Final = ("added-to-cart", "checkout-started", "viewed")
_DATE: Final = {
    "type": _TYPE,
    "date_field_type": required(Text()),
    "timedelta_unit_before_date": defaulted(Text(choices=("days", "months", "weeks")), "weeks"),
    "timedelta_value_before_date": required(COUNT),
    "recurrence_frequency": defaulted(Text(choices=("annually", "monthly", "never", "weekly")), "monthly"),
    "timezone": ZONE,
    "trigger_time": required(TIME_OF_DAY),
    "trigger_days": nullable(WEEKDAYS),
}

TRIGGER: Final = Variants(
    name="FlowDefinition",
    key="type",
    cases={
        "list": Record(name="ListTrigger", fields={"type": _TYPE, "id": nullable(Reference(kinds=("list",)))}),
        "segment": Record(name="SegmentTrigger", fields={"type": _TYPE, "id": nullable(Reference(kinds=("segment",)))}),
        "metric": Record(
            name="MetricTrigger",
            fields={
                "type": _TYPE,
                "id": nullable(Reference(kinds=("metric",))),
                "trigger_filter": nullable(groups("metric-trigger")),
            },
        ),
        "date": Variants(
            name="DateTrigger",
            key="date_field_type",
            cases={
                "profile-property": Record(
                    name="ProfilePropertyDateTrigger",
                    fields={**_DATE, "date_profile_property": required(Text(min_length=1))},
                ),
                "custom-object": Record(
                    name="CustomObjectDateTrigger",
                    fields={
                        **_DATE,
                        "custom_object_label": required(Text()),
                        "custom_object_property_id": required(WHOLE),
                        "object_type_id": required(Text()),
                        "object_type_relationship_id": required(Text()),
                    },
                ),
            },
        ),
        "price-drop": Record(
            name="PriceDropTrigger",
            fields={
                "type": _TYPE,
                "trigger_filter": Field(groups("price-drop-trigger"), required=True, nullable=True),
                "price_drop_amount_value": required(Number(minimum=0)),
                "price_drop_amount_unit": defaulted(Text(choices=("currency", "percent")), "currency"),
                "audience": required(Items(of=Text(choices=_AUDIENCE[1:]))),
                "timeframe_days": defaulted(COUNT, 30),
                "currency_type": defaulted(Text(choices=("usd",)), "usd"),
            },
        ),
        "low-inventory": Record(
            name="LowInventoryTrigger",
            fields={
                "type": _TYPE,
                "product_level": required(Text(choices=("product", "variant"))),
                "trigger_filter": Field(groups("low-inventory-trigger"), required=True, nullable=True),
                "inventory_count": required(COUNT),
                "audience": required(Items(of=Text(choices=_AUDIENCE))),
                "timeframe_days": defaulted(COUNT, 30),
            },
        ),
    },
)
