"""Field by field: what differs between a document as seen and as wanted."""

from collections.abc import Mapping
from typing import Any, Final

from mktctl.planning.changes import FieldChange

_WHOLE: Final = frozenset(
    {"profile_filter", "reentry_criteria", "additional_filters", "trigger_filter", "definition", "html", "text", "body"}
)
"""Fields that a reader sees as one value: conditions and long texts."""


def field_changes(before: Any, after: Any) -> tuple[FieldChange, ...]:
    """The differing fields, by path; lists and the fields of `_WHOLE` are one value each. Empty when equal."""
    if before == after:
        return ()
    from deepdiff import DeepDiff  # a fifth of a second to import: only where something differs

    paths: dict[tuple[Any, ...], None] = {}
    for levels in DeepDiff(before, after, view="tree", threshold_to_diff_deeper=0).values():
        for level in levels:
            paths[_shown(level.path(output_format="list"))] = None
    return tuple(
        FieldChange(path=".".join(map(str, path)), before=_at(before, path), after=_at(after, path))
        for path in sorted(paths, key=str)
    )


def wait_words(data: Mapping[str, Any]) -> str:
    """A wait's settings as one value: "2 days, until 09:00 on monday, in the recipient's time"."""
    value, unit = data.get("value"), str(data.get("unit", "days"))
    words = f"{value} {unit.removesuffix('s') if value == 1 else unit}"
    if minutes := data.get("secondary_value"):
        words += f" {minutes} minutes"
    if until := data.get("delay_until_time"):
        words += f", until {str(until)[:5]}"
    if days := data.get("delay_until_weekdays"):
        words += f" on {' or '.join(days)}"
    if until or days:
        zone = data.get("timezone", "profile")
        words += ", in the recipient's time" if zone == "profile" else f", in {zone}"
    return words


def _shown(path: list[Any]) -> tuple[Any, ...]:
    for index, part in enumerate(path):
        if isinstance(part, int):
            return tuple(path[:index])
        if part in _WHOLE:
            return tuple(path[: index + 1])
    return tuple(path)


def _at(document: Any, path: tuple[Any, ...]) -> Any:
    for part in path:
        if not isinstance(document, dict) or part not in document:
            return None
        document = document[part]
    return document
