"""A campaign that is about to be sent, and what became of it."""

from collections.abc import Iterator
from typing import Final

from rich.console import RenderableType
from rich.text import Text

from mktctl.app.send import Draft, Sent
from mktctl.views.ink import indented, inked
from mktctl.views.visible import json_page, visible

FORMAT_VERSION: Final = 1
_GOING: Final = {
    "queued": "is queued: Klaviyo sends it now",
    "processing": "is being sent",
    "complete": "was sent",
    "sending": "is being sent",
    "sent": "was sent",
    "scheduled": "is scheduled",
}


def draft_text(draft: Draft, *, account: str, environment: str, width: int, colour: bool) -> str:
    """Everything that somebody should see before it goes out: to whom, from which account, what it says."""
    return inked(_draft_lines(draft, account, environment), width=width, colour=colour)


def sent_text(sent: Sent, *, width: int, colour: bool) -> str:
    """One line."""
    asked = ", as asked for before; nothing was sent now" if sent.before else ""
    line = f"{sent.address} {_GOING.get(sent.status, f'is {sent.status}')}{asked}."
    return inked([Text(visible(line), style="bold green")], width=width, colour=colour)


def sent_json(sent: Sent) -> str:
    """`{"format_version": 1, "address", "id", "name", "status", "sent_before"}`."""
    return json_page(
        {
            "format_version": FORMAT_VERSION,
            "address": str(sent.address),
            "id": sent.id,
            "name": sent.name,
            "status": sent.status,
            "sent_before": sent.before,
        }
    )


def _draft_lines(draft: Draft, account: str, environment: str) -> Iterator[RenderableType]:
    people = ""
    if draft.people is not None:
        count = "1 person" if draft.people == 1 else f"{draft.people:,} people"
        people = f", {'up to ' if draft.at_most else ''}{count}"
    yield Text(visible(f"{draft.address}  {draft.name}"), style="bold")
    yield indented(f"from  {account} ({environment})", 2)
    yield indented(f"to    {draft.audience}{people}", 2)
    for line in draft.says:
        yield indented(f"says  {line}", 2)
