"""The door's own files: what the sandbox is, its clock, and edits of templates, lists and segments in the browser.

GET    info                      the account, its clock, how many of each object there are
GET    clock                     {now, started}
POST   clock                     {advance_seconds} → {now}
PATCH  templates/{id}            {name?, html?}, also of a clone that a flow owns
PATCH  lists/{id}                {name}
PATCH  segments/{id}             {name?, is_active?}
"""

from datetime import timedelta
from typing import Any, Final

import msgspec

from mktctl.sandbox.census import census
from mktctl.sandbox.html_rewriting import rewritten
from mktctl.sandbox.jsonapi.shapes import Field, Flag, Number, Record, Text, required
from mktctl.sandbox.ui import Door, UiRoutes

_MOST_SECONDS: Final = 10 * 366 * 86_400
_NAME: Final = Text(min_length=1, max_length=256)
_ADVANCE: Final = Record(name="clock", fields={"advance_seconds": required(Number(minimum=0, maximum=_MOST_SECONDS))})
_TEMPLATE: Final = Record(name="template", fields={"name": Field(_NAME), "html": Field(Text())})
_LIST: Final = Record(name="list", fields={"name": required(_NAME)})
_SEGMENT: Final = Record(name="segment", fields={"name": Field(_NAME), "is_active": Field(Flag())})


def info(door: Door) -> dict[str, Any]:
    """What this sandbox is."""
    account = msgspec.to_builtins(door.store.account)
    return {"account": account, "now": door.store.now().isoformat(), "counts": census(door.store)}


def clock(door: Door) -> dict[str, Any]:
    """The account's present and its first instant."""
    return {"now": door.store.now().isoformat(), "started": door.store.account.started.isoformat()}


def advance_clock(door: Door) -> dict[str, Any]:
    """Move the account's clock forward."""
    given = door.read(_ADVANCE)
    return {"now": door.store.advance(timedelta(seconds=given["advance_seconds"])).isoformat()}


def edit_template(door: Door) -> dict[str, Any]:
    """Change a template's name or body, of the library or of a flow's message."""
    given = door.read(_TEMPLATE)
    if "html" in given and door.world.options.switches.rewrites_html:
        given = {**given, "html": rewritten(given["html"])}
    return _edited(door, "template", given)


def edit_list(door: Door) -> dict[str, Any]:
    """Rename a list."""
    return _edited(door, "list", door.read(_LIST))


def edit_segment(door: Door) -> dict[str, Any]:
    """Rename a segment, or switch it on or off."""
    return _edited(door, "segment", door.read(_SEGMENT))


def _edited(door: Door, kind: str, given: dict[str, Any]) -> dict[str, Any]:
    with door.store.transaction():
        door.require(kind)
        door.store.update(kind, door.id, **given, updated=door.store.stamp())
    return {"id": door.id, **given}


UI_ROUTES: UiRoutes = (
    ("GET", "info", info),
    ("GET", "clock", clock),
    ("POST", "clock", advance_clock),
    ("PATCH", "templates/{id}", edit_template),
    ("PATCH", "lists/{id}", edit_list),
    ("PATCH", "segments/{id}", edit_segment),
)
