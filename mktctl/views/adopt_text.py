"""What `mktctl adopt` bound, for the terminal and for machines."""

from typing import Any, Final

import msgspec
from rich.text import Text

from mktctl.app.adopt import Adopted
from mktctl.views.ink import inked
from mktctl.views.visible import json_page, visible

FORMAT_VERSION: Final = 1


def adopt_text(adopted: Adopted, *, width: int, colour: bool) -> str:
    """Two or three lines: what is bound to what, which steps were found, and what to do next."""
    facts = ", ".join(fact for fact in (adopted.status, f"made {adopted.created}" if adopted.created else "") if fact)
    head = Text("= ", style="cyan")
    head.append(f"{adopted.address}", style="bold")
    head.append(f' is {adopted.id}, "{visible(adopted.name)}"{f" ({visible(facts)})" if facts else ""} from now on')
    lines = [head]
    if adopted.steps:
        lines.append(Text(f"  {adopted.matched} of {adopted.steps} steps are there already"))
    lines.append(Text("Nothing was changed on the platform. Run `mktctl plan` to see what differs.", style="bold"))
    return inked(lines, width=width, colour=colour)


def adopt_json(adopted: Adopted) -> str:
    """`{"format_version": 1, "address", "id", "name", "status", "created", "matched", "steps"}`."""
    document: dict[str, Any] = {"format_version": FORMAT_VERSION, **msgspec.to_builtins(adopted)}
    document["address"] = str(adopted.address)
    return json_page(document)
