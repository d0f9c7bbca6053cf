"""What an apply learns of a campaign: its parts, the copies of its templates, and whether it was stored as wanted."""

from collections.abc import Container

import msgspec

from mktctl.app.execution import Execution
from mktctl.app.refresh import seen_campaign
from mktctl.klaviyo.campaign_parts import fetch_message
from mktctl.klaviyo.campaigns import fetch_campaign
from mktctl.model.address import Address
from mktctl.model.bindings import ActionBinding, Binding
from mktctl.planning.campaign_desired import TEMPLATE, DesiredCampaign, variation_template
from mktctl.planning.campaign_reading import CampaignReading, campaign_reading, reading_digest, status_seen
from mktctl.planning.documents import Document
from mktctl.planning.fields import field_changes

AUDIENCE = "audience"
MESSAGE = "message"


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """Ids of a campaign's one audience and one message."""

    audience_id: str
    message_id: str
    is_tested: bool = False
    """Whether the message had an A/B test when the account was read."""


def fetched(id: str, run: Execution) -> CampaignReading:
    """The campaign as it is by now: two requests. Raises `KlaviyoError`, and `UnreadableError` for another shape."""
    listing = fetch_campaign(run.remote, id)
    one = seen_campaign(listing, listing.resources[0])
    variations = {}
    for message_id in one.messages:
        message = fetch_message(run.remote, message_id)
        rows = message.related(message.resources[0], "campaign-variations")
        variations[message_id] = {row["id"]: row["attributes"] for row in rows}
    return campaign_reading(one, variations, run.ids)


def status_now(id: str, run: Execution) -> str:
    """The status of a campaign, read again."""
    listing = fetch_campaign(run.remote, id)
    return status_seen(seen_campaign(listing, listing.resources[0]))


def parts_of(address: Address, run: Execution) -> Parts:
    """From this run's reading of the account, else as they were noted at the creation."""
    binding = run.ledger.state.bindings[str(address)]
    for one in run.seen.of_kind("campaign"):
        if one.id == binding.id:
            (audience_id,), (message_id,) = one.audiences, one.messages
            test = (one.messages[message_id].get("definition") or {}).get("ab_test")
            return Parts(audience_id=audience_id, message_id=message_id, is_tested=test is not None)
    return Parts(audience_id=binding.parts[AUDIENCE], message_id=binding.parts[MESSAGE])


def described(
    address: Address, reading: CampaignReading, run: Execution, *, applied: str, made: bool = False
) -> Binding:
    """The campaign's binding as it is by now. `made`: this run just created it, with copies of what the files have."""
    wanted = run.resources[address]
    assert isinstance(wanted, DesiredCampaign), f"{address} is no campaign"
    before = run.ledger.state.bindings.get(str(address))
    known = before.actions if before is not None and before.id == reading.id else {}
    ours = before.tags if before is not None and before.id == reading.id else ()
    return Binding(
        id=reading.id,
        name=wanted.name,
        applied=applied,
        seen=reading_digest(reading),
        tags=tuple(tag for tag in ours if tag in wanted.tags),
        parts={AUDIENCE: reading.audience_id, MESSAGE: reading.message_id},
        actions={
            name: _made(name, id_, reading, wanted, run) if made else _noted(id_, known)
            for name, id_ in reading.variations
        },
    )


def wrongly_stored(
    address: Address, reading: CampaignReading, run: Execution, *, later: Container[str] = frozenset()
) -> list[str]:
    """What is stored otherwise than wanted, in words; parts of `later` are still to come, and are not looked at."""
    wanted = run.resources[address].document
    fields = field_changes(_comparable(reading.document, later), _comparable(wanted, later))
    wrong = [f"{field.path}: {field.after!r} was sent, {field.before!r} is there" for field in fields]
    if "schedule" not in later and reading.status == "draft":
        wrong.append("it is still a draft")
    return wrong


def _comparable(document: Document, later: Container[str]) -> Document:
    """Without what is still to come; which copy a mail has, another check tells."""
    parts = {key: value for key, value in document.items() if key not in later}
    variations = {
        name: {key: value for key, value in details.items() if key != "template_id"}
        for name, details in document.get("variations", {}).items()
    }
    settings = parts.pop("definition", {})
    return {**parts, "settings": settings, "variations": variations}


def _made(name: str, id: str, reading: CampaignReading, wanted: DesiredCampaign, run: Execution) -> ActionBinding:
    copy = reading.document["variations"][name].get("template_id")
    ref = variation_template(wanted.document, name)
    if ref is None or copy is None:
        return ActionBinding(id=id)
    copy = copy.removeprefix(TEMPLATE)
    return ActionBinding(id=id, template_id=copy, content=wanted.contents[ref], stored=run.uploads.stored(ref))


def _noted(id: str, known: dict[str, ActionBinding]) -> ActionBinding:
    return next((one for one in known.values() if one.id == id), ActionBinding(id=id))
