"""`mktctl new`."""

from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from mktctl.cli.options import ProjectOption
from mktctl.cli.terminal import out, terminal


class NewKind(StrEnum):
    """What is to be written."""

    FLOW = "flow"
    SEGMENT = "segment"
    CAMPAIGN = "campaign"
    TEMPLATE = "template"


class Channel(StrEnum):
    """How the message reaches people."""

    EMAIL = "email"
    SMS = "sms"
    PUSH = "push"


def command(
    kind: Annotated[NewKind, typer.Argument(metavar="KIND", help="flow, segment, campaign or template.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help='A file name, or what people see: "Spring launch".')],
    project: ProjectOption = None,
    channel: Annotated[Channel, typer.Option("--channel", help="Of its message.")] = Channel.EMAIL,
) -> None:
    """Write a commented starter file that is valid as it stands; nothing that exists is overwritten."""
    from mktctl.app.new import new
    from mktctl.cli.files import project_root
    from mktctl.clock import WallClock
    from mktctl.views.new_text import new_text

    root = project_root(project)
    today = WallClock().now().astimezone(ZoneInfo("UTC")).date()
    made = new(root, kind.value, name, channel=channel.value, today=today)
    screen = terminal()
    out(new_text(made, width=screen.width, colour=screen.colour))
