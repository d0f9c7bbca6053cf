"""Templates of the library: made, read, changed, cloned, rendered (klaviyo-api.md sections 1.3 and 5)."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from mktctl.sandbox.call import NOTHING, Call, Reply, Routes
from mktctl.sandbox.html_rewriting import rewritten
from mktctl.sandbox.jsonapi.bodies import body_shape, read_attributes, read_data
from mktctl.sandbox.jsonapi.documents import Resource
from mktctl.sandbox.jsonapi.errors import Refused, invalid, not_found
from mktctl.sandbox.jsonapi.listings import Column, Listing
from mktctl.sandbox.jsonapi.shapes import Field, FreeObject, Text, nullable, required
from mktctl.sandbox.store import Row
from mktctl.sandbox.tables.templates import add_template, copy_template, delete, template_count
from mktctl.sandbox.times import iso

MOST_TEMPLATES: Final = 1_000
DRAG_AND_DROP: Final = "SYSTEM_DRAGGABLE"
_EDITOR_TYPES: Final = ("CODE", "USER_DRAGGABLE", DRAG_AND_DROP)
_NAME: Final = Text(min_length=1, max_length=256)
_CONTENT: Final[dict[str, Field]] = {
    "html": nullable(Text()),
    "definition": nullable(FreeObject()),
    "text": nullable(Text()),
    "amp": nullable(Text()),
}
_CREATE: Final = body_shape(
    "template",
    {"name": required(_NAME), "editor_type": required(Text(choices=_EDITOR_TYPES)), **_CONTENT},
)
_UPDATE: Final = body_shape("template", {"name": nullable(_NAME), **_CONTENT}, with_id=True)
_CLONE: Final = body_shape("template", {"name": nullable(_NAME)}, with_id=True)
_LISTING: Final = Listing(
    source="template WHERE owner IS NULL",
    columns={
        "id": Column(sql="id"),
        "name": Column(sql="name"),
        "created": Column(sql="created", type="instant"),
        "updated": Column(sql="updated", type="instant"),
    },
)


def create_template(call: Call) -> Reply:
    """A new library template: `html`, or a `definition` for the drag-and-drop editor, never both."""
    given = read_attributes(call.body, _CREATE)
    _refuse_full(call)
    _refuse_mixed(given, given["editor_type"])
    template_id = add_template(
        call.store,
        name=given["name"],
        editor_type=given["editor_type"],
        html=_stored_html(call, given.get("html") or ""),
        text=given.get("text"),
        amp=given.get("amp"),
        definition=given.get("definition"),
    )
    return _one(call, template_id)


def get_templates(call: Call) -> Reply:
    """A page of the library; clones that belong to flows are not in it."""
    return call.page(_LISTING, lambda row: template_resource(row, with_definition=_asked(call)))


def get_template(call: Call) -> Reply:
    """One template; a flow's clone can be read too."""
    return _one(call, call.id)


def update_template(call: Call) -> Reply:
    """Change a library template. `editor_type` is fixed; a flow's clone answers 404 (section 0)."""
    row = _of_library(call, call.id)
    given = read_attributes(call.body, _UPDATE, call.id)
    _refuse_mixed(given, row["editor_type"])
    changes: dict[str, Any] = {key: given[key] for key in ("text", "amp") if key in given}
    if given.get("name") is not None:
        changes["name"] = given["name"]
    if given.get("html") is not None:
        changes["html"] = _stored_html(call, given["html"])
    if given.get("definition") is not None:
        changes["definition"] = msgspec.json.encode(given["definition"]).decode()
    call.store.update("template", call.id, **changes, updated=call.store.stamp())
    return _one(call, call.id)


def delete_template(call: Call) -> Reply:
    """A library template is gone; the clones that flows made of it stay."""
    _of_library(call, call.id)
    delete(call.store, call.id)
    return NOTHING


def clone_template(call: Call) -> Reply:
    """A copy in the library, under a name of its own if one is given."""
    data = read_data(call.body, _CLONE)
    row = call.require("template", data["id"])
    _refuse_full(call)
    name = (data.get("attributes") or {}).get("name") or f"Clone of {row['name']}"
    return _one(call, copy_template(call.store, row, name=name))


def template_resource(row: Row, *, with_definition: bool = False) -> Resource:
    """A template as Klaviyo shows it."""
    attributes = {
        "name": row["name"],
        "editor_type": row["editor_type"],
        "html": row["html"],
        "text": row["text"],
        "amp": row["amp"],
        "created": iso(row["created"]),
        "updated": iso(row["updated"]),
    }
    if with_definition:
        attributes["definition"] = None if row["definition"] is None else msgspec.json.decode(row["definition"])
    return Resource(type="template", id=row["id"], path="templates", attributes=attributes)


def _one(call: Call, template_id: str) -> Reply:
    return call.one(template_resource(call.require("template", template_id), with_definition=_asked(call)))


def _asked(call: Call) -> bool:
    return call.query.wants("template", "definition")


def _of_library(call: Call, template_id: str) -> Row:
    row = call.require("template", template_id)
    if row["owner"] is not None:
        raise not_found("template", template_id)
    return row


def _stored_html(call: Call, html: str) -> str:
    return rewritten(html) if call.options.switches.rewrites_html else html


def _refuse_full(call: Call) -> None:
    if template_count(call.store) >= MOST_TEMPLATES:
        raise Refused(invalid(f"An account has at most {MOST_TEMPLATES} templates."))


def _refuse_mixed(given: Mapping[str, Any], editor_type: str) -> None:
    other = "html" if editor_type == DRAG_AND_DROP else "definition"
    if given.get(other) is not None:
        raise Refused(
            invalid(f"'{other}' is not allowed with editor_type {editor_type}.", pointer=f"/data/attributes/{other}")
        )


ROUTES: Routes = (
    ("create_template", create_template),
    ("get_templates", get_templates),
    ("get_template", get_template),
    ("update_template", update_template),
    ("delete_template", delete_template),
    ("clone_template", clone_template),
)
