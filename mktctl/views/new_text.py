"""`mktctl new` for the terminal."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text

from mktctl.app.new import Made
from mktctl.views.ink import inked
from mktctl.views.visible import visible


def new_text(made: Made, *, width: int, colour: bool) -> str:
    """The files, and what to do next."""
    return inked(_lines(made), width=width, colour=colour)


def _lines(made: Made) -> Iterator[RenderableType]:
    for file in made.files:
        yield Text(f"+ {visible(file)}", style="green")
    yield ""
    yield f"Next: open it, then  mktctl validate  and  mktctl show {made.address}"
