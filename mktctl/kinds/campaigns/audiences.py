"""`audience: {include: [list/newsletter, segment/vip], exclude: […]}`: whole groups, never conditions (P4, P42)."""

from collections.abc import Collection
from typing import Final, Literal

from mktctl.kinds.fields import Fields, fields_of
from mktctl.kinds.names import Names
from mktctl.kinds.spelling import listed, nearest, shown
from mktctl.model.address import Address
from mktctl.model.campaign import Audience
from mktctl.model.places import Path

INCLUDED_MAX: Final = 15
"""P1 of semantics.md; the same is assumed of those that are excluded."""
AUDIENCE_KEYS: Final = frozenset({"include", "exclude"})
GroupKind = Literal["list", "segment"]
_GROUPS: Final[tuple[GroupKind, ...]] = ("list", "segment")
_EXAMPLE: Final = "Such as  audience: {include: [list/newsletter]}"
_INSTEAD: Final = {
    "included": "Write include:", "excluded": "Write exclude:", "to": "Write include:", "not": "Write exclude:",
    "except": "Write exclude:", "lists": "Write  include: [list/newsletter]", "all": "Write include:",
    "segments": "Write  include: [segment/vip]", "list": "Write  include: [list/newsletter]",
    "segment": "Write  include: [segment/vip]", "any": "Write include:; who is in one of them is in",
    "who": "Put the conditions into segments/, and write  include: [segment/…]",
}  # fmt: skip


def read_audience(fields: Fields, names: Names) -> Audience | None:
    """None when nobody is left who could be meant."""
    if not fields.require("audience", _EXAMPLE, code="CMP002", message="who gets it?"):
        return None
    value, path = fields.values["audience"], fields.at("audience")
    if not isinstance(value, dict):
        fields.error("CMP002", "audience", "audience: says who is in, and who is not", _as_mapping(value, names))
        return None
    below = fields_of(fields.report, value, path, "an audience")
    assert below is not None, "it is a mapping"
    below.only(AUDIENCE_KEYS, instead=_INSTEAD, what="an audience")
    if "include" not in below:
        if not value.keys() - AUDIENCE_KEYS:
            hint = "Add  include: [list/newsletter];  Klaviyo has no group of everybody"
            fields.error("CMP002", "audience", "who gets it?", hint)
        return None
    include, exclude = _groups(below, "include", names), _groups(below, "exclude", names)
    for one, written in exclude:
        if one in (included for included, _ in include):
            message = f"{one} is included and excluded: nobody of it would get anything"
            fields.report.error("CMP004", written, message, "Take one of the two out")
            return None
    if not include:
        return None
    return Audience(include=tuple(one for one, _ in include), exclude=tuple(one for one, _ in exclude))


def _groups(below: Fields, key: str, names: Names) -> list[tuple[Address, Path]]:
    """What could be read of the list under `key`, with its place."""
    if key not in below:
        return []
    value = below.values[key]
    if isinstance(value, str):
        address = _address(below, value, below.at(key), names)
        if address is not None:
            below.error("CMP002", key, f"{key}: is a list", f"Write  {key}: [{address}]")
        return []
    expected = "a list of lists and segments, such as [list/newsletter, segment/vip]"
    items = below.items(key, expected, fewest=1 if key == "include" else 0, hint=_EXAMPLE if key == "include" else "")
    if len(items) > INCLUDED_MAX:
        message = f"{key}: has {len(items)} groups; Klaviyo takes {INCLUDED_MAX}"
        hint = "Make a segment of several:  who: {any: [{list: …}, {list: …}]}"
        below.error("CMP004", key, message, hint)
        return []
    found: list[tuple[Address, Path]] = []
    for index, item in enumerate(items):
        path = (*below.at(key), index)
        address = _address(below, item, path, names)
        if address is not None and address in (one for one, _ in found):
            below.report.error("CMP004", path, f"{address} stands in the list twice", "Take one of the two out")
        elif address is not None:
            found.append((address, path))
    return found


def _address(below: Fields, item: object, path: Path, names: Names) -> Address | None:
    """One `list/ref` or `segment/ref` that exists; None with an error that writes the right one."""
    report = below.report
    if isinstance(item, dict):
        report.error("CMP003", path, *_mapping_instead(item))
        return None
    if not isinstance(item, str):
        report.error("CMP003", path, f"a group is a text such as list/newsletter, not {shown(item)}")
        return None
    kind, slash, ref = item.partition("/")
    singular = next((one for one in _GROUPS if kind in (one, f"{one}s")), None)
    if singular is None or not slash:
        message = f"is {shown(item)} a list or a segment?" if not slash else f"{shown(item)} is no list and no segment"
        report.error("CMP003", path, message, _meant(item, names))
        return None
    known: Collection[str] = names.project.lists if singular == "list" else names.segments
    if ref in known and kind == singular:
        return Address(kind=singular, ref=ref)
    if ref in known:
        report.error("CMP003", path, f"{shown(item)}: the kind stands in the singular", f"Write  {singular}/{ref}")
    elif singular == "segment" or not names.partial:
        report.error("REF001", path, f"no {singular} is called {ref}", _near(singular, ref, known, names))
    return None


def _meant(text: str, names: Names) -> str:
    """The group of that name, ref or name on the platform, in its right form."""
    bare = text.rpartition("/")[2].removesuffix(".yaml")
    groups: dict[GroupKind, Collection[str]] = {"segment": names.segments, "list": names.project.lists}
    for kind, known in groups.items():
        if bare in known:
            return f"Write  {kind}/{bare}"
    by_name = {one.name.casefold(): one.ref for one in names.project.lists.values()}
    if ref := by_name.get(bare.casefold()):
        return f"Write  list/{ref}"
    every = [*(f"list/{ref}" for ref in sorted(names.project.lists)), *(f"segment/{ref}" for ref in names.segments)]
    there = f";  there is {listed(every)}" if every else ""
    return f"Write  list/…  (of mktctl.yaml) or  segment/…  (of segments/){there}"


def _near(kind: GroupKind, ref: str, known: Collection[str], names: Names) -> str:
    """The group that a name is a slip of: one of the other kind, one that is spelt like it, else all."""
    if "…" not in (hint := _meant(ref, names)):
        return hint
    if close := nearest(ref, known):
        return f"Did you mean {kind}/{close}?"
    place = "segments/" if kind == "segment" else "lists: of mktctl.yaml"
    return (
        f"{place} has {listed(sorted(known))}" if known else f"Write segments/{ref}.yaml" if kind == "segment" else ""
    )


def _mapping_instead(item: dict[object, object]) -> tuple[str, str]:
    """Message and hint for `{segment: vip}` and for a condition."""
    for kind in _GROUPS:
        if list(item) == [kind] and isinstance(item[kind], str):
            return f"a group is written {kind}/name here", f"Write  {kind}/{str(item[kind]).rpartition('/')[2]}"
    message = "Klaviyo sends campaigns to lists and segments, not to conditions"
    return message, "Put it under who: of a file such as segments/big-spenders.yaml, and write  segment/big-spenders"


def _as_mapping(value: object, names: Names) -> str:
    """How an audience is written that is only a name, or a list of them."""
    entries = [entry for entry in (value if isinstance(value, list) else [value]) if isinstance(entry, str)]
    if not entries:
        return _EXAMPLE
    written = ", ".join(_meant(entry, names).removeprefix("Write  ") for entry in entries)
    return _EXAMPLE if "…" in written else f"Write  audience: {{include: [{written}]}}"
