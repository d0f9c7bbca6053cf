"""`mktctl schema` for the terminal."""

from collections.abc import Iterator
from typing import Final

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from mktctl.app.schema import SETTINGS_FILE, Schemas
from mktctl.views.ink import indented, inked
from mktctl.workspace.editor_files import Outcome

_STYLES: Final = {Outcome.CREATED: "green", Outcome.UPDATED: "yellow", Outcome.UNCHANGED: "dim"}


def schema_text(schemas: Schemas, *, width: int, colour: bool) -> str:
    """The files with what became of them, what the editor knows now, and what is left to do by hand."""
    return inked(_lines(schemas), width=width, colour=colour)


def _lines(schemas: Schemas) -> Iterator[RenderableType]:
    table = Table.grid(padding=(0, 2, 0, 0))
    for written in schemas.files:
        table.add_row(Text(f"  {written.outcome.value}", style=_STYLES[written.outcome]), written.name)
    yield table
    yield ""
    yield Text(f"The editor completes {_known(schemas)}.")
    if schemas.to_add:
        yield ""
        yield Text(f"{SETTINGS_FILE} has comments or is no plain JSON, so it was left alone. Add to it:", style="bold")
        for line in schemas.to_add.splitlines():
            yield indented(line, 2)
    else:
        yield Text("It needs the YAML extension: redhat.vscode-yaml.", style="dim")


def _known(schemas: Schemas) -> str:
    names = schemas.names
    counts = {
        "template": names.templates,
        "segment": names.segments,
        "list": names.lists,
        "metric": names.metrics,
        "property": names.properties,
        "block": names.blocks,
    }
    told = [_counted(len(known), word) for word, known in counts.items() if known]
    return ", ".join(told) or "the language; no names of this project could be read"


def _counted(count: int, word: str) -> str:
    many = "properties" if word == "property" else f"{word}s"
    return f"{count} {word if count == 1 else many}"
