"""What a rendered mail knows beside the person and the event: the account, the instant, its links and its codes."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

import msgspec

_SYMBOLS: Final = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "CAD": "CA$", "AUD": "A$"}
_WHOLE: Final = frozenset({"JPY"})


def sample_code(name: str) -> str:
    """A code that nobody can redeem, for previews: SAMPLE-CART10."""
    return f"SAMPLE-{name}"


def no_item(item: str) -> Mapping[str, Any] | None:
    """A catalog without items."""
    return None


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """`now` in the account's zone (the platform knows no other); `links` by tag name, such as `unsubscribe`.

    `coupon_code` takes the name of a coupon and gives the person's code, None when none is left; `catalog_item` takes
    a product's id and gives its data, None when there is none. Both make the mail unsendable on None.
    """

    now: datetime
    currency: str = "EUR"
    links: Mapping[str, str] = {}
    coupon_code: Callable[[str], str | None] = sample_code
    catalog_item: Callable[[str], Mapping[str, Any] | None] = no_item

    def link(self, tag: str) -> str:
        """The address that `{% <tag>_link %}` writes."""
        return self.links.get(tag, f"https://links.example/{tag.replace('_', '-')}")

    def money(self, amount: float) -> str:
        """An amount in the account's currency: €1,290.00."""
        shown = f"{abs(amount):,.{0 if self.currency in _WHOLE else 2}f}"
        symbol = _SYMBOLS.get(self.currency, f"{self.currency} ")
        return f"{'-' if amount < 0 else ''}{symbol}{shown}"
