"""Profiles: made, read, changed, upserted (klaviyo-api.md section 1.8)."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from mktctl.sandbox.call import Call, Reply, Routes, related_ids
from mktctl.sandbox.jsonapi.bodies import read_data
from mktctl.sandbox.jsonapi.documents import Relation, Resource
from mktctl.sandbox.jsonapi.errors import Refused, invalid
from mktctl.sandbox.jsonapi.listings import Column, Listing
from mktctl.sandbox.people import (
    document,
    duplicate,
    normalized,
    profile_shape,
    require_identifier,
    upsert_profile,
)
from mktctl.sandbox.store import Row, Store
from mktctl.sandbox.subscriptions import consents
from mktctl.sandbox.tables.profiles import PLAIN_ATTRIBUTES, add_profile, change_profile, owners, profiles_of_events
from mktctl.sandbox.times import iso

_CREATE: Final = document(profile_shape())
_UPDATE: Final = document(profile_shape(with_id=True))
_UPSERT: Final = document(profile_shape(upsert=True))
_COLUMNS: Final = {
    "id": Column(sql="profile.id"),
    "email": Column(sql="ifnull(profile.email, '')"),
    "phone_number": Column(sql="ifnull(profile.phone_number, '')"),
    "external_id": Column(sql="ifnull(profile.external_id, '')"),
    "created": Column(sql="profile.created", type="instant"),
    "updated": Column(sql="profile.updated", type="instant"),
}
_LISTING: Final = Listing(source="profile WHERE 1", columns=_COLUMNS)
_MEMBERS: Final = Listing(
    source="list_member JOIN profile ON profile.id = profile_id WHERE list_id = ?",
    select="profile.*, joined",
    seq="list_member.seq",
    columns={**_COLUMNS, "joined_group_at": Column(sql="joined", type="instant")},
)
_PREDICTIONS: Final = (
    "historic_clv predicted_clv total_clv historic_number_of_orders predicted_number_of_orders "
    "average_days_between_orders average_order_value churn_probability expected_date_of_next_order"
)


def create_profile(call: Call) -> Reply:
    """A new profile; 409 if one of its identifiers is known."""
    given = normalized(read_data(call.body, _CREATE)["attributes"])
    require_identifier(given)
    for owner in owners(call.store, given).values():
        raise duplicate(owner)
    return one_profile(call, add_profile(call.store, given))


def update_profile(call: Call) -> Reply:
    """Change a profile; 409 if a new identifier is another's."""
    row = call.require("profile")
    data = read_data(call.body, _UPDATE)
    if data["id"] != call.id:
        raise Refused(invalid("'id' must be the id in the path.", pointer="/data/id"))
    given = normalized(data["attributes"])
    for owner in owners(call.store, given).values():
        if owner != call.id:
            raise duplicate(owner)
    patch = (data.get("meta") or {}).get("patch_properties") or {}
    change_profile(call.store, row, given, patch)
    return one_profile(call, call.id)


def create_or_update_profile(call: Call) -> Reply:
    """Upsert: 201 for a new profile, 200 for a known one."""
    profile_id, is_new = upsert_profile(call.store, read_data(call.body, _UPSERT))
    return msgspec.structs.replace(one_profile(call, profile_id), status=201 if is_new else 200)


def get_profiles(call: Call) -> Reply:
    """A page of profiles."""
    return call.page(_LISTING, lambda row: shown_profile(call, row))


def get_profile(call: Call) -> Reply:
    """One profile."""
    return one_profile(call, call.id)


def get_profile_for_event(call: Call) -> Reply:
    """Whose the event is."""
    return one_profile(call, call.require("event")["profile_id"])


def get_profiles_for_list(call: Call) -> Reply:
    """A page of a list's members, with the instant when each joined."""
    call.require("list")
    return call.page(_MEMBERS, lambda row: shown_profile(call, row, joined=row["joined"]), call.id)


def get_profile_ids_for_list(call: Call) -> Reply:
    """The same page as ids."""
    call.require("list")
    return call.page_of_ids(_MEMBERS, "profile", call.id)


def one_profile(call: Call, profile_id: str) -> Reply:
    """Answer with one profile, with the additional fields that the query asks for."""
    return call.one(shown_profile(call, call.require("profile", profile_id)))


def shown_profile(call: Call, row: Row, joined: int | None = None) -> Resource:
    """A profile with the additional fields that the query asks for, and when it joined a list."""
    plain = profile_resource(row)
    extra: dict[str, Any] = {}
    if joined is not None:
        extra["joined_group_at"] = iso(joined)
    if call.query.wants("profile", "subscriptions"):
        extra["subscriptions"] = consents(call.store, row)
    if call.query.wants("profile", "predictive_analytics"):
        extra["predictive_analytics"] = dict.fromkeys(_PREDICTIONS.split())
    return msgspec.structs.replace(plain, attributes={**plain.attributes, **extra})


def profile_resource(row: Row) -> Resource:
    """A profile as Klaviyo shows it without additional fields."""
    plain = msgspec.json.decode(row["attributes"])
    location = msgspec.json.decode(row["location"])
    return Resource(
        type="profile",
        id=row["id"],
        path="profiles",
        attributes={
            "email": row["email"],
            "phone_number": row["phone_number"],
            "external_id": row["external_id"],
            **{name: plain.get(name) for name in PLAIN_ATTRIBUTES},
            "created": iso(row["created"]),
            "updated": iso(row["updated"]),
            "last_event_date": iso(row["last_event"]),
            "location": location,
            "properties": msgspec.json.decode(row["properties"]),
        },
        relationships={"lists": None, "segments": None, "push-tokens": None},
    )


def _of_events(store: Store, event_ids: Sequence[str]) -> Mapping[str, Sequence[Resource]]:
    return {event_id: [profile_resource(row)] for event_id, row in profiles_of_events(store, event_ids).items()}


RELATIONS: Final = {("event", "profile"): Relation(many=False, load=_of_events)}
ROUTES: Routes = (
    ("create_profile", create_profile),
    ("update_profile", update_profile),
    ("create_or_update_profile", create_or_update_profile),
    ("get_profiles", get_profiles),
    ("get_profile", get_profile),
    ("get_profiles_for_list", get_profiles_for_list),
    ("get_profile_ids_for_list", get_profile_ids_for_list),
    ("get_profile_for_event", get_profile_for_event),
    ("get_profile_id_for_event", related_ids("event", "profile")),
)
