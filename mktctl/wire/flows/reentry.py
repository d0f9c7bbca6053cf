"""Re-entry: Klaviyo counts "never" as one entry for all time and "always" as none (klaviyo-api.md section 2)."""

from collections.abc import Mapping
from typing import Any, Final

from mktctl.model.duration import Duration
from mktctl.model.flow import Reentry
from mktctl.wire.conditions.dates import UNITS
from mktctl.wire.conditions.spans import span_refusal
from mktctl.wire.errors import UnreadableError

FOR_ALL_TIME: Final = {"never": 1, "always": 0}


def encode_reentry(reentry: Reentry) -> dict[str, Any]:
    """`{duration, unit}`; units are singular, `days` is refused."""
    if reentry.span is not None:
        return {"duration": reentry.span.amount, "unit": reentry.span.unit}
    return {"duration": FOR_ALL_TIME[reentry.mode], "unit": "alltime"}


def decode_reentry(document: Mapping[str, Any] | None, trigger_type: str) -> Reentry:
    """Without criteria the platform's defaults hold: lists and segments let nobody in again (E4)."""
    match document:
        case None:
            return Reentry(mode="never" if trigger_type in ("list", "segment") else "always")
        case {"unit": "alltime", "duration": 0}:
            return Reentry(mode="always")
        case {"unit": "alltime", "duration": 1}:
            return Reentry(mode="never")
        case {"unit": str(unit), "duration": int(duration)} if unit in UNITS:
            return Reentry(mode="after", span=Duration(amount=duration, unit=UNITS[unit]))
        case _:
            raise UnreadableError("definition.reentry_criteria", f"{document} is no re-entry rule")


def reentry_refusal(reentry: Reentry) -> str | None:
    """Why this pause cannot be sent."""
    return None if reentry.span is None else span_refusal(reentry.span)
