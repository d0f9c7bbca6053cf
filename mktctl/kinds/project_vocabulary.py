"""What the project declares for conditions to speak of: properties of people, metrics, lists."""

from collections.abc import Iterator
from typing import Final

from mktctl.kinds.fields import Fields
from mktctl.kinds.metrics import preset_metrics
from mktctl.kinds.spelling import shown
from mktctl.model.address import REF_PATTERN
from mktctl.model.condition import PropertyType
from mktctl.model.fields import BUILTIN_FIELDS
from mktctl.model.places import KEY
from mktctl.model.project import DeclaredProperty, EventField, Metric, MetricSeed
from mktctl.model.segment import ContactList

TYPES: Final[tuple[PropertyType, ...]] = ("text", "number", "boolean", "date", "list")


def entries(fields: Fields, key: str, expected: str, *, refs: bool = True) -> Iterator[tuple[str, Fields]]:
    """The names under `key` with the mapping that holds them; with `refs`, names that are refs."""
    below = fields.below(key, expected)
    if below is None:
        return
    seen: dict[str, str] = {}
    for name in below.values:
        folded = name.replace("_", "-")
        if refs and not REF_PATTERN.fullmatch(name):
            hint = f"Write  {_as_ref(name)}" if _as_ref(name) else ""
            message = f"{shown(name)} is no short name: small letters, digits, single - or _"
            fields.report.error("REF003", (*below.at(name), KEY), message, hint)
        elif refs and folded in seen:
            message = f"{name} and {seen[folded]} are the same name: - and _ count as equal"
            fields.report.error("REF006", (*below.at(name), KEY), message)
        seen.setdefault(folded, name)
        yield name, below


def _as_ref(name: str) -> str:
    made = "".join(char if char.isascii() and char.isalnum() else "-" for char in name.lower())
    made = "-".join(part for part in made.split("-") if part)
    return made if REF_PATTERN.fullmatch(made) else ""


def _type(fields: Fields, key: str) -> PropertyType:
    common = {"string": "text", "str": "text", "integer": "number", "int": "number", "float": "number",
              "bool": "boolean", "datetime": "date", "array": "list", "numeric": "number"}  # fmt: skip
    value = fields.values.get(key)
    if isinstance(value, str) and value in common:
        fields.error("KEY004", key, f"{value} is no type of the language", f"Write  {key}: {common[value]}")
        return "text"
    return fields.choice(key, TYPES, default="text")  # type: ignore[return-value]  # one of TYPES


def read_properties(fields: Fields) -> dict[str, DeclaredProperty]:
    """`properties:`, custom properties of people (P14)."""
    found: dict[str, DeclaredProperty] = {}
    expected = "properties with their type, such as {tier: text, birthday: date}"
    for name, below in entries(fields, "properties", expected, refs=False):
        if not isinstance(below.values[name], dict):
            found[name] = DeclaredProperty(name=name, type=_type(below, name))
            continue
        one = below.below(name, "a type")
        assert one is not None
        one.only(frozenset({"type", "values", "example"}), what=name)
        one.require("type", "Write  type: text")
        kind = _type(one, "type")
        values = one.texts("values")
        if values and kind != "text":
            one.error("PRJ008", "values", f"values: lists what a text may be; {name} is a {kind}")
        found[name] = DeclaredProperty(
            name=name, type=kind, values=values, example=one.scalar("example") if "example" in one else None
        )
    for name in found:
        if name in BUILTIN_FIELDS and "properties" in fields:
            message = f"{name} is a field of Klaviyo's own; conditions reach this one as properties.{name}"
            fields.report.warning("PRJ009", (*fields.at("properties"), name, KEY), message)
    return found


def read_metrics(fields: Fields, platform: str) -> dict[str, Metric]:
    """`metrics:` over the presets; a declared metric keeps the preset's properties beside its own."""
    found = preset_metrics(platform)
    for ref, below in entries(fields, "metrics", "metrics by short name, such as {cart_abandoned: {name: …}}"):
        hint = f"Write  {ref}: {{name: {value}}}" if isinstance(value := below.values[ref], str) else ""
        one = below.below(ref, "at least a name, such as {name: Cart Abandoned}", hint=hint)
        if one is None:
            continue
        one.only(frozenset({"name", "integration", "properties", "seed"}), what=f"the metric {ref}")
        one.require("name", "Its name on Klaviyo, such as  name: Cart Abandoned")
        preset = found.get(ref)
        found[ref] = Metric(
            ref=ref,
            name=one.text("name"),
            integration=one.optional_text("integration") or (preset.integration if preset else None),
            fields={**(preset.fields if preset else {}), **_event_fields(one)},
            seed=_seed(one),
        )
    return found


def _event_fields(metric: Fields) -> dict[str, EventField]:
    found: dict[str, EventField] = {}
    for name, below in entries(
        metric, "properties", "properties with their type, such as {$value: number}", refs=False
    ):
        if not isinstance(below.values[name], dict):
            found[name] = EventField(name=name, type=_type(below, name))
            continue
        one = below.below(name, "a type")
        assert one is not None
        one.only(frozenset({"type", "items"}), what=name)
        one.require("type", "Write  type: list")
        items = one.below("items", "the fields of each entry, such as {ProductName: text}")
        types = {field: _type(items, field) for field in items.values} if items is not None else {}
        kind = _type(one, "type")
        if types and kind != "list":
            one.error("PRJ008", "items", f"items: names the fields of a list's entries; {name} is a {kind}")
        found[name] = EventField(name=name, type=kind, items=types)
    return found


def _seed(metric: Fields) -> MetricSeed | None:
    seed = metric.below("seed", "who did it, such as {profile: anna}")
    if seed is None:
        return None
    seed.only(frozenset({"profile", "properties"}), what="seed:")
    seed.require("profile", "A persona of this file, or an e-mail address:  profile: anna")
    properties = seed.below("properties", "properties with their values, such as {$value: 20}")
    return MetricSeed(profile=seed.text("profile"), properties=dict(properties.values) if properties else {})


def read_lists(fields: Fields) -> dict[str, ContactList]:
    """`lists:`. Lists are bound by their names, so no two have one."""
    found: dict[str, ContactList] = {}
    called: dict[str, str] = {}
    for ref, below in entries(fields, "lists", "lists by short name, such as {newsletter: {name: Newsletter}}"):
        hint = f"Write  {ref}: {{name: {value}}}" if isinstance(value := below.values[ref], str) else ""
        one = below.below(ref, "at least a name, such as {name: Newsletter}", hint=hint)
        if one is None:
            continue
        one.only(frozenset({"name", "opt_in", "external", "tags", "protect"}), what=f"the list {ref}")
        one.require("name", "Its name on Klaviyo, such as  name: Newsletter")
        opt_in = one.choice("opt_in", ("double", "single"), default="double")
        name = one.text("name")
        if name and (other := called.setdefault(name, ref)) != ref:
            hint = "Both would be the same list on Klaviyo: rename one, or keep only one"
            one.error("REF009", "name", f"the list {other} is called {name} as well", hint)
        found[ref] = ContactList(
            ref=ref,
            name=name,
            opt_in=opt_in,  # type: ignore[arg-type]  # one of the two
            external=one.flag("external", default=False),
            tags=one.texts("tags"),
            protect=one.flag("protect", default=False),
        )
    return found
