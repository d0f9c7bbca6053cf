"""Universal content: blocks that templates embed and that change in all of them at once (klaviyo-api.md section 1.3).

Only blocks of type html are kept here; others are refused.
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from mktctl.sandbox.call import NOTHING, Call, Reply, Routes
from mktctl.sandbox.html_rewriting import rewritten
from mktctl.sandbox.jsonapi.bodies import body_shape, read_attributes, read_data
from mktctl.sandbox.jsonapi.documents import Resource
from mktctl.sandbox.jsonapi.listings import Column, Listing
from mktctl.sandbox.jsonapi.shapes import Record, Text, nullable, required
from mktctl.sandbox.store import Row
from mktctl.sandbox.tables import universal_content as tables
from mktctl.sandbox.times import iso

_KIND: Final = "template-universal-content"
_NAME: Final = Text(min_length=1, max_length=256)
_SHOWN: Final = Record(
    name="display_options",
    fields={
        "show_on": nullable(Text(choices=("all", "desktop", "mobile"))),
        "visible_check": nullable(Text()),
    },
)
_DATA: Final = Record(name="data", fields={"content": required(Text()), "display_options": required(_SHOWN)})
_DEFINITION: Final = Record(
    name="definition",
    fields={
        "content_type": required(Text(choices=("block",))),
        "type": required(Text(choices=("html",))),
        "data": required(_DATA),
    },
)
_CREATE: Final = body_shape(_KIND, {"name": required(_NAME), "definition": required(_DEFINITION)})
_UPDATE: Final = body_shape(_KIND, {"name": nullable(_NAME), "definition": nullable(_DEFINITION)}, with_id=True)
_CLONE: Final = body_shape(_KIND, {"name": nullable(_NAME)}, with_id=True)
_LISTING: Final = Listing(
    source="template_universal_content WHERE 1",
    columns={
        "id": Column(sql="id"),
        "name": Column(sql="name"),
        "created": Column(sql="created", type="instant"),
        "updated": Column(sql="updated", type="instant"),
        "definition.content_type": Column(sql="json_extract(definition, '$.content_type')"),
        "definition.type": Column(sql="json_extract(definition, '$.type')"),
    },
)


def create_universal_content(call: Call) -> Reply:
    """A new block; names are not unique."""
    given = read_attributes(call.body, _CREATE)
    block_id = tables.add_block(call.store, name=given["name"], definition=_stored(call, given["definition"]))
    return _one(call, block_id)


def get_all_universal_content(call: Call) -> Reply:
    """A page of blocks."""
    return call.page(_LISTING, block_resource)


def get_universal_content(call: Call) -> Reply:
    """One block."""
    return _one(call, call.id)


def update_universal_content(call: Call) -> Reply:
    """Another name, or another definition as a whole. Every template that embeds the block shows it from now on."""
    call.require(_KIND)
    given = read_attributes(call.body, _UPDATE, call.id)
    changes: dict[str, Any] = {}
    if given.get("name") is not None:
        changes["name"] = given["name"]
    if given.get("definition") is not None:
        changes["definition"] = msgspec.json.encode(_stored(call, given["definition"])).decode()
    call.store.update("template_universal_content", call.id, **changes, updated=call.store.stamp())
    return _one(call, call.id)


def delete_universal_content(call: Call) -> Reply:
    """The block is gone; templates keep what it last was as a part of their own."""
    call.require(_KIND)
    tables.delete_block(call.store, call.id)
    return NOTHING


def clone_universal_content(call: Call) -> Reply:
    """A copy, under a name of its own if one is given."""
    data = read_data(call.body, _CLONE)
    row = call.require(_KIND, data["id"])
    name = (data.get("attributes") or {}).get("name") or f"Clone of {row['name']}"
    return _one(call, tables.add_block(call.store, name=name, definition=msgspec.json.decode(row["definition"])))


def block_resource(row: Row) -> Resource:
    """A block as Klaviyo shows it. No pictures are made here."""
    return Resource(
        type=_KIND,
        id=row["id"],
        path=_KIND,
        attributes={
            "name": row["name"],
            "definition": msgspec.json.decode(row["definition"]),
            "created": iso(row["created"]),
            "updated": iso(row["updated"]),
            "screenshot_status": "never_generated",
            "screenshot_url": "",
        },
    )


def _one(call: Call, block_id: str) -> Reply:
    return call.one(block_resource(call.require(_KIND, block_id)))


def _stored(call: Call, definition: Mapping[str, Any]) -> dict[str, Any]:
    """As the platform keeps it: HTML in its own words, as that of templates."""
    if not call.options.switches.rewrites_html:
        return dict(definition)
    data = definition["data"]
    return {**definition, "data": {**data, "content": rewritten(data["content"])}}


ROUTES: Routes = (
    ("create_universal_content", create_universal_content),
    ("get_all_universal_content", get_all_universal_content),
    ("get_universal_content", get_universal_content),
    ("update_universal_content", update_universal_content),
    ("delete_universal_content", delete_universal_content),
    ("clone_universal_content", clone_universal_content),
)
