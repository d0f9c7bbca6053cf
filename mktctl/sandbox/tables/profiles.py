"""Profiles: found by their identifiers, made, changed."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from mktctl.sandbox import ids
from mktctl.sandbox.store import Row, Store

IDENTIFIERS: Final = ("email", "phone_number", "external_id")
PLAIN_ATTRIBUTES: Final = ("first_name", "last_name", "organization", "locale", "title", "image")
_NESTED: Final = ("location", "properties")


def owners(store: Store, given: Mapping[str, Any]) -> dict[str, str]:
    """Which profile has each of the given identifiers; identifiers that nobody has are left out."""
    found = {}
    for name in IDENTIFIERS:
        if given.get(name) is not None:
            row = store.row(f"SELECT id FROM profile WHERE {name} = ?", given[name])
            if row is not None:
                found[name] = row["id"]
    return found


def add_profile(store: Store, given: Mapping[str, Any]) -> str:
    """A new profile's id; null is nothing. The identifiers must be nobody's yet."""
    stamp = store.stamp()
    profile_id = ids.ulid(store.next_count("profile"), stamp // 1000)
    store.insert(
        "profile",
        id=profile_id,
        **{name: given.get(name) for name in IDENTIFIERS},
        attributes=_json(_without_null({name: given.get(name) for name in PLAIN_ATTRIBUTES})),
        location=_json(_without_null(given.get("location") or {})),
        properties=_json(_without_null(given.get("properties") or {})),
        created=stamp,
        updated=stamp,
    )
    return profile_id


def change_profile(store: Store, row: Row, given: Mapping[str, Any], patch: Mapping[str, Any]) -> None:
    """Null clears, what is absent stays (klaviyo-api.md section 6).

    `patch` is `meta.patch_properties`: `append`, `unappend` and `unset` of custom properties.
    """
    changes: dict[str, Any] = {name: given[name] for name in IDENTIFIERS if name in given}
    plain = {name: given[name] for name in PLAIN_ATTRIBUTES if name in given}
    if plain:
        changes["attributes"] = _merged(row["attributes"], plain)
    for name in _NESTED:
        if given.get(name):
            changes[name] = _merged(row[name], given[name])
    if patch:
        properties = msgspec.json.decode(changes.get("properties", row["properties"]))
        changes["properties"] = _json(_patched(properties, patch))
    store.update("profile", row["id"], **changes, updated=store.stamp())


def profiles_of_events(store: Store, event_ids: Sequence[str]) -> dict[str, Row]:
    """Whose each event is."""
    marks = ", ".join("?" * len(event_ids))
    rows = store.rows(
        "SELECT event.id AS event_id, profile.* FROM event JOIN profile ON profile.id = profile_id "
        f"WHERE event.id IN ({marks})",
        *event_ids,
    )
    return {row["event_id"]: row for row in rows}


def _merged(stored: str, given: Mapping[str, Any]) -> str:
    return _json(_without_null({**msgspec.json.decode(stored), **given}))


def _patched(properties: dict[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    for name, value in (patch.get("append") or {}).items():
        properties[name] = [*_as_list(properties.get(name)), value]
    for name, value in (patch.get("unappend") or {}).items():
        properties[name] = [item for item in _as_list(properties.get(name)) if item != value]
    for name in _as_list(patch.get("unset")):
        properties.pop(name, None)
    return properties


def _as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _without_null(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}


def _json(value: Mapping[str, Any]) -> str:
    return msgspec.json.encode(value).decode()
