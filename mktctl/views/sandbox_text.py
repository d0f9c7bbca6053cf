"""The sandbox at a glance."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from rich.console import RenderableType
from rich.text import Text

from mktctl.app.sandbox_info import SandboxInfo
from mktctl.views.ink import inked
from mktctl.views.visible import visible


def sandbox_text(info: SandboxInfo, *, width: int, colour: bool) -> str:
    """The account, its local time and the counts, one a line."""
    return inked(_lines(info), width=width, colour=colour)


def _lines(info: SandboxInfo) -> Iterator[RenderableType]:
    local = info.now.astimezone(ZoneInfo(info.timezone))
    head = Text(f"Sandbox {visible(info.name)}", style="bold")
    head.append(f"  account {visible(info.account)}", style="dim")
    yield head
    yield Text(
        f"It is {local:%A %Y-%m-%d %H:%M} there ({visible(info.timezone)}); the clock stands still.", style="dim"
    )
    yield ""
    for kind, count in info.counts.items():
        yield Text(f"  {count:>6,}  {kind}")
    yield ""
    yield Text(f"{info.size / 1024:,.0f} KiB on disk", style="dim")
