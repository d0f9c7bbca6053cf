"""What a built text takes from the account when it is sent: codes of coupons, items of the catalog."""

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from mktctl.content.expression import words
from mktctl.content.tags import Tag, live_tags, name_of

_LITERAL: Final = re.compile(r"(?:'([^']+)'|\"([^\"]+)\"|(\d+))")


class CatalogUse(msgspec.Struct, frozen=True, kw_only=True):
    """`{% catalog 'ID' %}`. `cut`: an item that is not there leaves a gap, else the whole message is not sent."""

    item: str
    integration: str = ""
    cut: bool = False


def coupons_in(text: str) -> tuple[str, ...]:
    """The platform's names of the coupons that `{% coupon_code 'NAME' %}` takes codes of, each once."""
    if "coupon_code" not in text:
        return ()
    named = (_literal(words(tag.body)[1:2]) for tag in _blocks(text, "coupon_code"))
    return tuple(dict.fromkeys(name for name in named if name))


def catalog_uses(text: str) -> tuple[CatalogUse, ...]:
    """The items that `{% catalog %}` names itself; what a variable names is known only when the mail is sent."""
    if "catalog" not in text:
        return ()
    return tuple(dict.fromkeys(use for tag in _blocks(text, "catalog") if (use := _catalog_use(tag)) is not None))


def _catalog_use(tag: Tag) -> CatalogUse | None:
    operands = words(tag.body)[1:]
    item = _literal(operands[:1])
    options = {key: _literal([value]) for key, _, value in (word.partition("=") for word in operands[1:])}
    if not item:
        return None
    return CatalogUse(item=item, integration=options.get("integration", ""), cut=options.get("unpublished") == "cut")


def _blocks(text: str, name: str) -> Iterator[Tag]:
    return (tag for tag in live_tags(text) if tag.kind == "block" and name_of(tag) == name)


def _literal(operands: list[str] | tuple[str, ...]) -> str:
    found = _LITERAL.fullmatch(operands[0]) if operands else None
    return next(part for part in found.groups() if part is not None) if found else ""
