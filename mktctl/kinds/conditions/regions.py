"""Where people are: `region:` and `distance:` (P18)."""

import re
from typing import Final

from mktctl.kinds.conditions.countries import ALPHA_3
from mktctl.kinds.conditions.scope import UNREADABLE, Scope
from mktctl.kinds.fields import Fields, fields_of
from mktctl.kinds.spelling import shown
from mktctl.model.condition import Condition, Distance, InRegion

_FAR: Final = re.compile(r"([1-9][0-9]{0,5}) ?(km|kilometers|miles?)")
_INSTEAD: Final = {"at_most": "Write less_than:", "within": "Write less_than:", "at_least": "Write more_than:"}


def read_region(fields: Fields, scope: Scope) -> Condition:
    """`region: eu | us`."""
    fields.only(frozenset({"region"}), what="region:")
    if fields.values["region"] in ("eu", "us"):
        return InRegion(region="eu" if fields.values["region"] == "eu" else "us")
    hint = "For a country write  {property: country, is: France}"
    fields.error("CND053", "region", f"region: is eu or us, not {shown(fields.values['region'])}", hint)
    return UNREADABLE


def read_distance(fields: Fields, scope: Scope) -> Condition:
    """`distance: {from: "75001", country: FR, less_than: 50 km}`."""
    fields.only(frozenset({"distance"}), what="distance:")
    expected = 'A mapping such as {from: "75001", country: FR, less_than: 50 km}'
    below = fields_of(scope.report, fields.values["distance"], fields.at("distance"), expected)
    if below is None:
        return UNREADABLE
    below.only(frozenset({"from", "country", "less_than", "more_than"}), instead=_INSTEAD, what="distance:")
    complete = below.require("from", 'A postal code in quotes, such as  from: "75001"')
    complete &= below.require("country", "Its country, such as  country: FR")
    sides = [key for key in ("less_than", "more_than") if key in below]
    if len(sides) != 1:
        hint = "Add  less_than: 50 km  or  more_than: 50 km;  for a ring write two conditions under all:"
        scope.error("CND054", below.path, "how far? less_than: or more_than:, one of the two", hint)
        return UNREADABLE
    postal_code, country, far = below.text("from"), _country(below), _far(below, sides[0])
    if not complete or not postal_code or not country or far is None:
        return UNREADABLE
    amount, miles = far
    return Distance(
        postal_code=postal_code, country=country, op="less_than" if sides[0] == "less_than" else "more_than",
        amount=amount, unit="miles" if miles else "kilometers",
    )  # fmt: skip


def _country(below: Fields) -> str:
    code = below.text("country")
    if not code:
        return ""
    if code in ALPHA_3 or code in ALPHA_3.values():
        return ALPHA_3.get(code, code)
    known = code.upper()
    hint = f"Write  country: {known}" if known in ALPHA_3 or known in ALPHA_3.values() else "Such as  country: FR"
    below.error("CND054", "country", f"{shown(code)} is no country code in capital letters", hint)
    return ""


def _far(below: Fields, key: str) -> tuple[int, bool] | None:
    value = below.values[key]
    if isinstance(value, str) and (found := _FAR.fullmatch(value)):
        return int(found[1]), found[2].startswith("mile")
    hint = f"Write  {key}: {value} km" if isinstance(value, int) else "Write it like  50 km  or  30 miles"
    below.error("CND054", key, f"{shown(value)} is no distance: a whole number with its unit", hint)
    return None
