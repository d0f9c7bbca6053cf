"""One line for each step of a new flow: `day 3  add to store-evenings`."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from mktctl.planning.changes import Change, StepChange
from mktctl.planning.day_marks import property_words
from mktctl.planning.step_facts import ADDRESS, AFTER, LEAVES, ONLY_IF, SHARES, VERSIONS, WAYS, WINNER
from mktctl.views.condition_words import groups_in_words

_SHOWN_MAX: Final = 40
_CHANNELS: Final = {"send-sms": "sms", "send-mobile-push": "push", "send-whatsapp": "whatsapp"}
_METRICS: Final = {"unique-clicks": "clicks", "unique-opens": "opens", "unique-placed-orders": "orders"}


def programme(change: Change) -> Iterator[str]:
    """The steps of a new flow: when each comes, and what it does."""
    shown = [(step.when, words) for step in change.steps if (words := doing(step))]
    width = max((len(when) for when, _ in shown), default=0)
    for when, words in shown[:_SHOWN_MAX]:
        yield f"{when:{width}}  {words}"
    if len(shown) > _SHOWN_MAX:
        yield f"… and {len(shown) - _SHOWN_MAX} more"


def doing(step: StepChange) -> str:
    """What the step does, in a few words; empty for waits, which show in the times of the rest."""
    facts = {field.path: field.after for field in step.fields}
    match step.type:
        case "time-delay" | "target-date" | "countdown-delay" | "back-in-stock-delay":
            return ""
        case "conditional-split" | "trigger-split" | "multi-branch-split":
            return _branching(facts)
        case "update-profile" if facts:
            return ", ".join(_operation(one) for one in facts["profile_operations"])
        case "list-update" if facts:
            to = "add to" if facts.get("on_execution") else "remove from"
            return f"{to} {str(facts['list_id']).rpartition('/')[2]}"
        case "send-webhook" if facts:
            return f"webhook to {urlsplit(str(facts[ADDRESS])).hostname}"
        case "send-internal-alert" if facts:
            return f"alert to {', '.join(facts['message.to_emails'] or ())}: {facts['message.subject_line']}"
        case "ab-test" if facts:
            return f"{_message(step)}, {_experiment(facts)}"
    channel = _CHANNELS.get(step.type)
    asked = f", only if {groups_in_words(facts[ONLY_IF])}" if facts.get(ONLY_IF) else ""
    return f"{channel} {_message(step)}{asked}" if channel else f"{_message(step)}{asked}"


def step_name(step: StepChange) -> str:
    """A step by its key, without the ways that lead to this copy of it, which no file says."""
    return step.key.rpartition("+")[2]


def _message(step: StepChange) -> str:
    """The message by its template: the ways that lead to it are the lines above."""
    return step_name(step).rpartition("/")[2]


def once_for_all_ways(steps: Iterable[StepChange]) -> list[tuple[StepChange, int]]:
    """The steps with the number of their copies: what follows a branch is copied behind each way, and told once."""
    told: dict[tuple[str, str, str, str], tuple[StepChange, int]] = {}
    for step in steps:
        same = (step_name(step), step.type, step.verdict, repr(step.fields))
        first, count = told.get(same, (step, 0))
        told[same] = (first, count + 1)
    return list(told.values())


def _branching(facts: Mapping[str, Any]) -> str:
    if SHARES in facts:
        return f"by chance: {' / '.join(f'{share:g} %' for share in facts[SHARES])}"
    if WAYS in facts:
        return f"switch: {'; '.join(_way(one) for one in facts[WAYS])}"
    condition = facts.get("profile_filter") or facts.get("trigger_filter")
    if not condition:
        return ""
    words = groups_in_words(condition)
    if LEAVES not in facts:
        return f"if {words}; else"
    return f"leave if {words}" if facts[LEAVES] == "next_if_true" else f"leave unless {words}"


def _way(one: Mapping[str, Any]) -> str:
    """A way by its name, if somebody gave it one, and its condition; the rest is the last."""
    if not one.get("if"):
        return "else"
    words, name = groups_in_words(one["if"]), str(one.get("name") or "")
    return f"if {words}" if not name or name.isdigit() else f"{name} if {words}"


def _experiment(facts: Mapping[str, Any]) -> str:
    shares = ", ".join(f"{100 * (share or 0):g} % {name}" for name, share in facts[VERSIONS].items())
    winner = facts.get(WINNER)
    if winner is None:
        return f"A/B test {shares}; nobody picks a winner"
    when = [f"after {facts[AFTER]}"] if AFTER in facts else []
    when += ["when certain"] if winner["certain"] else []
    metric = _METRICS.get(str(winner["by"]), winner["by"])
    return f"A/B test {shares}; winner by {metric} {' or '.join(when)}".rstrip()


def _operation(one: Mapping[str, Any]) -> str:
    name = property_words(str(one.get("property_key")))
    if one.get("operator") == "delete":
        return f"unset {name}"
    return f"{one.get('property_operation') or 'set'} {name}: {one.get('property_value')}"
