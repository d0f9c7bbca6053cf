"""Tags and tag groups (klaviyo-api.md section 1.6); `tagging.py` puts them on lists, segments, flows and campaigns."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from mktctl.sandbox.call import NOTHING, Call, Reply, Routes, related, related_ids
from mktctl.sandbox.jsonapi.bodies import body_shape, exists, read_attributes, read_data, to_one
from mktctl.sandbox.jsonapi.documents import Identifier, Relation, Resource
from mktctl.sandbox.jsonapi.errors import Refused, invalid
from mktctl.sandbox.jsonapi.listings import Column, Listing
from mktctl.sandbox.jsonapi.shapes import Field, Flag, Text, nullable, required
from mktctl.sandbox.store import Row, Store
from mktctl.sandbox.tables import tags as tables

MOST_TAGS: Final = 500
MOST_GROUPS: Final = 50
_NAME: Final = required(Text(min_length=1, max_length=255))
_CREATE_TAG: Final = body_shape("tag", {"name": _NAME}, relationships={"tag-group": Field(to_one("tag-group"))})
_UPDATE_TAG: Final = body_shape("tag", {"name": _NAME}, with_id=True)
_CREATE_GROUP: Final = body_shape("tag-group", {"name": _NAME, "exclusive": nullable(Flag())})
_UPDATE_GROUP: Final = body_shape("tag-group", {"name": _NAME}, with_id=True)
_TAGS: Final = Listing(source="tag WHERE 1", columns={"id": Column(sql="id"), "name": Column(sql="name")})
_GROUPS: Final = Listing(
    source="tag_group WHERE 1",
    columns={
        "id": Column(sql="id"),
        "name": Column(sql="name"),
        "exclusive": Column(sql="exclusive", type="flag"),
        "default": Column(sql="is_default", type="flag"),
    },
)


def create_tag(call: Call) -> Reply:
    """A new tag, in the default group unless another is named."""
    data = read_data(call.body, _CREATE_TAG)
    _refuse_full(tables.tag_count(call.store), MOST_TAGS)
    named = (data.get("relationships") or {}).get("tag-group")
    group_id = tables.default_group_id(call.store) if named is None else named["data"]["id"]
    if not exists(call.store, "tag-group", group_id):
        raise Refused(
            invalid(
                f"A tag-group with id {group_id} does not exist.",
                pointer="/data/relationships/tag-group/data/id",
            )
        )
    tag_id = tables.add_tag(call.store, name=data["attributes"]["name"], group_id=group_id)
    return call.one(tag_resource(call.require("tag", tag_id)))


def get_tags(call: Call) -> Reply:
    """A page of tags."""
    return call.page(_TAGS, tag_resource)


def get_tag(call: Call) -> Reply:
    """One tag."""
    return call.one(tag_resource(call.require("tag")))


def update_tag(call: Call) -> Reply:
    """Another name; the group is fixed. 204 without a body."""
    call.require("tag")
    call.store.update("tag", call.id, name=read_attributes(call.body, _UPDATE_TAG, call.id)["name"])
    return NOTHING


def delete_tag(call: Call) -> Reply:
    """The tag is gone from everything."""
    call.require("tag")
    tables.delete_tag(call.store, call.id)
    return NOTHING


def create_tag_group(call: Call) -> Reply:
    """A new group; exclusive means at most one of its tags per object."""
    given = read_attributes(call.body, _CREATE_GROUP)
    _refuse_full(tables.tag_group_count(call.store), MOST_GROUPS)
    group_id = tables.add_tag_group(call.store, name=given["name"], exclusive=bool(given.get("exclusive")))
    return call.one(tag_group_resource(call.require("tag-group", group_id)))


def get_tag_groups(call: Call) -> Reply:
    """A page of groups."""
    return call.page(_GROUPS, tag_group_resource)


def get_tag_group(call: Call) -> Reply:
    """One group."""
    return call.one(tag_group_resource(call.require("tag-group")))


def update_tag_group(call: Call) -> Reply:
    """Another name. 204 without a body."""
    call.require("tag-group")
    name: Any = read_attributes(call.body, _UPDATE_GROUP, call.id)["name"]
    call.store.update("tag_group", call.id, name=name)
    return NOTHING


def delete_tag_group(call: Call) -> Reply:
    """The group is gone with its tags; the default group cannot be deleted."""
    if call.require("tag-group")["is_default"]:
        raise Refused(invalid("The default tag group cannot be deleted."))
    tables.delete_tag_group(call.store, call.id)
    return NOTHING


def _refuse_full(count: int, most: int) -> None:
    if count >= most:
        raise Refused(invalid(f"An account has at most {most} of these."))


def tag_resource(row: Row) -> Resource:
    """A tag as Klaviyo shows it."""
    return Resource(
        type="tag",
        id=row["id"],
        path="tags",
        attributes={"name": row["name"]},
        relationships={
            "tag-group": Identifier("tag-group", row["group_id"]),
            "lists": None,
            "segments": None,
            "campaigns": None,
            "flows": None,
        },
    )


def tag_group_resource(row: Row) -> Resource:
    """A tag group as Klaviyo shows it."""
    return Resource(
        type="tag-group",
        id=row["id"],
        path="tag-groups",
        attributes={
            "name": row["name"],
            "exclusive": bool(row["exclusive"]),
            "default": bool(row["is_default"]),
        },
        relationships={"tags": None},
    )


def _groups_of_tags(store: Store, tag_ids: Sequence[str]) -> Mapping[str, Sequence[Resource]]:
    return {tag_id: [tag_group_resource(row)] for tag_id, row in tables.groups_of_tags(store, tag_ids).items()}


def _tags_of_groups(store: Store, group_ids: Sequence[str]) -> Mapping[str, Sequence[Resource]]:
    return {group_id: [tag_resource(row) for row in tables.tags_in_group(store, group_id)] for group_id in group_ids}


RELATIONS: Final = {
    ("tag", "tag-group"): Relation(many=False, load=_groups_of_tags),
    ("tag-group", "tags"): Relation(many=True, load=_tags_of_groups),
}
ROUTES: Routes = (
    ("create_tag", create_tag),
    ("get_tags", get_tags),
    ("get_tag", get_tag),
    ("update_tag", update_tag),
    ("delete_tag", delete_tag),
    ("create_tag_group", create_tag_group),
    ("get_tag_groups", get_tag_groups),
    ("get_tag_group", get_tag_group),
    ("update_tag_group", update_tag_group),
    ("delete_tag_group", delete_tag_group),
    ("get_tag_group_for_tag", related("tag", "tag-group")),
    ("get_tag_group_id_for_tag", related_ids("tag", "tag-group")),
    ("get_tags_for_tag_group", related("tag-group", "tags")),
    ("get_tag_ids_for_tag_group", related_ids("tag-group", "tags")),
)
