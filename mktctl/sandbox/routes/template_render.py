"""Rendering a template with a context (klaviyo-api.md section 5); 201, and 400 for what does not render."""

from collections.abc import Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec

from mktctl.content.render import Unrenderable, render
from mktctl.content.setting import Setting
from mktctl.sandbox.call import Call, Reply, Routes
from mktctl.sandbox.jsonapi.bodies import body_shape, read_data
from mktctl.sandbox.jsonapi.errors import Refused, invalid
from mktctl.sandbox.jsonapi.shapes import FreeObject, required
from mktctl.sandbox.routes.templates import template_resource
from mktctl.sandbox.tables.catalog import item_for_mails
from mktctl.sandbox.tables.universal_content import with_blocks

HYBRID: Final = "USER_DRAGGABLE"
"""The kind of template that universal blocks are put into."""
_RENDER: Final = body_shape("template", {"context": required(FreeObject())}, with_id=True)


def render_template(call: Call) -> Reply:
    """The template's html, text and amp with their tags run. Tags see the account's clock and zone."""
    data = read_data(call.body, _RENDER)
    row = call.require("template", data["id"])
    plain = template_resource(row)
    context = _known(call, data["attributes"]["context"])
    parts = {part: row[part] for part in ("html", "text", "amp")}
    if row["editor_type"] == HYBRID:
        parts["html"] = with_blocks(call.store, row["html"])
    rendered = {part: _rendered(call, text, context, escape=part != "text") for part, text in parts.items()}
    return call.one(msgspec.structs.replace(plain, attributes={**plain.attributes, **rendered}))


def _rendered(call: Call, text: str | None, context: Mapping[str, Any], *, escape: bool) -> str | None:
    if text is None:
        return None
    account = call.store.account
    setting = Setting(
        now=call.store.now().astimezone(ZoneInfo(account.timezone)),
        currency=account.currency,
        catalog_item=lambda item: item_for_mails(call.store, item),
    )
    found = render(text, context, setting, escape=escape)
    if isinstance(found, Unrenderable):
        where = f" (line {found.line})" if found.line else ""
        raise Refused(invalid(f"The template does not render: {found.message}{where}", pointer="/data/id"))
    return "".join((found,))  # plain text: the engine's own kind of str is no JSON


def _known(call: Call, given: Mapping[str, Any]) -> dict[str, Any]:
    """The context as sent, the account's own data, and the person's fields without `person.` in front."""
    person = given.get("person")
    organization = {
        "name": call.store.account.name,
        "full_address": "1 Example Street, Example City, 1000 AA, Netherlands",
        "url": "https://www.example.com",
    }
    return {"organization": organization, **(person if isinstance(person, Mapping) else {}), **given}


ROUTES: Routes = (("render_template", render_template),)
