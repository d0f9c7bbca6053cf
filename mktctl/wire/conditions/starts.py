"""What starts a flow without a metric of the account, and whose event conditions can ask about all the same."""

from collections.abc import Mapping
from typing import Final

PRICE_DROP: Final = "$price-drop"
LOW_INVENTORY: Final = "$low-inventory"
"""Stand where the ref of the starting metric would; no ref begins with `$`."""

PROPERTY_OF: Final[Mapping[str, str]] = {
    PRICE_DROP: "price-drop-property",
    LOW_INVENTORY: "low-inventory-property",
}
"""To Klaviyo's type of condition about such an event; `metric_id` is null in it (OpenAPI PriceDropCondition)."""
START_OF: Final[Mapping[str, str]] = {type_: start for start, type_ in PROPERTY_OF.items()}
