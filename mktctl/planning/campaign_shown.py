"""The differing fields of a campaign as a reader sees them: one line for a clock, an audience, a test."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from mktctl.planning.changes import FieldChange
from mktctl.planning.documents import Document

_SAME_AS_IN_FLOWS: Final = {
    "message.tracking_options.is_add_utm": "message.add_tracking_params",
    "message.send_options.throttling_type": "message.smart_sending_enabled",
}
_METRICS: Final = {"clicks_unique": "clicks", "opens_unique": "opens", "placed_orders_unique": "orders"}


def shown_fields(fields: Iterable[FieldChange], before: Document, after: Document) -> tuple[FieldChange, ...]:
    """`before` and `after` are the whole documents, whose parts are put in words."""
    shown: dict[str, FieldChange] = {}
    for field in fields:
        head = field.path.split(".")[0]
        if head in ("send_settings", "ab_test"):
            words = _clock_words if head == "send_settings" else versions_words
            shown[head] = FieldChange(path=head, before=words(before), after=words(after))
        elif head == "audience":
            shown |= _audience(before, after)
        elif head == "variations" and not field.path.endswith(".name"):
            shown[field.path] = _variation(field)
        elif field.path in _SAME_AS_IN_FLOWS:
            path = _SAME_AS_IN_FLOWS[field.path]
            shown[path] = FieldChange(path=path, before=_is_on(field.before), after=_is_on(field.after))
        elif not field.path.endswith(".name"):  # a message's is that of its campaign, a version's shows by itself
            shown[field.path] = field
    return tuple(shown.values())


def versions_words(document: Document) -> str | None:
    """`3 versions to 20%, the winner by clicks to the rest after 4 h`; None without a test."""
    test: Mapping[str, Any] | None = document.get("ab_test")
    if test is None:
        return None
    count = len(document["variations"])
    if not test.get("winner_percentage"):
        return f"{count} versions, evenly"
    metric = _METRICS.get(str(test.get("winner_metric")), test.get("winner_metric"))
    sample, hours = 100 - test["winner_percentage"], test.get("winner_wait_hours")
    return f"{count} versions to {sample}%, the winner by {metric} to the rest after {hours} h"


def _audience(before: Document, after: Document) -> dict[str, FieldChange]:
    found = {}
    for key in ("included", "excluded"):
        was, will = (", ".join(one.get("audience", {}).get(key, ())) or None for one in (before, after))
        if was != will:
            found[f"audience.{key}"] = FieldChange(path=f"audience.{key}", before=was, after=will)
    return found


def _variation(field: FieldChange) -> FieldChange:
    """A whole version that comes or goes is known by what it says."""
    before, after = (
        str(one.get("subject") or one.get("title") or one.get("body") or "") if isinstance(one, Mapping) else one
        for one in (field.before, field.after)
    )
    return FieldChange(path=field.path, before=before, after=after)


def _clock_words(document: Document) -> str | None:
    settings = document.get("send_settings") or {}
    if settings.get("send_strategy") != "timezone":
        return settings.get("send_timezone")
    at_once = ", at once where that is past" if settings["send_passed_rltz_immediately"] else ""
    return f"each recipient's zone{at_once}"


def _is_on(value: Any) -> bool:
    return value not in (None, False, "none")
