"""What mktctl itself reads of `raw:` actions and triggers, and so has to find in its form (OpenAPI Flow)."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal

import msgspec


class _Wait(msgspec.Struct):
    value: int
    unit: Literal["days", "hours", "minutes"] = "days"
    secondary_value: int | None = None
    delay_until_time: str | None = None
    delay_until_weekdays: list[str] | None = None


class _DateWait(msgspec.Struct):
    value: int = 0
    unit: Literal["days", "weeks", "months"] = "days"


class _Message(msgspec.Struct):
    subject_line: str | None = None
    template_id: str | None = None
    name: str | None = None


class _AlertMessage(_Message):
    to_emails: list[str] = []


class _WebhookMessage(_Message, kw_only=True):
    url: str
    headers: dict[str, str] | None = None


class _Sends(msgspec.Struct):
    message: _Message


class _Alerts(msgspec.Struct):
    message: _AlertMessage


class _Calls(msgspec.Struct):
    message: _WebhookMessage


class _Operation(msgspec.Struct):
    property_key: str
    operator: str | None = None
    property_operation: str | None = None


class _Profile(msgspec.Struct):
    profile_operations: list[_Operation]


class _List(msgspec.Struct):
    list_id: str


class _Group(msgspec.Struct):
    conditions: list[dict[str, Any]]


class _Groups(msgspec.Struct):
    condition_groups: list[_Group]


class _Trigger(msgspec.Struct):
    id: str | None = None
    trigger_filter: _Groups | None = None


class _DateTrigger(_Trigger):
    date_profile_property: str | None = None
    timedelta_value_before_date: int | None = None
    timedelta_unit_before_date: str | None = None
    trigger_time: str | None = None
    trigger_days: list[str] | None = None


class _PriceDrop(_Trigger, kw_only=True):
    price_drop_amount_value: float
    audience: list[str]


class _LowInventory(_Trigger, kw_only=True):
    inventory_count: int
    audience: list[str]


_TRIGGERS: Final[Mapping[str, type[msgspec.Struct]]] = {
    "date": _DateTrigger, "price-drop": _PriceDrop, "low-inventory": _LowInventory,
}  # fmt: skip
_SHAPES: Final[Mapping[str, type[msgspec.Struct]]] = {
    "time-delay": _Wait, "countdown-delay": _DateWait, "send-email": _Sends, "send-sms": _Sends,
    "send-mobile-push": _Sends, "send-whatsapp": _Sends, "send-internal-alert": _Alerts, "send-webhook": _Calls,
    "update-profile": _Profile, "list-update": _List,
}  # fmt: skip


def shape_mistake(type_: str, data: Mapping[str, Any]) -> str:
    """What is wrong with `data` of an action of that type, such as "Expected `int`, got `str` - at `$.value`"; empty
    when nothing is, or the type is one that mktctl does not look into.
    """
    shape = _SHAPES.get(type_)
    return "" if shape is None else _mistake(data, shape)


def trigger_mistake(trigger: Mapping[str, Any]) -> str:
    """The same of a trigger, of whatever type."""
    return _mistake(trigger, _TRIGGERS.get(trigger["type"], _Trigger))


def _mistake(value: Mapping[str, Any], shape: type[msgspec.Struct]) -> str:
    try:
        msgspec.convert(value, shape)
    except msgspec.ValidationError as error:
        return str(error)
    return ""


def texts_in(value: Any) -> Iterator[str]:
    """Every text in a JSON value, the keys too; a document of the language is at most so deep as its limits say."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield str(key)
            yield from texts_in(item)
    elif isinstance(value, list):
        for item in value:
            yield from texts_in(item)
