"""The person of a test: a persona of `mktctl.yaml`, or one described in place."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, get_args

from mktctl.kinds.fields import Fields
from mktctl.kinds.names import Names
from mktctl.kinds.project_parts import CHANNELS
from mktctl.kinds.spelling import did_you_mean, either, shown
from mktctl.kinds.times import read_zone
from mktctl.model.condition import Channel
from mktctl.model.fields import BUILTIN_FIELDS
from mktctl.model.places import KEY
from mktctl.model.profile import ConsentRecord, ConsentStatus, Profile, SuppressionReason

STATUSES: Final = get_args(ConsentStatus)
SUPPRESSIONS: Final = get_args(SuppressionReason)
_TEXTS: Final = ("email", "phone", "first_name", "last_name", "city", "region", "country", "zip", "locale")
_KEYS: Final = frozenset({*_TEXTS, "timezone", "consent", "suppressed", "properties"})
_EXAMPLE: Final = "person: anna  or  person: {email: ben@example.com, consent: {email: unsubscribed}}"


def read_person(fields: Fields, names: Names) -> Profile | None:
    """Who `person:` means; None with a problem."""
    if not fields.require("person", f"Write  {_EXAMPLE}"):
        return None
    value = fields.values["person"]
    personas = names.project.personas
    if isinstance(value, str):
        if value in personas:
            return profile_of(value, personas[value])
        if not names.partial:
            hint = did_you_mean(value, personas) or "Declare it in mktctl.yaml, under personas:"
            fields.error("REF001", "person", f"no persona is called {shown(value)}", hint)
        return None
    below = fields.below("person", "the name of a persona, or a person in braces", hint=f"Write  {_EXAMPLE}")
    return None if below is None else _described(below, names)


def profile_of(ref: str, data: Mapping[str, Any]) -> Profile:
    """A persona as somebody whom conditions can be asked about; `ref` is their id."""
    fields = {key: data[key] for key in (*_TEXTS[2:], "email", "timezone") if key in data}
    if "phone" in data:
        fields["phone_number"] = data["phone"]
    said = data.get("consent") or {}
    statuses: Mapping[Any, Any] = said if isinstance(said, Mapping) else dict.fromkeys(said, "subscribed")
    because = data.get("suppressed")
    return Profile(
        id=ref,
        fields=fields,
        properties=dict(data.get("properties") or {}),
        consents={channel: ConsentRecord(status=status) for channel, status in statuses.items()},
        suppressions={} if because is None else {because: None},
    )


def with_lists(person: Profile, lists: tuple[str, ...], since: datetime) -> Profile:
    """The person as a member of these lists, joined at `since`."""
    return Profile(
        id=person.id, fields=person.fields, properties=person.properties, consents=person.consents,
        suppressions=person.suppressions, lists=dict.fromkeys(lists, since),
    )  # fmt: skip


def _described(one: Fields, names: Names) -> Profile | None:
    before = len(one.report.problems)
    one.only(_KEYS, what="a person")
    for key in _TEXTS:
        one.text(key)
    if "timezone" in one:
        read_zone(one.report, one.values["timezone"], one.at("timezone"))
    _check_consent(one)
    if "suppressed" in one:
        one.choice("suppressed", SUPPRESSIONS, default="manual")
    properties = one.below("properties", "properties with their values, such as {tier: gold}")
    if properties is not None:
        check_properties(properties, names)
    return profile_of("somebody", one.values) if len(one.report.problems) == before else None


def _check_consent(one: Fields) -> None:
    if not isinstance(one.values.get("consent"), dict):
        for index, channel in enumerate(one.texts("consent")):
            if channel and channel not in CHANNELS:
                message = f"consent: names {either(CHANNELS)}, not {shown(channel)}"
                one.report.error("KEY004", (*one.at("consent"), index), message)
        return
    said = one.below("consent", "channels with what was said, such as {email: unsubscribed}")
    assert said is not None, "a mapping"
    said.only(frozenset(CHANNELS), what="consent:")
    for channel in said.values:
        said.choice(channel, STATUSES, default="subscribed")


def check_properties(properties: Fields, names: Names) -> None:
    """Custom properties are declared, as everywhere (P14)."""
    declared = names.project.properties
    for name in properties.values:
        if name not in declared and not names.partial:
            hint = did_you_mean(name, declared) or f"Declare it in mktctl.yaml, under properties:  {name}: text"
            properties.report.error("REF001", (*properties.at(name), KEY), f"no property is called {name}", hint)


def split_names(values: Fields, names: Names) -> tuple[dict[str, Any], dict[str, Any]]:
    """Klaviyo's own fields, and custom properties, of a mapping that holds both (P61)."""
    fields = {name: value for name, value in values.values.items() if name in BUILTIN_FIELDS}
    rest = {name: value for name, value in values.values.items() if name not in BUILTIN_FIELDS}
    custom = {name.removeprefix("properties."): value for name, value in rest.items()}
    check_properties(Fields(values.report, {name: 0 for name in rest if not name.startswith("properties.")},
                            values.path), names)  # fmt: skip
    return fields, custom


def channel_of(fields: Fields, key: str) -> Channel:
    """A channel, with a problem where it is none."""
    return fields.choice(key, CHANNELS, default="email")  # type: ignore[return-value]  # one of the four
