"""What a message needs before it can be scheduled or sent (klaviyo-api.md section 4.1)."""

from collections.abc import Mapping
from typing import Any, Final

from mktctl.sandbox.jsonapi.shapes import Findings
from mktctl.sandbox.store import Row, Store
from mktctl.sandbox.tables.campaigns import definition_of, variations_of

_NEEDED: Final[dict[str, tuple[str, ...]]] = {
    "email": ("template_id", "subject", "from_email", "from_label"),
    "sms": ("body",),
    "push": ("body",),
    "whatsapp": ("template_id",),
}


def check_ready(store: Store, row: Row, pointer: str, findings: Findings) -> None:
    """A draft with somebody to send to and something to say in each variation. `row` has `seen_status`."""
    if row["seen_status"] != "draft":
        findings.wrong(pointer, f"The message {row['id']} is {row['seen_status']}; only a draft can be sent.")
        return
    audience = store.row("SELECT * FROM campaign_audience WHERE id = ?", row["audience_id"])
    assert audience is not None, "a message has an audience"
    if not definition_of(audience)["included"]:
        findings.wrong(pointer, f"The audience of the message {row['id']} includes no list and no segment.")
    variations = variations_of(store, [row["id"]])
    for variation in variations:
        missing = _missing(definition_of(variation)["details"])
        if missing:
            findings.wrong(pointer, f"The variation {variation['id']} of the message {row['id']} has no {missing}.")
    if definition_of(row)["ab_test"] is not None and len(variations) == 1:
        findings.wrong(pointer, f"The message {row['id']} has an ab_test and only one variation.")


def _missing(details: Mapping[str, Any] | None) -> str:
    """What a variation lacks, in words; empty if nothing."""
    if details is None:
        return "details"
    if details["channel"] == "push" and details["push_type"] == "silent":
        return ""
    return ", ".join(key for key in _NEEDED[details["channel"]] if not details[key])
