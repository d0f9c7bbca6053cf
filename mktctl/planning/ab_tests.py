"""What of a flow's A/B test is compared: its shares, how its winner is found, and when it ends.

Its messages are parts of their own. The files say how long a test may take, the platform wants a date: it is worked out
at the first apply, remembered, and worked out again only if the span in the files changes (P33).
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from mktctl.model.bindings import ActionBinding
from mktctl.planning.action_parts import AB_TEST, Action, parts_of, with_status
from mktctl.planning.documents import Document, pruned

END: Final = "automatic_end_date"
WINNER: Final = "automatic_winner_selection_settings"
OPEN_END: Final = "\0whatever is there"
"""Stands where a span is wanted and nobody remembers which date it became."""
_AFTER: Final = "{after:"


def experiment_settings(action: Action) -> Document:
    """The settings of the test itself; shares by the place of the variation, since ids and keys differ."""
    experiment = _experiment(action)
    shares = experiment.get("allocations") or {}
    numbered = {str(number): one.get("temporary_id") or one.get("id") for number, one in enumerate(parts_of(action))}
    winner = dict(experiment.get(WINNER) or {})
    if winner.get(END):
        winner[END] = _instant(str(winner[END]))
    settings: Document = pruned(
        {
            "shares": {number: shares.get(str(id_)) for number, id_ in numbered.items()},
            "winner_metric": experiment.get("winner_metric"),
            "winner": winner,
        }
    )
    return settings


def end_of(action: Action) -> str | None:
    """The date on which the test ends, in UTC, or the span's placeholder; None of an action without one."""
    if action["type"] != AB_TEST:
        return None
    end = (_experiment(action).get(WINNER) or {}).get(END)
    return None if end is None else _instant(str(end))


def span_of(action: Action) -> str | None:
    """The span after which the wanted test ends, such as `14 days`."""
    end = end_of(action) or ""
    return end.removeprefix(_AFTER).removesuffix("}") if end.startswith(_AFTER) else None


def with_known_end(settings: Document, action: Action, known: ActionBinding | None) -> Document:
    """The wanted settings with the date that was worked out before for the same span."""
    span = span_of(action)
    if span is None:
        return settings
    end = OPEN_END
    if known is not None and known.ends is not None:
        end = _instant(known.ends) if known.after == span else f"{span} from this apply on"
    return {**settings, "winner": {**settings["winner"], END: end}}


def remembered_end(wanted: Action, there: Action, known: ActionBinding | None) -> tuple[str | None, str | None]:
    """`ends` and `after` of the test's binding: as before for the same span, else as it is there by now."""
    span = span_of(wanted)
    if span is None:
        return None, None
    if known is not None and known.ends is not None and known.after == span:
        return known.ends, span
    return end_of(there), span


def with_settings(current: Action, wanted: Action) -> Document:
    """The test as it is, sent again with the wanted settings: its messages are changed through their own ids."""
    sent: Document = pruned(current)
    ids = {
        one["temporary_id"]: str(there["id"]) for one, there in zip(parts_of(wanted), parts_of(current), strict=True)
    }
    settings = _experiment(wanted)
    experiment = {**sent["data"]["current_experiment"]}
    experiment["allocations"] = {ids[key]: share for key, share in (settings.get("allocations") or {}).items()}
    experiment |= pruned({key: settings.get(key) for key in ("winner_metric", WINNER)})
    sent["data"] = {**sent["data"], "current_experiment": experiment}
    if (status := (wanted.get("data") or {}).get("status")) is not None:
        sent = with_status(sent, str(status))
    return sent


def settled_end(before: Document, after: Document) -> Document:
    """`after` where its end is open: the date that is there counts as the wanted one."""
    winner = after.get("winner") or {}
    if winner.get(END) != OPEN_END:
        return after
    there = (before.get("winner") or {}).get(END)
    return {**after, "winner": {**winner, END: there}}


def _experiment(action: Action) -> Mapping[str, Any]:
    return (action.get("data") or {}).get("current_experiment") or {}


def _instant(text: str) -> str:
    try:
        return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(UTC).isoformat()
    except ValueError:
        return text
