"""Subscriptions to a variant that is out of stock (klaviyo-api.md section 1.8)."""

from typing import Any, Final

from mktctl.sandbox.call import NOTHING, Call, Reply, Routes
from mktctl.sandbox.catalog_bodies import reference
from mktctl.sandbox.jsonapi.bodies import body_shape, read_data, refuse_unknown_mentions
from mktctl.sandbox.jsonapi.shapes import Findings, Items, Record, Text, nullable, required
from mktctl.sandbox.people import ATTRIBUTES, document, upsert_profile
from mktctl.sandbox.store import Row, Store
from mktctl.sandbox.tables.back_in_stock import subscribe
from mktctl.sandbox.tables.events import NewEvent, add_event
from mktctl.sandbox.tables.metrics import OWN, metric_named
from mktctl.sandbox.tables.profiles import IDENTIFIERS

METRIC: Final = "Subscribed to Back in Stock"
_CHANNELS: Final = ("EMAIL", "PUSH", "SMS", "WHATSAPP")
_IDENTIFIERS: Final = Record(name="profile", fields={name: ATTRIBUTES[name] for name in IDENTIFIERS})
_PROFILE: Final = Record(
    name="profile",
    fields={
        "type": required(Text(choices=("profile",))),
        "id": nullable(Text()),
        "attributes": required(_IDENTIFIERS),
    },
)
_CREATE: Final = body_shape(
    "back-in-stock-subscription",
    {
        "channels": required(Items(of=Text(choices=_CHANNELS), at_least=1, at_most=len(_CHANNELS))),
        "profile": required(document(_PROFILE)),
    },
    relationships={"variant": required(reference("catalog-variant"))},
)


def create_back_in_stock_subscription(call: Call) -> Reply:
    """A person waits for a variant, which is an event that flows start by. 202 without a body.

    The profile is made or found as an event's is. It is no consent: what the person may be sent stays as it was.
    """
    findings = Findings()
    data = read_data(call.body, _CREATE, findings)
    refuse_unknown_mentions(call.store, findings)
    given = data["attributes"]
    variant = call.require("catalog-variant", data["relationships"]["variant"]["data"]["id"])
    profile_id, _ = upsert_profile(call.store, given["profile"]["data"], "/data/attributes/profile/data")
    channels = list(dict.fromkeys(given["channels"]))
    subscribe(call.store, profile_id=profile_id, variant_id=variant["id"], channels=channels)
    _tell(call.store, profile_id, variant, call.require("catalog-item", variant["item_id"]))
    return NOTHING


def _tell(store: Store, profile_id: str, variant: Row, item: Row) -> None:
    """Two variants in one second are two events; one variant twice in a second is one (E12)."""
    now = store.stamp()
    event = NewEvent(
        metric_id=metric_named(store, METRIC, OWN),
        profile_id=profile_id,
        time=now,
        properties=_product(variant, item),
        unique_id=f"{variant['external_id']}:{now // 1_000_000}",
        value=variant["price"],
        value_currency=store.account.currency,
    )
    add_event(store, event)


def _product(variant: Row, item: Row) -> dict[str, Any]:
    """What mails say of the product; where the variant has no image, its item's."""
    return {
        "ProductName": item["title"],
        "ProductID": item["external_id"],
        "VariantName": variant["title"],
        "VariantID": variant["external_id"],
        "SKU": variant["sku"],
        "ImageURL": variant["image_full_url"] or item["image_full_url"] or "",
        "URL": variant["url"],
        "Price": variant["price"],
    }


ROUTES: Routes = (("create_back_in_stock_subscription", create_back_in_stock_subscription),)
