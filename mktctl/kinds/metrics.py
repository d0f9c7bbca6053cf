"""Metrics that nobody declares: Klaviyo's own, and what the store's integration sends, by its exact names."""

from collections.abc import Mapping
from typing import Final

from mktctl.model.condition import PropertyType
from mktctl.model.project import EventField, Metric

Types = Mapping[str, PropertyType]

_MAIL: Final[Types] = {
    "Subject": "text", "Campaign Name": "text", "Email Domain": "text", "$flow": "text", "$message": "text",
}  # fmt: skip
_OPENED: Final[Types] = {**_MAIL, "Apple Privacy Open": "boolean", "Client Type": "text"}
_CLICKED: Final[Types] = {**_MAIL, "URL": "text", "Bot Click": "boolean", "Client Type": "text"}
_SMS: Final[Types] = {"Message Body": "text", "To Number": "text", "$flow": "text", "$message": "text"}
_LIST: Final[Types] = {"List": "text"}
_STOCK: Final[Types] = {
    "$value": "number", "ProductName": "text", "ProductID": "text", "VariantName": "text", "VariantID": "text",
    "ImageURL": "text", "URL": "text", "Price": "number",
}  # fmt: skip

OWN: Final[Mapping[str, tuple[str, Types]]] = {
    "received_email": ("Received Email", _MAIL),
    "opened_email": ("Opened Email", _OPENED),
    "clicked_email": ("Clicked Email", _CLICKED),
    "bounced_email": ("Bounced Email", {**_MAIL, "Bounce Type": "text"}),
    "dropped_email": ("Dropped Email", _MAIL),
    "marked_email_as_spam": ("Marked Email as Spam", _MAIL),
    "subscribed_to_email_marketing": ("Subscribed to Email Marketing", {}),
    "unsubscribed_from_email_marketing": ("Unsubscribed from Email Marketing", {}),
    "subscribed_to_list": ("Subscribed to List", _LIST),
    "unsubscribed_from_list": ("Unsubscribed from List", _LIST),
    "received_sms": ("Received SMS", _SMS),
    "clicked_sms": ("Clicked SMS", {**_SMS, "URL": "text"}),
    "failed_to_deliver_sms": ("Failed to Deliver SMS", _SMS),
    "subscribed_to_sms_marketing": ("Subscribed to SMS Marketing", {}),
    "unsubscribed_from_sms_marketing": ("Unsubscribed from SMS Marketing", {}),
    "received_push": ("Received Push", {"$flow": "text", "$message": "text"}),
    "opened_push": ("Opened Push", {"$flow": "text", "$message": "text"}),
    "bounced_push": ("Bounced Push", {"$flow": "text", "$message": "text"}),
    "active_on_site": ("Active on Site", {"page": "text"}),
    "viewed_form": ("Viewed Form", {}),
    "submitted_form": ("Submitted Form", {}),
    "subscribed_to_back_in_stock": ("Subscribed to Back in Stock", _STOCK),
}
"""Klaviyo's own metrics by ref: name on the platform, and the properties of their events."""

_ORDER: Final[Types] = {
    "$value": "number", "OrderId": "text", "Categories": "list", "ItemNames": "list", "Brands": "list",
    "DiscountCode": "text", "DiscountValue": "number", "Items": "list",
}  # fmt: skip
_ITEMS: Final[Types] = {
    "ProductID": "text", "SKU": "text", "ProductName": "text", "Quantity": "number", "ItemPrice": "number",
    "RowTotal": "number", "ProductURL": "text", "ImageURL": "text", "ProductCategories": "list",
}  # fmt: skip
_PRODUCT: Final[Types] = {
    "$value": "number", "ProductName": "text", "ProductID": "text", "SKU": "text", "Categories": "list",
    "ImageURL": "text", "URL": "text", "Brand": "text", "Price": "number", "CompareAtPrice": "number",
}  # fmt: skip
_ORDERED: Final[Types] = {
    "$value": "number", "OrderId": "text", "ProductID": "text", "SKU": "text", "ProductName": "text",
    "Quantity": "number", "ProductURL": "text", "ImageURL": "text", "Categories": "list", "ProductBrand": "text",
}  # fmt: skip
_CHECKOUT: Final[Types] = {
    "$value": "number", "ItemNames": "list", "Categories": "list", "CheckoutURL": "text", "Items": "list",
}  # fmt: skip
_CART: Final[Types] = {"$value": "number", "ItemNames": "list", "CheckoutURL": "text", "Items": "list"}
_SHOPIFY_ORDER: Final[Types] = {
    "$value": "number", "Items": "list", "Collections": "list", "Item Count": "number", "Discount Codes": "list",
    "Total Discounts": "number", "Source Name": "text", "tags": "list",
}  # fmt: skip
_SHOPIFY_ORDERED: Final[Types] = {
    "$value": "number", "Name": "text", "ProductID": "text", "SKU": "text", "Quantity": "number",
    "Collections": "list", "Vendor": "text", "Variant Name": "text", "Product Type": "text",
}  # fmt: skip

_COMMON: Final[Mapping[str, tuple[str, Types]]] = {
    "placed_order": ("Placed Order", _ORDER),
    "ordered_product": ("Ordered Product", _ORDERED),
    "fulfilled_order": ("Fulfilled Order", _ORDER),
    "cancelled_order": ("Cancelled Order", {**_ORDER, "Reason": "text"}),
    "refunded_order": ("Refunded Order", {**_ORDER, "Reason": "text"}),
    "started_checkout": ("Started Checkout", _CHECKOUT),
    "viewed_product": ("Viewed Product", _PRODUCT),
    "added_to_cart": ("Added to Cart", _CART),
}
_SHOPIFY: Final[Mapping[str, tuple[str, Types]]] = {
    **{ref: (name, _SHOPIFY_ORDER) for ref, (name, _) in _COMMON.items()},
    "ordered_product": ("Ordered Product", _SHOPIFY_ORDERED),
    "started_checkout": ("Checkout Started", _SHOPIFY_ORDER),
    "viewed_product": ("Viewed Product", _PRODUCT),
    "added_to_cart": ("Added to Cart", _CART),
}
STORES: Final[Mapping[str, Mapping[str, tuple[str, Types]]]] = {
    "custom": _COMMON,
    "shopify": _SHOPIFY,
    "woocommerce": {**_COMMON, "started_checkout": ("Started Checkout", _CHECKOUT)},
    "magento": {**_COMMON, "cancelled_order": ("Canceled Order", {**_ORDER, "Reason": "text"})},
}
"""What each platform's integration sends (`store.platform`)."""
_INTEGRATIONS: Final = {"shopify": "Shopify", "woocommerce": "WooCommerce", "magento": "Magento", "custom": None}


def preset_metrics(platform: str) -> dict[str, Metric]:
    """Every metric that needs no declaration in a store of this platform."""
    own = {ref: _metric(ref, name, types, None) for ref, (name, types) in OWN.items()}
    integration = _INTEGRATIONS[platform]
    sent = {ref: _metric(ref, name, types, integration) for ref, (name, types) in STORES[platform].items()}
    return {**own, **sent}


def _metric(ref: str, name: str, types: Types, integration: str | None) -> Metric:
    fields = {
        field: EventField(name=field, type=kind, items=dict(_ITEMS) if field == "Items" else {})
        for field, kind in types.items()
    }
    return Metric(ref=ref, name=name, integration=integration, fields=fields, builtin=True)
