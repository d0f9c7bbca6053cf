"""The template of a campaign's message: assigned, read (klaviyo-api.md section 4.1, step 2).

The answer to the assignment has the shape of the revisions before 2026-10-15: so say the SDK's models.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from mktctl.sandbox.call import Call, Reply, Routes, related, related_ids
from mktctl.sandbox.campaigns.changing import complete, with_own_template
from mktctl.sandbox.campaigns.details import EMAIL
from mktctl.sandbox.campaigns.rules import refuse_unless_draft
from mktctl.sandbox.jsonapi.bodies import exists, read_data, to_one
from mktctl.sandbox.jsonapi.documents import Identifier, Relation, Resource
from mktctl.sandbox.jsonapi.errors import Refused, invalid
from mktctl.sandbox.jsonapi.shapes import Record, Text, required
from mktctl.sandbox.routes.templates import template_resource
from mktctl.sandbox.store import Row, Store
from mktctl.sandbox.tables import campaigns as tables
from mktctl.sandbox.times import iso

_TEMPLATE_POINTER: Final = "/data/relationships/template/data/id"
_TEMPLATE: Final = Record(name="relationships", fields={"template": required(to_one("template"))})
_ASSIGN: Final = Record(
    name="document",
    fields={
        "data": required(
            Record(
                name="campaign-message",
                fields={
                    "type": required(Text(choices=("campaign-message",))),
                    "id": required(Text()),
                    "relationships": required(_TEMPLATE),
                },
            )
        )
    },
)
_SHOWN: Final = tuple(key for key in EMAIL.fields if key not in ("channel", "template_id"))


def assign_template_to_campaign_message(call: Call) -> Reply:
    """Give the one mail of a draft's message a clone of a library template."""
    data = read_data(call.body, _ASSIGN)
    if not exists(call.store, "campaign-message", data["id"]):
        raise Refused(invalid(f"A campaign-message with id {data['id']} does not exist.", pointer="/data/id"))
    template_id = data["relationships"]["template"]["data"]["id"]
    if call.store.row("SELECT 1 FROM template WHERE id = ? AND owner IS NULL", template_id) is None:
        raise Refused(invalid(f"A template with id {template_id} does not exist.", pointer=_TEMPLATE_POINTER))
    row = tables.message(call.store, data["id"])
    refuse_unless_draft(call.store, row["campaign_id"], "templates")
    variation, details = _one_mail(call.store, row["id"])
    definition = {**tables.definition_of(variation), "details": {**details, "template_id": template_id}}
    new = with_own_template(call.store, complete("campaign-variation", definition), variation["id"])
    tables.set_part(call.store, "campaign-variation", variation["id"], new)
    return call.one(_old_shape(row, new["details"]))


def _one_mail(store: Store, message_id: str) -> tuple[Row, dict[str, Any]]:
    variations = tables.variations_of(store, [message_id])
    if len(variations) > 1:
        raise Refused(invalid("The message has several variations: name the template in each.", pointer="/data/id"))
    (variation,) = variations
    details = tables.definition_of(variation)["details"] or {"channel": "email"}
    if details["channel"] != "email":
        raise Refused(invalid(f"The message is {details['channel']}, not email.", pointer="/data/id"))
    return variation, details


def _old_shape(row: Row, details: Mapping[str, Any]) -> Resource:
    return Resource(
        type="campaign-message",
        id=row["id"],
        path="campaign-messages",
        attributes={
            "label": row["name"] or "",
            "channel": "email",
            "content": {key: details[key] for key in _SHOWN},
            "send_times": [],
            "created_at": iso(row["created"]),
            "updated_at": iso(row["updated"]),
        },
        relationships={
            "campaign": Identifier("campaign", row["campaign_id"]),
            "template": Identifier("template", details["template_id"]),
        },
    )


def _templates(store: Store, message_ids: Sequence[str]) -> Mapping[str, Sequence[Resource]]:
    """The template of each message's first variation that has one."""
    found: dict[str, list[Resource]] = {}
    for row in tables.variations_of(store, message_ids):
        template_id = (tables.definition_of(row)["details"] or {}).get("template_id")
        template = store.row("SELECT * FROM template WHERE id = ?", template_id)
        if template is not None:
            found.setdefault(row["message_id"], []).append(template_resource(template))
    return {message_id: templates[:1] for message_id, templates in found.items()}


RELATIONS: Final = {("campaign-message", "template"): Relation(many=False, load=_templates)}
ROUTES: Routes = (
    ("assign_template_to_campaign_message", assign_template_to_campaign_message),
    ("get_template_for_campaign_message", related("campaign-message", "template")),
    ("get_template_id_for_campaign_message", related_ids("campaign-message", "template")),
)
