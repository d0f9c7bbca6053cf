"""`mktctl show` for the terminal."""

from collections.abc import Iterable, Iterator

from rich.cells import cell_len
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mktctl.app.show import Shown
from mktctl.planning.references import Reference
from mktctl.views.ink import inked
from mktctl.views.plan_lines import field_line
from mktctl.views.plan_text import change_lines
from mktctl.views.visible import visible


def show_text(shown: Shown, *, width: int, colour: bool) -> str:
    """What it is, what happens when, what it names, and who names it."""
    return inked(_lines(shown, width), width=width, colour=colour)


def _lines(shown: Shown, width: int) -> Iterator[RenderableType]:
    head = Text(str(shown.address), style="bold cyan")
    head.append(f"  {visible(shown.name)}", style="bold")
    file = f"({visible(shown.file)})"
    if fits := cell_len(f"{head.plain}  {file}") <= width:
        head.append(f"  {file}", style="not bold dim")
    yield head
    if not fits:
        yield Padding(Text(file, style="dim"), (0, 0, 0, 2))
    if shown.description:
        yield Padding(Text(visible(shown.description)), (0, 0, 0, 2))
    if shown.facts:
        yield _table((word, visible(text)) for word, text in shown.facts)
    for change in shown.changes:
        yield ""
        yield from change_lines(change, len(str(change.address)), width)
        if change.address.kind not in ("flow", "campaign"):
            for field in change.fields:
                yield Padding(Text(visible(field_line(field)), style="dim"), (0, 0, 0, 5))
    for title, rows in (
        ("Names", [(one.role, str(one.target)) for one in shown.names]),
        ("Named by", _sources(shown.named_by)),
    ):
        if rows:
            yield ""
            yield Text(title, style="bold")
            yield _table(rows)


def _sources(references: Iterable[Reference]) -> list[tuple[str, str]]:
    return [(str(one.source), f"which {one.role} it") for one in references]


def _table(rows: Iterable[tuple[str, str]]) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    for left, right in rows:
        table.add_row(Text(f"  {left}", style="dim"), Text(right))
    return table
