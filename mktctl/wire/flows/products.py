"""Triggers about products: `price-drop` and `low-inventory` (klaviyo-api.md section 2; P29). Filters come ready."""

from collections.abc import Mapping
from typing import Any, Final, Literal

from mktctl.model.condition import EventTest
from mktctl.model.flow import LowInventoryTrigger, PriceDropTrigger

Audience = Literal["viewed", "started_checkout", "added_to_cart"]
Where = tuple[tuple[EventTest, ...], ...]
_AUDIENCES: Final[Mapping[Audience, str]] = {
    "added_to_cart": "added-to-cart",
    "started_checkout": "checkout-started",
    "viewed": "viewed",
}
_UNITS: Final[Mapping[Literal["percent", "usd"], str]] = {"percent": "percent", "usd": "currency"}
_DAYS: Final = 30
"""What Klaviyo fills in."""


def encode_price_drop(trigger: PriceDropTrigger, where: dict[str, Any] | None) -> dict[str, Any]:
    """In percent, or in US dollars: Klaviyo has no other currency here (P29)."""
    amount = int(trigger.amount) if trigger.amount == int(trigger.amount) else trigger.amount
    return {
        "type": "price-drop",
        "trigger_filter": where,
        "price_drop_amount_value": amount,
        "price_drop_amount_unit": _UNITS[trigger.unit],
        "audience": [word for name, word in _AUDIENCES.items() if name in trigger.audience],
        "timeframe_days": trigger.within_days,
        "currency_type": "usd",
    }


def decode_price_drop(document: Mapping[str, Any], where: Where) -> PriceDropTrigger:
    """What is absent is as Klaviyo fills it in: an amount of money, within thirty days."""
    asked = document.get("audience") or ()
    audience: tuple[Literal["viewed", "started_checkout"], ...] = ("started_checkout", "viewed")
    return PriceDropTrigger(
        amount=float(document["price_drop_amount_value"]),
        unit="percent" if document.get("price_drop_amount_unit") == "percent" else "usd",
        audience=tuple(name for name in audience if _AUDIENCES[name] in asked),
        within_days=document.get("timeframe_days") or _DAYS,
        where=where,
    )


def encode_low_inventory(trigger: LowInventoryTrigger, where: dict[str, Any] | None) -> dict[str, Any]:
    """So many left at most, of each variant or of the product."""
    return {
        "type": "low-inventory",
        "product_level": trigger.level,
        "trigger_filter": where,
        "inventory_count": trigger.at_most,
        "audience": [word for name, word in _AUDIENCES.items() if name in trigger.audience],
        "timeframe_days": trigger.within_days,
    }


def decode_low_inventory(document: Mapping[str, Any], where: Where) -> LowInventoryTrigger:
    """Within thirty days where nothing is said."""
    asked = document.get("audience") or ()
    return LowInventoryTrigger(
        at_most=document["inventory_count"],
        level="product" if document["product_level"] == "product" else "variant",
        audience=tuple(name for name, word in _AUDIENCES.items() if word in asked),
        within_days=document.get("timeframe_days") or _DAYS,
        where=where,
    )
