"""What a built text takes from the account when it is sent: codes of coupons, items of the catalog."""

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from mktctl.content.dialect import Finding
from mktctl.content.expression import words
from mktctl.content.mistakes import nearest
from mktctl.content.tags import Tag, live_tags, name_of
from mktctl.diagnostics import Severity
from mktctl.model.project import Project

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


def unknown_pools(text: str, project: Project) -> Iterator[Finding]:
    """Coupons of the platform that `mktctl.yaml` does not declare: if one is not there, the message is not sent."""
    if "coupon_code" not in text:
        return
    pools = {coupon.pool for coupon in project.coupons.values() if coupon.pool}
    for tag in _blocks(text, "coupon_code"):
        name = _literal(words(tag.body)[1:2])
        if name and name not in pools:
            message = f"no coupon of mktctl.yaml has the pool {name}"
            yield Finding(
                code="TPL106", message=message, offset=tag.start, written=tag.source, severity=Severity.WARNING,
                hint=nearest(name, pools) or f"Declare it:  coupons: {{…: {{pool: {name}}}}}",
            )  # fmt: skip


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
