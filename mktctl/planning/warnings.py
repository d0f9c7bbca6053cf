"""What can hurt, in plain words and first: what goes live, what is replaced, what stops, what people inside see."""

from collections.abc import Iterable

from mktctl.planning.changes import Change
from mktctl.planning.desired import Desired
from mktctl.planning.outcome import Outcome
from mktctl.planning.steps import SetFlowStatus


def warnings_of(outcome: Outcome, desired: Desired, *, was_live: bool) -> tuple[str, ...]:
    """The lines for one flow, most dangerous first."""
    change = outcome.change
    lines: list[str] = []
    if change.verdict == "replace":
        lines.append(_replaced(change, was_live=was_live))
    for step in outcome.steps:
        if isinstance(step, SetFlowStatus):
            lines.append(_status(change, step.status, _mails(desired), was_live=was_live))
    if change.verdict == "update" and was_live:
        removed = [step.key for step in change.steps if step.verdict == "remove"]
        if removed:
            lines.append(f"{change.address} is live and loses {_listed(removed)}: people waiting there move on at once")
        if any(step.verdict == "insert" for step in change.steps):
            lines.append(f"{change.address} is live: a new step reaches everybody who has not passed it yet")
        if changed := sum(step.verdict == "update" for step in change.steps):
            what = "a changed step takes" if changed == 1 else f"{changed} changed steps take"
            waits = any(step.type == "time-delay" and step.verdict == "update" for step in change.steps)
            but = "; whoever waits already keeps the old time" if waits else ""
            lines.append(f"{change.address} is live: {what} effect at once{but}")
    if change.outside:
        lines.append(f"{change.address} was changed on the platform since the last apply: this plan undoes that")
    return tuple(lines)


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
    return sum(action["type"].startswith("send-") for action in desired.document["definition"]["actions"])


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _listed(keys: Iterable[str]) -> str:
    return ", ".join(keys)
