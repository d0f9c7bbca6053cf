"""What a campaign may not say although its shape is right."""

import zoneinfo
from collections.abc import Mapping
from typing import Any, Final

from mktctl.sandbox.jsonapi.errors import Refused, invalid
from mktctl.sandbox.jsonapi.shapes import Findings
from mktctl.sandbox.store import Store
from mktctl.sandbox.tables.campaigns import messages_of

DEFINITION: Final = "/data/attributes/definition"
_BY_RECIPIENT: Final = "timezone"


def check_send_settings(settings: Any, place: str, findings: Findings) -> None:
    """A zone that exists; UTC where each recipient's own counts. `settings` may be malformed."""
    if not isinstance(settings, dict):
        return
    zone = settings.get("send_timezone")
    if isinstance(zone, str) and not _is_zone(zone):
        findings.wrong(f"{place}/send_timezone", f"'{zone}' is not a timezone in IANA's list.")
    elif settings.get("send_strategy") == _BY_RECIPIENT and zone != "UTC":
        findings.wrong(f"{place}/send_timezone", "'send_timezone' must be UTC when 'send_strategy' is timezone.")


def check_inline_parts(attributes: Mapping[str, Any], findings: Findings) -> None:
    """Temporary ids: each audience has one of its own, each message names one. The shape is right already."""
    known: set[str] = set()
    for index, audience in enumerate(attributes.get("audiences") or ()):
        temporary_id = audience["temporary_id"]
        if temporary_id in known:
            findings.wrong(
                f"/data/attributes/audiences/{index}/temporary_id", f"'{temporary_id}' is another audience's."
            )
        known.add(temporary_id)
    for index, message in enumerate(attributes.get("messages") or ()):
        if message["audience_temporary_id"] not in known:
            findings.wrong(
                f"/data/attributes/messages/{index}/audience_temporary_id",
                f"No audience has the temporary_id '{message['audience_temporary_id']}'.",
            )


def refuse_unless_draft(store: Store, campaign_id: str, what: str) -> None:
    """400 unless every message of the campaign is a draft: `what` of it cannot be changed otherwise."""
    for row in messages_of(store, campaign_id):
        if row["seen_status"] != "draft":
            back = "; revert it to a draft first" if row["seen_status"] == "scheduled" else ""
            raise Refused(
                invalid(f"The {what} of a campaign that is {row['seen_status']} cannot be changed{back}.", pointer="")
            )


def _is_zone(name: str) -> bool:
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
