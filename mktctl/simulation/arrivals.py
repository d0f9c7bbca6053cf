"""What a happening makes of a person: pure changes of the profile, and the event that says so."""

from typing import Any, Final

import msgspec

from mktctl.model.condition import Channel
from mktctl.model.flow_test import ConsentSaid, Given, ListMoved, ProductMoved, PropertiesSet, Tracked
from mktctl.model.profile import ConsentRecord, ConsentStatus, Event, Profile

_replace: Final = msgspec.structs.replace
_CONSENT_METRICS: Final[dict[tuple[Channel, ConsentStatus], str]] = {
    ("email", "subscribed"): "subscribed_to_email_marketing",
    ("email", "unsubscribed"): "unsubscribed_from_email_marketing",
    ("sms", "subscribed"): "subscribed_to_sms_marketing",
    ("sms", "unsubscribed"): "unsubscribed_from_sms_marketing",
}
RECEIVED: Final[dict[Channel, str]] = {"email": "received_email", "sms": "received_sms", "push": "received_push"}
"""What the platform records when a message went out; WhatsApp has no such metric of its own."""
REACTED: Final[dict[tuple[str, Channel], str]] = {
    ("opens", "email"): "opened_email",
    ("clicks", "email"): "clicked_email",
    ("clicks", "sms"): "clicked_sms",
    ("opens", "push"): "opened_push",
}
"""What it records when somebody reacts; nothing for what a channel cannot tell, such as the opening of a text."""
PRODUCT_METRICS: Final = {"price-drop": "price_drop", "low-inventory": "low_inventory"}


def after(person: Profile, happening: Given, event_id: str) -> tuple[Profile, Event | None]:
    """The person afterwards, and the event that was recorded, if the platform records one."""
    match happening:
        case Tracked(metric=metric, properties=properties):
            return with_event(person, _event(event_id, metric, happening, properties))
        case ProductMoved(about=about, properties=properties):
            return with_event(person, _event(event_id, PRODUCT_METRICS[about], happening, properties))
        case PropertiesSet(fields=fields, properties=properties):
            own, custom = _set(person.fields, fields), _set(person.properties, properties)
            return _replace(person, fields=own, properties=custom), None
        case ConsentSaid(channel=channel, status=status):
            record = ConsentRecord(status=status, date=happening.at)
            changed = _replace(person, consents={**person.consents, channel: record})
            metric = _CONSENT_METRICS.get((channel, status), "")
            return with_event(changed, _event(event_id, metric, happening, {})) if metric else (changed, None)
        case ListMoved(list=ref, joins=True):
            lists = {**person.lists, ref: person.lists.get(ref, happening.at)}
            moved = _replace(person, lists=lists)
            return with_event(moved, _event(event_id, "subscribed_to_list", happening, {"List": ref}))
        case ListMoved(list=ref):
            moved = _replace(person, lists={name: at for name, at in person.lists.items() if name != ref})
            return with_event(moved, _event(event_id, "unsubscribed_from_list", happening, {"List": ref}))
        case _:
            return person, None


def with_event(person: Profile, event: Event) -> tuple[Profile, Event]:
    """The person with one more event."""
    return _replace(person, events=(*person.events, event)), event


def _event(id_: str, metric: str, happening: Given, properties: dict[str, Any]) -> Event:
    value = properties.get("$value")
    amount = float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
    return Event(id=id_, metric=metric, time=happening.at, properties=properties, value=amount)


def _set(held: Any, changes: dict[str, Any]) -> dict[str, Any]:
    """None unsets."""
    return {name: value for name, value in {**held, **changes}.items() if value is not None}
