"""`mktctl explain` for the terminal: the words, what the value looks like, examples, and the keys around it."""

import re
import textwrap
from collections.abc import Iterable, Iterator
from typing import Any, Final

import yaml
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from mktctl.app.explain import Explanation, Line
from mktctl.views.ink import inked

READABLE_COLUMNS: Final = 92
"""Prose wider than this is hard to read, however wide the terminal is."""
FLOW_STYLE_COLUMNS: Final = 60
"""An example longer than this is written over several lines."""
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def explain_text(explained: Explanation, *, width: int, colour: bool) -> str:
    """The page of one key."""
    return inked(_page(explained), width=min(width, READABLE_COLUMNS), colour=colour)


def overview_text(lines: Iterable[Line], *, width: int, colour: bool) -> str:
    """The page without a path: where one can begin."""
    return inked(_overview(tuple(lines)), width=min(width, READABLE_COLUMNS), colour=colour)


def _overview(lines: tuple[Line, ...]) -> Iterator[RenderableType]:
    yield Text("The words of the language, and what they mean.")
    yield ""
    yield _table(lines)
    yield ""
    yield Text("  mktctl explain flow.steps.wait", style="dim")


def _page(explained: Explanation) -> Iterator[RenderableType]:
    yield Text.assemble((explained.path, "bold cyan"), (f"   {explained.where}", "dim"))
    yield ""
    yield Padding(_prose(explained.description), (0, 0, 0, 2))
    for place, told in explained.elsewhere.items():
        yield ""
        yield Padding(Text.assemble((f"In {place}: ", "bold"), _prose(told)), (0, 0, 0, 2))
    yield ""
    yield from _facts(explained)
    yield from _examples(explained)
    for title, lines in (("Inside it", explained.inside), ("Beside it", explained.beside)):
        if lines:
            yield Text(f"  {title}", style="bold")
            yield _table(lines)
            yield ""
    if lines := explained.inside or explained.beside:
        yield Text(f"  More: mktctl explain {lines[0].path}", style="dim")


def _facts(explained: Explanation) -> Iterator[RenderableType]:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="bold", min_width=8)
    table.add_column()
    for number, form in enumerate(explained.forms):
        table.add_row("or" if number else "Value", _prose(form))
    if explained.required:
        table.add_row("Required", "yes")
    if explained.default is not None:
        table.add_row("Default", Text(_flow_style(explained.default), style="green"))
    if table.row_count:
        yield Padding(table, (0, 0, 0, 2))
        yield ""


def _examples(explained: Explanation) -> Iterator[RenderableType]:
    name = explained.path.rsplit(".", 1)[-1]
    own = [_yaml({name: one}) if "." in explained.path else _yaml(one) for one in explained.examples]
    if "." in explained.path and explained.examples == (name,):
        own = [f"- {name}"]
    shown = [*own, *(_yaml(one) for one in explained.whole)]
    if shown:
        yield Text("  Example" if len(shown) == 1 else "  Examples", style="bold")
        for text in shown:
            yield Text(textwrap.indent(text, "    "), style="green")
        yield ""


def _table(lines: tuple[Line, ...]) -> Padding:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="cyan", no_wrap=True)
    table.add_column()
    for line in lines:
        told = _prose(line.summary)
        if line.place:
            told.append(f" ({line.place})", style="yellow")
        if line.required:
            told.append(" (required)", style="yellow")
        if line.default is not None:
            told.append(f" (default: {_flow_style(line.default)})", style="dim")
        table.add_row(line.name, told)
    return Padding(table, (0, 0, 0, 4))


def _prose(text: str) -> Text:
    return Text(" ".join(text.split()))


def _yaml(value: Any) -> str:
    """As people write it: on one line while it is short, else a line for each key or entry."""
    if not isinstance(value, dict) or (len(value) > 1 and len(_flow_style(value)) <= FLOW_STYLE_COLUMNS):
        return _flow_style(value)
    return "\n".join(line for key, below in value.items() for line in _lines(f"{key}:", below))


def _lines(head: str, value: Any) -> Iterator[str]:
    """`head` and the value behind it, or below it with two columns more."""
    flat = f"{head} {_flow_style(value)}"
    if len(flat) <= FLOW_STYLE_COLUMNS or not isinstance(value, dict | list):
        yield flat
        return
    yield head
    entries = [(f"{key}:", below) for key, below in value.items()] if isinstance(value, dict) else []
    for name, below in entries or map(_entry, value):
        yield from (f"  {line}" for line in _lines(name, below))


def _entry(value: Any) -> tuple[str, Any]:
    """An entry of a list: `- email: welcome-1` for an object of one key."""
    if isinstance(value, dict) and len(value) == 1:
        ((key, below),) = value.items()
        return f"- {key}:", below
    return "-", value


def _flow_style(value: Any) -> str:
    """`value` on one line."""
    text = yaml.dump(value, Dumper=_Dumper, default_flow_style=True, sort_keys=False, width=10_000, allow_unicode=True)
    return str(text).removesuffix("\n").removesuffix("...").rstrip("\n")


class _Dumper(yaml.CSafeDumper):
    """Quotes as people type them: `"09:00"` in double ones, a date in none, for dates are texts here."""


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    alone = yaml.dump([text], Dumper=yaml.CSafeDumper, default_flow_style=True, width=10_000, allow_unicode=True)
    needs_quotes = alone[1] in "'\"" and not _DATE.fullmatch(text)
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if needs_quotes else None)


_Dumper.add_representer(str, _text)
_Dumper.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.CSafeDumper.yaml_implicit_resolvers.items()
}
