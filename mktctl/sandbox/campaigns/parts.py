"""What the routes of audiences, messages and variations have in common: creating under a campaign, and PATCH."""

from typing import Any

from mktctl.sandbox.call import Call
from mktctl.sandbox.campaigns.changing import DEFINITIONS, patched
from mktctl.sandbox.campaigns.rules import refuse_unless_draft
from mktctl.sandbox.campaigns.shapes import update_body
from mktctl.sandbox.flows.checking import check_mentions, refuse_deep
from mktctl.sandbox.jsonapi.bodies import exists, read_data
from mktctl.sandbox.jsonapi.errors import Refused, invalid, refuse_if_any
from mktctl.sandbox.jsonapi.shapes import Findings, Record
from mktctl.sandbox.store import Row
from mktctl.sandbox.tables.campaigns import definition_of

UPDATES = {kind: update_body(kind, definition) for kind, definition in DEFINITIONS.items()}
"""The body of a PATCH by JSON:API type."""


def read_new(call: Call, shape: Record) -> tuple[dict[str, Any], dict[str, str]]:
    """The attributes of a new part and the ids of what it belongs to, all of which exist."""
    refuse_deep(call.body)
    findings = Findings()
    data = read_data(call.body, shape, findings)
    check_mentions(call.store, findings)
    owners: dict[str, str] = {}
    for name, relationship in data["relationships"].items():
        owners[name] = relationship["data"]["id"]
        if not exists(call.store, name, owners[name]):
            findings.wrong(f"/data/relationships/{name}/data/id", f"A {name} with id {owners[name]} does not exist.")
    refuse_if_any(findings.problems)
    return data["attributes"], owners


def read_change(
    call: Call, kind: str, row: Row, own_templates: frozenset[str] = frozenset()
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a PATCH gives of a definition, and the stored definition that comes of it."""
    refuse_deep(call.body)
    findings = Findings()
    data = read_data(call.body, UPDATES[kind], findings)
    if data["id"] != call.id:
        raise Refused(invalid("'id' must be the id in the path.", pointer="/data/id"))
    check_mentions(call.store, findings, own_templates)
    refuse_if_any(findings.problems)
    given = data["attributes"]["definition"]
    return given, patched(kind, definition_of(row), given, merges=call.options.switches.merges_campaign_patches)


def require_of_draft(call: Call, kind: str, what: str) -> Row:
    """The part in the path, with `campaign_id`; Refused unless its campaign is a draft."""
    row = call.require(kind)
    refuse_unless_draft(call.store, row["campaign_id"], what)
    return row
