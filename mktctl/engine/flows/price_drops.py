"""Whom a price drop is news to: not who bought the product, nor who saw it at that price already (T3)."""

from datetime import datetime, timedelta
from typing import Final

from mktctl.engine.flows.effects import Check
from mktctl.model.flow_graph import ProductEntry
from mktctl.model.profile import Event, Profile

_BOUGHT: Final = "ordered_product"
_SAW: Final = "viewed_product"
_PRODUCT: Final = "ProductID"
_PRICE: Final = "Price"
_DAYS: Final = 30
"""How far back Klaviyo looks where the trigger says nothing."""


def news_checks(entry: ProductEntry, person: Profile, event: Event, now: datetime) -> tuple[Check, ...]:
    """Asked of price drops whose event names a product; without its price, nobody can have seen it."""
    product = event.property(_PRODUCT)
    if entry.about != "price-drop" or product is None:
        return ()
    since = now - timedelta(days=entry.settings.get("timeframe_days") or _DAYS)
    known = [
        one
        for one in person.events
        if one.id != event.id and since <= one.time <= now and one.property(_PRODUCT) == product
    ]
    price = event.property(_PRICE)
    bought = any(one.metric == _BOUGHT for one in known)
    saw = any(one.metric == _SAW and _is_at_most(one.property(_PRICE), price) for one in known)
    return (
        Check(question=f"did not buy {product}", passed=not bought),
        Check(question=f"did not see {product} at {price} or less", passed=not saw),
    )


def _is_at_most(price: object, limit: object) -> bool:
    return isinstance(price, int | float) and isinstance(limit, int | float) and price <= limit
