"""What a new step of a flow does, for whoever reads the plan: the few fields of its data that say it."""

from collections.abc import Mapping
from typing import Final

from mktctl.planning.ab_tests import experiment_settings, span_of
from mktctl.planning.action_links import BRANCHING, MULTI_BRANCH, Action, branches_of, links_of
from mktctl.planning.action_parts import AB_TEST, message_of, parts_of
from mktctl.planning.changes import FieldChange
from mktctl.wire.flows.draws import draw_key, percent_of, shares_of
from mktctl.wire.flows.switches import NAME as SWITCH

LEAVES: Final = "leaves"
ADDRESS: Final = "message.url"
SHARES: Final = "shares"
WAYS: Final = "ways"
VERSIONS: Final = "versions"
WINNER: Final = "winner"
AFTER: Final = "after"
ONLY_IF: Final = "message.additional_filters"
_TELLING: Final = {
    "update-profile": ("profile_operations",),
    "list-update": ("list_id", "on_execution"),
    "conditional-split": ("profile_filter",),
    "trigger-split": ("trigger_filter",),
}


def step_facts(action: Action, actions: Mapping[str, Action]) -> tuple[FieldChange, ...]:
    """The telling fields of one action of a flow that is created, whose actions by key are `actions`; a message is told
    by its key.

    A split with one open end also has `leaves`, the slot behind which people leave the flow. A draw by chance has the
    real `shares` of its ways in percent (P30), a switch its `ways`, a test its `versions` and how the winner is found.
    """
    data, message = action.get("data") or {}, message_of(action)
    facts = [FieldChange(path=name, after=data[name]) for name in _TELLING.get(action["type"], ()) if name in data]
    match action["type"]:
        case "send-webhook":
            facts.append(FieldChange(path=ADDRESS, after=message.get("url")))
        case "send-internal-alert":
            facts += [FieldChange(path=f"message.{name}", after=message.get(name)) for name in _ALERT]
        case "multi-branch-split" if data.get("name") == SWITCH:
            ways = [{"name": one.get("name"), "if": one.get("branch_filter")} for one in branches_of(action)]
            facts.append(FieldChange(path=WAYS, after=ways))
    if action["type"] == AB_TEST:
        facts += _experiment(action)
    elif asked := message.get("additional_filters"):
        facts.append(FieldChange(path=ONLY_IF, after=asked))
    if percent_of(action) is not None:
        return _draws(str(action["temporary_id"]), actions)
    if action["type"] in BRANCHING - {MULTI_BRANCH}:
        ends = [slot for slot, to in links_of(action).items() if to is None]
        facts += [FieldChange(path=LEAVES, after=slot) for slot in ends if len(ends) == 1]
    return tuple(facts)


_ALERT: Final = ("to_emails", "subject_line")


def _draws(key: str, actions: Mapping[str, Action]) -> tuple[FieldChange, ...]:
    """The real shares, told by the first draw alone; the others stand inside it."""
    first, _, number = key.rpartition(":")
    if number.isdigit() and first in actions and percent_of(actions[first]) is not None:
        return ()
    percents: list[int] = []
    while (one := actions.get(draw_key(key, len(percents) + 1))) is not None and (found := percent_of(one)) is not None:
        percents.append(found)
    return (FieldChange(path=SHARES, after=[round(share, 1) for share in shares_of(tuple(percents))]),)


def _experiment(action: Action) -> list[FieldChange]:
    settings = experiment_settings(action)
    names = [str(message_of(one).get("name")) for one in parts_of(action)[1:]]
    shares = settings.get("shares") or {}
    versions = {name: shares.get(str(number)) for number, name in enumerate(names, start=1)}
    winner = settings.get("winner") or {}
    facts = [FieldChange(path=VERSIONS, after=versions)]
    if winner.get("enabled"):
        certain = bool(winner.get("automatic_end_statistical_certainty"))
        facts.append(FieldChange(path=WINNER, after={"by": settings.get("winner_metric"), "certain": certain}))
        facts += [FieldChange(path=AFTER, after=span) for span in (span_of(action),) if span is not None]
    return facts
