"""Lists: made, read, renamed, deleted, and their members (klaviyo-api.md section 1.2)."""

from collections.abc import Mapping, Sequence
from typing import Final

from mktctl.sandbox.call import NOTHING, Call, Reply, Routes, related, related_ids
from mktctl.sandbox.jsonapi.bodies import body_shape, exists, identifiers_shape, read_attributes, read_identifiers
from mktctl.sandbox.jsonapi.documents import Relation, Resource
from mktctl.sandbox.jsonapi.errors import invalid, refuse_if_any
from mktctl.sandbox.jsonapi.listings import Column, Listing
from mktctl.sandbox.jsonapi.shapes import Text, nullable, required
from mktctl.sandbox.store import Row, Store
from mktctl.sandbox.tables import lists as tables
from mktctl.sandbox.times import iso

_OPT_IN: Final = nullable(Text(choices=("double_opt_in", "single_opt_in")))
_NAME: Final = Text(min_length=1, max_length=256)
_CREATE: Final = body_shape("list", {"name": required(_NAME), "opt_in_process": _OPT_IN})
_UPDATE: Final = body_shape("list", {"name": nullable(_NAME), "opt_in_process": _OPT_IN}, with_id=True)
_MEMBERS: Final = identifiers_shape("profile")
_LISTING: Final = Listing(
    source="list WHERE 1",
    columns={
        "id": Column(sql="id"),
        "name": Column(sql="name"),
        "created": Column(sql="created", type="instant"),
        "updated": Column(sql="updated", type="instant"),
    },
)


def create_list(call: Call) -> Reply:
    """A new list; names are not unique. Double opt-in unless said otherwise (C4)."""
    given = read_attributes(call.body, _CREATE)
    list_id = tables.add_list(
        call.store, name=given["name"], opt_in_process=given.get("opt_in_process") or "double_opt_in"
    )
    return call.one(list_resource(call.require("list", list_id)))


def get_lists(call: Call) -> Reply:
    """A page of lists."""
    return call.page(_LISTING, list_resource)


def get_list(call: Call) -> Reply:
    """One list, with its number of profiles if asked for."""
    count = tables.member_count(call.store, call.id) if call.query.wants("list", "profile_count") else None
    return call.one(list_resource(call.require("list"), profile_count=count))


def update_list(call: Call) -> Reply:
    """Rename, or change how people opt in."""
    call.require("list")
    given = read_attributes(call.body, _UPDATE, call.id)
    changes = {key: value for key, value in given.items() if value is not None}
    call.store.update("list", call.id, **changes, updated=call.store.stamp())
    return call.one(list_resource(call.require("list")))


def delete_list(call: Call) -> Reply:
    """The list is gone; its members stay profiles."""
    call.require("list")
    tables.delete_list(call.store, call.id)
    return NOTHING


def add_profiles_to_list(call: Call) -> Reply:
    """At most 1,000 at once; consent is not touched."""
    tables.add_members(call.store, call.id, _members(call))
    return NOTHING


def remove_profiles_from_list(call: Call) -> Reply:
    """At most 1,000 at once."""
    tables.remove_members(call.store, call.id, _members(call))
    return NOTHING


def _members(call: Call) -> list[str]:
    call.require("list")
    ids = read_identifiers(call.body, _MEMBERS)
    refuse_if_any(
        invalid(f"A profile with id {profile_id} does not exist.", pointer=f"/data/{index}/id")
        for index, profile_id in enumerate(ids)
        if not exists(call.store, "profile", profile_id)
    )
    return ids


def list_resource(row: Row, *, profile_count: int | None = None) -> Resource:
    """A list as Klaviyo shows it."""
    attributes = {
        "name": row["name"],
        "created": iso(row["created"]),
        "updated": iso(row["updated"]),
        "opt_in_process": row["opt_in_process"],
    }
    if profile_count is not None:
        attributes["profile_count"] = profile_count
    return Resource(
        type="list",
        id=row["id"],
        path="lists",
        attributes=attributes,
        relationships={"profiles": None, "tags": None, "flow-triggers": None},
    )


def _of_profiles(store: Store, profile_ids: Sequence[str]) -> Mapping[str, Sequence[Resource]]:
    return {
        profile_id: [list_resource(row) for row in tables.lists_of_profile(store, profile_id)]
        for profile_id in profile_ids
    }


RELATIONS: Final = {("profile", "lists"): Relation(many=True, load=_of_profiles)}
ROUTES: Routes = (
    ("create_list", create_list),
    ("get_lists", get_lists),
    ("get_list", get_list),
    ("update_list", update_list),
    ("delete_list", delete_list),
    ("add_profiles_to_list", add_profiles_to_list),
    ("remove_profiles_from_list", remove_profiles_from_list),
    ("get_lists_for_profile", related("profile", "lists")),
    ("get_list_ids_for_profile", related_ids("profile", "lists")),
)
