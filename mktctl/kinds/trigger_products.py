"""`price_drop:` and `low_inventory:`: what becomes of a product that somebody looked at (T3)."""

import re
from typing import Final, Literal, TypeVar

from mktctl.kinds.conditions.scope import Scope
from mktctl.kinds.durations import Units, read_duration
from mktctl.kinds.fields import Fields
from mktctl.kinds.product_events import LOW_INVENTORY, PRICE_DROP
from mktctl.kinds.spelling import either, nearest, shown
from mktctl.kinds.trigger_where import read_alternatives
from mktctl.model.flow import LowInventoryTrigger, PriceDropTrigger
from mktctl.model.places import KEY
from mktctl.model.project import Metric

PRICE_DROP_KEYS: Final = frozenset({"by", "audience", "within", "where"})
LOW_INVENTORY_KEYS: Final = frozenset({"at_most", "level", "audience", "within", "where"})
WITHIN_DAYS: Final = 30
_Viewers = Literal["viewed", "started_checkout"]
_Shoppers = Literal["viewed", "started_checkout", "added_to_cart"]
_VIEWERS: Final[tuple[_Viewers, ...]] = ("viewed", "started_checkout")
_SHOPPERS: Final[tuple[_Shoppers, ...]] = ("viewed", "started_checkout", "added_to_cart")
_Word = TypeVar("_Word", bound=str)
_LEVELS: Final[tuple[Literal["variant", "product"], ...]] = ("variant", "product")
_SPAN: Final = Units(("day", "week"), "30 days", "FLW028")
_AMOUNT: Final = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,2})?) ?(%|USD)")
_PERCENT_IN_WORDS: Final = re.compile(r"([0-9]{1,2}) ?(?:percent|per cent|pct|p\.c\.)", re.IGNORECASE)
_MONEY: Final = re.compile(r"(?:([^\d\s.,]+) ?)?([0-9]+(?:[.,][0-9]+)?) ?([^\d\s.,]+)?")
_DOLLARS: Final = frozenset({"$", "usd", "us$", "dollar", "dollars"})
_AUDIENCE_WORDS: Final = {
    "viewed_product": "viewed", "viewers": "viewed", "view": "viewed", "browsed": "viewed",
    "checkout": "started_checkout", "checkout_started": "started_checkout", "checkout-started": "started_checkout",
    "cart": "added_to_cart", "added-to-cart": "added_to_cart",
}  # fmt: skip
_LEVEL_WORDS: Final = {
    **dict.fromkeys(("size", "sku", "variants", "colour", "color"), "variant"),
    **dict.fromkeys(("item", "products", "article"), "product"),
}
_INSTEAD: Final = {
    "for": "Write within:", "days": "Write  within: 30 days", "timeframe": "Write within:", "who": "Write audience:",
    "filter": "Write where:", "percent": "Write  by: 10%", "amount": "Write  by: 10%", "drop": "Write  by: 10%",
    "count": "Write at_most:", "threshold": "Write at_most:", "below": "Write at_most:", "inventory": "Write at_most:",
    "less_than": "Write at_most:", "at_least": "Write  by: 10%",
}  # fmt: skip


def read_price_drop(below: Fields, scope: Scope) -> tuple[PriceDropTrigger | None, Metric]:
    """`price_drop: {by: 10% | 5 USD, audience?, within?, where?}`, and its event."""
    value = below.values["price_drop"]
    by = value if isinstance(value, str) and _AMOUNT.fullmatch(value) else "10%"
    expected = "how far it drops, and for whom, such as {by: 10%}"
    inside = below.below("price_drop", expected, hint=f"Write  price_drop: {{by: {by}}}")
    if inside is None:
        return None, PRICE_DROP
    inside.only(PRICE_DROP_KEYS, instead=_INSTEAD, what="price_drop:")
    amount = _amount(inside) if inside.require("by", "How far must it drop? Such as  by: 10%") else None
    audience = _audience(inside, _VIEWERS)
    within, where = _within(inside), read_alternatives(inside, PRICE_DROP, scope)
    if amount is None or not audience or within is None:
        return None, PRICE_DROP
    number, unit = amount
    made = PriceDropTrigger(amount=number, unit=unit, audience=audience, within_days=within, where=where)
    return made, PRICE_DROP


def read_low_inventory(below: Fields, scope: Scope) -> tuple[LowInventoryTrigger | None, Metric]:
    """`low_inventory: {at_most: 10, level?, audience?, within?, where?}`, and its event."""
    value = below.values["low_inventory"]
    left = value if isinstance(value, int) and not isinstance(value, bool) else 10
    expected = "how few are left, and for whom, such as {at_most: 10}"
    inside = below.below("low_inventory", expected, hint=f"Write  low_inventory: {{at_most: {left}}}")
    if inside is None:
        return None, LOW_INVENTORY
    inside.only(LOW_INVENTORY_KEYS, instead=_INSTEAD, what="low_inventory:")
    inside.require("at_most", "How few are left? Such as  at_most: 10")
    at_most = inside.count("at_most")
    word = inside.choice("level", _LEVELS, default="variant", instead=_LEVEL_WORDS)
    level = next(one for one in _LEVELS if one == word)
    audience = _audience(inside, _SHOPPERS)
    within, where = _within(inside), read_alternatives(inside, LOW_INVENTORY, scope)
    if at_most is None or not audience or within is None:
        return None, LOW_INVENTORY
    made = LowInventoryTrigger(at_most=at_most, level=level, audience=audience, within_days=within, where=where)
    return made, LOW_INVENTORY


def _amount(inside: Fields) -> tuple[float, Literal["percent", "usd"]] | None:
    """P29: a percentage, or US dollars."""
    value = inside.values["by"]
    if isinstance(value, str) and (found := _AMOUNT.fullmatch(value)):
        number = float(found[1])
        if number and (found[2] == "USD" or number <= 100):
            return number, "percent" if found[2] == "%" else "usd"
        inside.error("FLW027", "by", f"a price does not drop by {value}", "Such as  by: 10%")
        return None
    if isinstance(value, str) and (found := _PERCENT_IN_WORDS.fullmatch(value)):
        inside.error(
            "FLW027", "by", f"by: is a percentage, or an amount in USD; not {value}", f"Write  by: {found[1]}%"
        )
        return None
    money = _MONEY.fullmatch(value.strip()) if isinstance(value, str) else None
    currency = (money[1] or money[3] or "") if money else ""
    if money and currency.lower() in _DOLLARS:
        hint = f"Write  by: {money[2].replace(',', '.')} USD"
        inside.error("FLW027", "by", f"{value}: an amount is a number and USD", hint)
    elif money and currency and currency != "%":
        message = f"{value}: Klaviyo knows amounts of price drops in USD only, whatever the store's currency"
        inside.error("FLW027", "by", message, "Write a percentage, such as  by: 10%")
    else:
        share = value if isinstance(value, int | float) and not isinstance(value, bool) else 10
        hint = f"Write  by: {round(share * 100 if share < 1 else share)}%" if 0 < share <= 100 else "Such as  by: 10%"
        inside.error("FLW027", "by", f"by: is a percentage, or an amount in USD; not {shown(value)}", hint)
    return None


def _audience(inside: Fields, words: tuple[_Word, ...]) -> tuple[_Word, ...]:
    """Everybody when it is left out; none with an error."""
    if "audience" not in inside:
        return words
    value = inside.values["audience"]
    if isinstance(value, str):
        meant = value if value in words else _AUDIENCE_WORDS.get(value.lower(), words[0])
        path = (*inside.at("audience"), KEY)
        inside.report.error("KEY003", path, "audience: is a list", f"Write  audience: [{meant}]")
        return ()
    items = inside.items("audience", f"a list of {either(words)}", fewest=1)
    found: list[_Word] = []
    for index, item in enumerate(items):
        path = (*inside.at("audience"), index)
        word = next((one for one in words if one == item), None)
        if word is None:
            meant = _AUDIENCE_WORDS.get(str(item).lower(), "") or nearest(str(item), words)
            hint = f"Write  {meant}" if meant in words else ""
            inside.report.error("KEY004", path, f"audience: is {either(words)}, not {shown(item)}", hint)
        elif word in found:
            inside.report.error("KEY004", path, f"{word} stands in the list twice")
        else:
            found.append(word)
    return tuple(found) if len(found) == len(items) else ()


def _within(inside: Fields) -> int | None:
    if "within" not in inside:
        return WITHIN_DAYS
    span = read_duration(inside.report, inside.values["within"], inside.at("within"), _SPAN)
    return span.total_minutes // 1440 if span else None
