"""What can hurt, in plain words and first: what goes live, what is replaced, what stops, what people inside see."""

from collections.abc import Iterable, Iterator
from typing import Final

from mktctl.model.bindings import Binding
from mktctl.planning.action_links import MULTI_BRANCH
from mktctl.planning.action_parts import AB_TEST, RUNNING, experiment_status
from mktctl.planning.changes import Change
from mktctl.planning.desired import Desired
from mktctl.planning.outcome import Outcome
from mktctl.planning.seen import SeenObject
from mktctl.planning.steps import SetFlowStatus

Lines = tuple[str, ...]
_TO_PEOPLE: Final = frozenset({"send-email", "send-sms", "send-mobile-push", "send-whatsapp", AB_TEST})
_WAITS: Final = frozenset({"time-delay", "countdown-delay"})


def warnings_of(outcome: Outcome, desired: Desired, flow: SeenObject | None, binding: Binding | None) -> Lines:
    """The lines for one flow, most dangerous first; `flow` is what stands on the platform."""
    change = outcome.change
    was_live = flow is not None and flow.attributes.get("status") == "live"
    lines: list[str] = []
    if change.verdict == "replace":
        lines.append(_replaced(change, was_live=was_live))
    lines += _ended_tests(outcome, flow, binding)
    for step in outcome.steps:
        if isinstance(step, SetFlowStatus):
            lines.append(_status(change, step.status, _mails(desired), was_live=was_live))
    if change.verdict == "update" and was_live:
        removed = [step.key for step in change.steps if step.verdict == "remove"]
        if removed:
            lines.append(f"{change.address} is live and loses {_listed(removed)}: people waiting there move on at once")
        if any(step.verdict == "insert" for step in change.steps):
            lines.append(f"{change.address} is live: a new step reaches everybody who has not passed it yet")
        switches = [step.key for step in change.steps if step.verdict == "insert" and step.type == MULTI_BRANCH]
        if switches:
            lines.append(
                f"{change.address} is live: until apply has filled the ways of {_listed(switches)}, "
                "who takes one of them leaves the flow there"
            )
        if changed := sum(step.verdict == "update" for step in change.steps):
            what = "a changed step takes" if changed == 1 else f"{changed} changed steps take"
            waits = any(step.type in _WAITS and step.verdict == "update" for step in change.steps)
            but = "; whoever waits already keeps the old time" if waits else ""
            lines.append(f"{change.address} is live: {what} effect at once{but}")
    if change.outside:
        lines.append(f"{change.address} was changed on the platform since the last apply: this plan undoes that")
    return tuple(lines)


def _ended_tests(outcome: Outcome, flow: SeenObject | None, binding: Binding | None) -> Iterator[str]:
    """Tests that run and go with the flow, or with a step that is taken out."""
    if flow is None:
        return
    keys = {} if binding is None else {action.id: key for key, action in binding.actions.items()}
    removed = {step.key for step in outcome.change.steps if step.verdict == "remove"}
    for id_, action in flow.actions.items():
        key = keys.get(id_, f"#{id_}")
        if experiment_status(action) == RUNNING and (outcome.change.verdict == "replace" or key in removed):
            yield f"{outcome.change.address}: the A/B test {key} runs, and ends with this without a winner"


def _replaced(change: Change, *, was_live: bool) -> str:
    inside = "people inside it get nothing more, and do not move to the new one" if was_live else "nobody is inside it"
    return f"{change.address} is replaced, because {'; '.join(change.reasons)}: the old flow becomes a draft, {inside}"


def _status(change: Change, status: str, mails: int, *, was_live: bool) -> str:
    if status == "live":
        again = " again" if change.verdict == "replace" else ""
        return f"{change.address} goes live{again}: {_count(mails, 'message')} to whoever enters from then on"
    if status == "manual":
        return f"{change.address} goes to manual: messages wait for a click in Klaviyo"
    return f"{change.address} {'stops sending' if was_live else 'becomes a draft'}: people inside pass without messages"


def _mails(desired: Desired) -> int:
    """Messages that reach people, an A/B test as one; not what goes to a server or to colleagues."""
    return sum(action["type"] in _TO_PEOPLE for action in desired.document["definition"]["actions"])


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _listed(keys: Iterable[str]) -> str:
    return ", ".join(keys)
