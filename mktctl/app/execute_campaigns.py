"""Steps on campaigns: create, change a draft, take back, schedule; what was sent before is never sent again."""

import contextlib
from typing import Any

import msgspec

from mktctl.app.campaign_record import described, fetched, parts_of, status_now, wrongly_stored
from mktctl.app.execute_objects import creation
from mktctl.app.execution import Execution, StoredOtherwise
from mktctl.diagnostics import MktctlError
from mktctl.klaviyo.campaign_parts import (
    create_variation,
    delete_variation,
    fetch_message,
    update_audience,
    update_message,
    update_variation,
)
from mktctl.klaviyo.campaign_sending import revert_message, schedule_campaign
from mktctl.klaviyo.campaigns import create_campaign as send_create_campaign
from mktctl.klaviyo.campaigns import delete_campaign, update_campaign
from mktctl.klaviyo.errors import Rejected
from mktctl.klaviyo.remote import Resource
from mktctl.model.address import Address
from mktctl.model.bindings import ActionBinding
from mktctl.planning.campaign_desired import TEMPLATE, DesiredCampaign
from mktctl.planning.steps import (
    AddVariation,
    CreateCampaign,
    RemoveVariation,
    RevertCampaign,
    ScheduleCampaign,
    SettleCampaign,
    UpdateCampaign,
    UpdateVariation,
)
from mktctl.wire.campaigns import requests
from mktctl.wire.campaigns.encode import CampaignDocument, encode_campaign
from mktctl.wire.campaigns.variations import DEFAULTS

_LATER = frozenset({"ab_test", "send_times", "schedule"})
"""What a campaign gets only after its creation."""
_NO_SETTINGS = dict.fromkeys(("send_timezone", "send_strategy", "send_passed_rltz_immediately"))
"""An update that leaves one out may leave the old one there."""


def create_campaign(step: CreateCampaign, run: Execution) -> None:
    """Create it as a draft and check what was stored. One that was stored otherwise is taken away again."""
    document = _document(step.address, run)
    for details in document["variations"].values():
        _upload(details, run)
    with run.ledger.intending(str(step.address), creation(step.address, run)):
        resource = send_create_campaign(run.remote, requests.create_attributes(document))
    reading = fetched(resource["id"], run)
    if wrong := wrongly_stored(step.address, reading, run, later=_LATER):
        with contextlib.suppress(MktctlError):  # left as a draft then, and found by its intent
            delete_campaign(run.remote, resource["id"])
            run.ledger.fulfil(str(step.address))
        raise StoredOtherwise(f"{step.address}: the platform stored something else: {'; '.join(wrong[:5])}")
    run.ledger.bind(step.address, described(step.address, reading, run, applied=step.digest, made=True))
    run.ids.add(step.address, resource["id"])


def update_part(step: UpdateCampaign, run: Execution) -> None:
    """Send one part again, as a whole."""
    parts = parts_of(step.address, run)
    document = _document(step.address, run)
    binding = run.ledger.touch(step.address)
    match step.part:
        case "campaign":
            definition = requests.campaign_attributes(document)["definition"]
            settings = {**_NO_SETTINGS, **definition.get("send_settings", {})}
            update_campaign(run.remote, binding.id, {**definition, "send_settings": settings})
        case "audience":
            update_audience(run.remote, parts.audience_id, requests.audience_attributes(document)["definition"])
        case "message":
            ids = _variation_ids(parts.message_id, run) if "send_times" in document else {}
            definition = requests.message_attributes(document, variation_ids=ids)["definition"]
            ends = {"ab_test": None} if parts.is_tested else {}
            update_message(run.remote, parts.message_id, {**ends, **definition})


def add_variation(step: AddVariation, run: Execution) -> None:
    """One more variation, with a copy of its template."""
    message_id = parts_of(step.address, run).message_id
    run.ledger.touch(step.address)
    details = _details(step.address, step.name, run)
    _upload(details, run)
    resource = create_variation(run.remote, message_id, {"name": step.name, "details": details})
    _note(step.address, step.name, resource, step.content, run)


def change_variation(step: UpdateVariation, run: Execution) -> None:
    """Its content as a whole; a mail keeps its copy of the template unless it gets a fresh one."""
    run.ledger.touch(step.address)
    details = _details(step.address, step.name, run)
    if step.content is not None:
        _upload(details, run)
    elif "template_id" in details:
        copies = run.ledger.state.bindings[str(step.address)].actions.values()
        details["template_id"] = next(one.template_id for one in copies if one.id == step.id)
    resource = update_variation(run.remote, step.id, {"name": step.name, "details": details})
    _note(step.address, step.name, resource, step.content, run)


def remove_variation(step: RemoveVariation, run: Execution) -> None:
    """One that the files do not have."""
    run.ledger.touch(step.address)
    delete_variation(run.remote, step.id)


def revert_campaign(step: RevertCampaign, run: Execution) -> None:
    """The schedule is taken back. Its campaign may be one that no file asks for any more."""
    if str(step.address) in run.ledger.state.bindings:
        run.ledger.touch(step.address)
    try:
        revert_message(run.remote, step.message_id)
    except Rejected:  # the request was repeated, and had been carried out the first time
        if status_now(step.id, run) != "draft":
            raise


def settle_campaign(step: SettleCampaign, run: Execution) -> None:
    """Read it back, check it, and note it."""
    binding = run.ledger.state.bindings[str(step.address)]
    reading = fetched(binding.id, run)
    if wrong := wrongly_stored(step.address, reading, run, later=frozenset({"schedule"})):
        raise StoredOtherwise(f"{step.address}: the platform stored something else: {'; '.join(wrong[:5])}")
    run.ledger.bind(step.address, described(step.address, reading, run, applied=step.digest))


def schedule(step: ScheduleCampaign, run: Execution) -> None:
    """Schedule it, and read back that it is."""
    binding = run.ledger.touch(step.address)
    message_id = parts_of(step.address, run).message_id
    schedules = requests.schedule_attributes(_document(step.address, run), message_id=message_id)
    schedule_campaign(run.remote, binding.id, schedules["message_schedules"])
    reading = fetched(binding.id, run)
    if wrong := wrongly_stored(step.address, reading, run):
        raise StoredOtherwise(f"{step.address}: the platform scheduled something else: {'; '.join(wrong[:5])}")
    run.ledger.bind(step.address, described(step.address, reading, run, applied=step.digest))


def _document(address: Address, run: Execution) -> CampaignDocument:
    """With the account's ids; templates are still addresses (`template/hello`)."""
    return encode_campaign(wanted_campaign(address, run).campaign, ids=run.ids)


def wanted_campaign(address: Address, run: Execution) -> DesiredCampaign:
    """What the files want of it."""
    wanted = run.resources[address]
    assert isinstance(wanted, DesiredCampaign), f"{address} is no campaign"
    return wanted


def _details(address: Address, name: str, run: Execution) -> dict[str, Any]:
    """Everything that a variation says, empty values too: an update that leaves one out may leave the old one there."""
    details = _document(address, run)["variations"][name]
    return {**DEFAULTS[details["channel"]], **details}


def _upload(details: dict[str, Any], run: Execution) -> None:
    name = str(details.get("template_id") or "")
    if name.startswith(TEMPLATE):
        details["template_id"] = run.uploads.id_of(name.removeprefix(TEMPLATE))


def _variation_ids(message_id: str, run: Execution) -> dict[str, str]:
    listing = fetch_message(run.remote, message_id)
    rows = listing.related(listing.resources[0], "campaign-variations")
    return {str(row["attributes"]["definition"]["name"]): row["id"] for row in rows}


def _note(address: Address, name: str, resource: Resource, content: str | None, run: Execution) -> None:
    """The state learns which copy a variation has by now."""
    wanted = wanted_campaign(address, run)
    binding = run.ledger.state.bindings[str(address)]
    details = (resource["attributes"].get("definition") or {}).get("details") or {}
    before = next((one for one in binding.actions.values() if one.id == resource["id"]), None)
    known = before or ActionBinding(id=resource["id"])
    if content is not None:
        known = msgspec.structs.replace(
            known,
            template_id=details.get("template_id"),
            content=wanted.contents[content],
            stored=run.uploads.stored(content),
        )
    actions = {key: one for key, one in binding.actions.items() if one.id != resource["id"]}
    run.ledger.bind(address, msgspec.structs.replace(binding, actions={**actions, name: known}))
