"""Which tags a list, a segment, a flow or a campaign has (klaviyo-api.md section 1.6)."""

import functools
from collections.abc import Mapping, Sequence
from typing import Final

from mktctl.sandbox.call import NOTHING, Call, Handler, Reply, Routes, related, related_ids
from mktctl.sandbox.jsonapi.bodies import exists, identifiers_shape, read_identifiers
from mktctl.sandbox.jsonapi.documents import Relation, Resource
from mktctl.sandbox.jsonapi.errors import Problem, invalid, refuse_if_any
from mktctl.sandbox.routes.tags import tag_resource
from mktctl.sandbox.store import Store
from mktctl.sandbox.tables.tags import is_exclusive, link_tag, tagged_ids, tags_of, unlink_tag

MOST_TAGS_PER_OBJECT: Final = 100
_KINDS: Final = ("list", "segment", "flow", "campaign")


def _put_on(kind: str) -> Handler:
    shape = identifiers_shape(kind)

    def handler(call: Call) -> Reply:
        tag = call.require("tag")
        ids = read_identifiers(call.body, shape)
        refuse_if_any(
            problem
            for index, object_id in enumerate(ids)
            for problem in _obstacles(call.store, tag["group_id"], call.id, kind, object_id, f"/data/{index}/id")
        )
        for object_id in ids:
            link_tag(call.store, call.id, kind, object_id)
        return NOTHING

    return handler


def _take_off(kind: str) -> Handler:
    shape = identifiers_shape(kind)

    def handler(call: Call) -> Reply:
        call.require("tag")
        for object_id in read_identifiers(call.body, shape):
            unlink_tag(call.store, call.id, kind, object_id)
        return NOTHING

    return handler


def _tagged(kind: str) -> Handler:
    def handler(call: Call) -> Reply:
        call.require("tag")
        document = call.writer.collection((), {"self": call.base + call.path, "next": None, "prev": None})
        document["data"] = [{"type": kind, "id": object_id} for object_id in tagged_ids(call.store, call.id, kind)]
        return Reply(document=document)

    return handler


def _obstacles(store: Store, group_id: str, tag_id: str, kind: str, object_id: str, pointer: str) -> list[Problem]:
    if not exists(store, kind, object_id):
        return [invalid(f"A {kind} with id {object_id} does not exist.", pointer=pointer)]
    others = [row for row in tags_of(store, kind, [object_id]).get(object_id, []) if row["id"] != tag_id]
    if len(others) >= MOST_TAGS_PER_OBJECT:
        return [invalid(f"An object has at most {MOST_TAGS_PER_OBJECT} tags.", pointer=pointer)]
    if is_exclusive(store, group_id) and any(row["group_id"] == group_id for row in others):
        return [invalid("The tag's group is exclusive, and the object has one of its tags.", pointer=pointer)]
    return []


def _load(kind: str, store: Store, object_ids: Sequence[str]) -> Mapping[str, Sequence[Resource]]:
    return {
        object_id: [tag_resource(row) for row in rows] for object_id, rows in tags_of(store, kind, object_ids).items()
    }


def _routes(kind: str) -> Routes:
    return (
        (f"tag_{kind}s", _put_on(kind)),
        (f"remove_tag_from_{kind}s", _take_off(kind)),
        (f"get_{kind}_ids_for_tag", _tagged(kind)),
        (f"get_tags_for_{kind}", related(kind, "tags")),
        (f"get_tag_ids_for_{kind}", related_ids(kind, "tags")),
    )


RELATIONS: Final = {(kind, "tags"): Relation(many=True, load=functools.partial(_load, kind)) for kind in _KINDS}
ROUTES: Routes = tuple(route for kind in _KINDS for route in _routes(kind))
