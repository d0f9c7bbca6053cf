"""A campaign as it was seen, in the form in which it compares with what the files want."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import msgspec

from mktctl.model.bindings import Binding
from mktctl.planning.bound import Bound
from mktctl.planning.campaign_desired import TEMPLATE, DesiredCampaign, instant_of, variation_template
from mktctl.planning.documents import Document, digest
from mktctl.planning.seen import SeenObject
from mktctl.wire.campaigns.decode import CampaignParts, decode_campaign, status_of
from mktctl.wire.campaigns.schedules import decode_schedule
from mktctl.wire.ids import Ids

_OVER: Final = frozenset({"sending", "sent", "cancelled"})
PART_OF: Final[Mapping[str, str]] = {
    "definition": "campaign",
    "audience": "audience",
    "message": "message",
    "ab_test": "message",
    "send_times": "message",
}
"""Part of the document to the object of the platform that holds it; variations are objects of their own."""


class CampaignReading(msgspec.Struct, frozen=True, kw_only=True):
    """`document` is in symbolic form, but for ids of templates; `variations` are pairs of name and id, as stored."""

    id: str
    status: str
    document: Document
    audience_id: str
    message_id: str
    variations: tuple[tuple[str, str], ...]


def status_seen(one: SeenObject) -> str:
    """cancelled, draft, scheduled, sending or sent: what the list pages tell."""
    return status_of(_parts(one, {}))


def schedule_seen(one: SeenObject) -> Document:
    """The schedule as the list pages tell it; empty without one."""
    settings = (one.attributes.get("definition") or {}).get("send_settings") or {}
    for message in one.messages.values():
        options = (message.get("definition") or {}).get("send_options") or {}
        if schedule := decode_schedule(options, settings):
            return schedule
    return {}


def is_history(one: SeenObject, now: datetime, zone: str) -> bool:
    """Whether it went out, or may be going out right now: then it is never touched again (P41)."""
    status = status_seen(one)
    if status == "scheduled":
        schedule = schedule_seen(one)
        return bool(schedule) and instant_of(schedule, zone) <= now
    return status in _OVER or bool((one.attributes.get("definition") or {}).get("archived"))


def campaign_reading(
    one: SeenObject, variations: Mapping[str, Mapping[str, dict[str, Any]]], ids: Ids
) -> CampaignReading:
    """The whole of it; its variations were read. Raises `UnreadableError` for what the platform's canvas draws."""
    parts = _parts(one, variations)
    document = decode_campaign(parts, ids=ids)
    (audience_id,), (message_id,) = one.audiences, one.messages
    return CampaignReading(
        id=one.id,
        status=status_of(parts),
        document=document,
        audience_id=audience_id,
        message_id=message_id,
        variations=tuple(
            (str((row.get("definition") or {}).get("name") or ""), id_)
            for id_, row in variations.get(message_id, {}).items()
        ),
    )


def compared(
    reading: CampaignReading, wanted: DesiredCampaign, binding: Binding | None, bound: Bound
) -> tuple[Document, dict[str, str]]:
    """What is seen under the names that the files have for its variations, and those names to the ids of variations.

    A mail whose copy is still the one that was made of what the files want names its template as the files do.
    """
    pairs = paired(tuple(wanted.document["variations"]), reading.variations)
    named = {id_: name for name, id_ in pairs.items()}
    stored = reading.document.get("variations", {})
    variations = {}
    for name, id_ in reading.variations:
        details = dict(stored.get(name, {}))
        if (ours := named.get(id_)) is not None:
            details = _with_template(details, wanted, ours, binding, bound)
            if ours != name:
                details["name"] = name
        variations[named.get(id_, name)] = details
    return {**reading.document, "variations": variations}, pairs


def paired(wanted: tuple[str, ...], there: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Wanted names to ids: those of the same name, then what is left over on both sides, in order."""
    found: dict[str, str] = {}
    free = list(there)
    for name in wanted:
        same = next((pair for pair in free if pair[0] == name), None)
        if same is not None:
            found[name] = same[1]
            free.remove(same)
    left = [name for name in wanted if name not in found]
    found.update((name, id_) for name, (_, id_) in zip(left, free, strict=False))
    return {name: found[name] for name in wanted if name in found}


def reading_digest(reading: CampaignReading) -> str:
    """Of everything that shows; a schedule that came true is none of it."""
    return digest([reading.document, reading.status])


def _with_template(
    details: dict[str, Any], wanted: DesiredCampaign, name: str, binding: Binding | None, bound: Bound
) -> dict[str, Any]:
    copy = details.get("template_id")
    ref = variation_template(wanted.document, name)
    known = next((one for one in (binding.actions if binding else {}).values() if one.template_id == copy), None)
    if copy is None or ref is None or known is None or known.content != wanted.contents[ref]:
        return details
    body = bound.seen.bodies.get(copy)
    if body is not None and body != known.stored:
        return details
    return {**details, "template_id": TEMPLATE + ref}


def _parts(one: SeenObject, variations: Mapping[str, Mapping[str, dict[str, Any]]]) -> CampaignParts:
    rows = variations.get(next(iter(one.messages)), {}) if one.messages else {}
    return CampaignParts(
        campaign=one.attributes,
        audiences=tuple(one.audiences.values()),
        messages=tuple(one.messages.values()),
        variations=tuple(rows.values()),
        variation_ids=tuple(rows),
    )
