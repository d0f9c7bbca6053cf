"""Each action with one way on, as the step that it is."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from mktctl.model.flow import AnyStep, Email, RawStep, Sms, StockWait
from mktctl.wire.errors import UnreadableError
from mktctl.wire.flows import alerts, data_steps, dates, messages, pushes, texts, waits
from mktctl.wire.flows.experiments import Tested, decode_experiment
from mktctl.wire.ids import Ids

KeyOf = Callable[[Mapping[str, Any]], str]
_OWN_KEYS: Final = frozenset({"id", "temporary_id", "type", "links", "data"})


def read_action(action: Mapping[str, Any], key_of: KeyOf, ids: Ids, where: str, made: str | None = None) -> AnyStep:
    """A step; a `raw` one for a type without words, when nothing of it is lost.

    `key_of` names actions; `made` is the instant of the flow's creation, None where it is not known.
    """
    data = action.get("data") or {}
    key = key_of(action)
    match action["type"]:
        case "ab-test":
            return decode_experiment(key, data, lambda one: (key_of(one), _message(one, ids, where)), where, made)
        case "time-delay":
            return waits.decode_wait(key, data, where)
        case "countdown-delay":
            return dates.decode_countdown(key, data, where)
        case "back-in-stock-delay":
            return StockWait(key=key)
        case "update-profile":
            return data_steps.decode_update(key, data, where)
        case "list-update":
            return data_steps.decode_list_update(key, data, ids, where)
        case "send-email" | "send-sms" | "send-mobile-push" | "send-whatsapp" | "send-webhook" | "send-internal-alert":
            return _sending(action, key, ids, where)
        case _:
            return _raw(action, key, where)


def _sending(action: Mapping[str, Any], key: str, ids: Ids, where: str) -> AnyStep:
    data = action.get("data") or {}
    match action["type"]:
        case "send-email":
            return messages.decode_email(key, data, ids, where)
        case "send-sms":
            return texts.decode_sms(key, data, ids, where)
        case "send-mobile-push":
            return pushes.decode_push(key, data, ids, where)
        case "send-whatsapp":
            return texts.decode_whatsapp(key, data, ids, where)
        case "send-webhook":
            return messages.decode_webhook(key, data, where)
        case _:
            return alerts.decode_alert(key, data, ids, where)


def _message(action: Mapping[str, Any], ids: Ids, where: str) -> Tested:
    """A message inside a test; its own key says only which one it is."""
    if action.get("type") not in ("send-email", "send-sms"):
        raise UnreadableError(where, f"a test of a {action.get('type')}")
    step = _sending(action, "", ids, where)
    assert isinstance(step, Email | Sms)
    return step


def _raw(action: Mapping[str, Any], key: str, where: str) -> RawStep:
    """Ids of the platform inside it would not be the same after it is sent again."""
    type_, links = action["type"], action.get("links") or {}
    unknown = set(action) - _OWN_KEYS
    if unknown or set(links) - {"next"} or _has_ids(action.get("data")):
        raise UnreadableError(where, f"an action of type {type_}")
    json = {"type": type_} if action.get("data") is None else {"type": type_, "data": action["data"]}
    return RawStep(key=key, json=json)


def _has_ids(value: Any) -> bool:
    match value:
        case Mapping():
            return any((name == "id" and one is not None) or _has_ids(one) for name, one in value.items())
        case list():
            return any(_has_ids(one) for one in value)
        case _:
            return False
