"""`mktctl test` for the terminal: both timelines of each case that failed, then a line for each flow."""

import math
from collections.abc import Iterator

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from mktctl.app.flow_test_comparison import Row
from mktctl.app.flow_test_coverage import Coverage
from mktctl.app.flow_testing import CasePlayed, FlowsTested
from mktctl.diagnostics import Place
from mktctl.views.flow_test_moments import on_the_clock, since_start
from mktctl.views.ink import inked
from mktctl.views.visible import visible


def flow_test_text(tested: FlowsTested, *, width: int, colour: bool) -> str:
    """All of it; ANSI colours only when `colour`."""
    return inked(_lines(tested), width=width, colour=colour)


def _lines(tested: FlowsTested) -> Iterator[RenderableType]:
    for case in tested.cases:
        if not case.passed:
            yield from _failed(case, tested.zone)
            yield ""
    yield _flows(tested)
    for one in tested.coverage:
        for point in one.missing:
            yield Text(f"  no test reaches {_point(one, point)}", style="yellow")
    yield ""
    yield _summary(tested)


def _failed(case: CasePlayed, zone: str) -> Iterator[RenderableType]:
    yield Text.assemble(("✗ ", "bold red"), (visible(f"{case.flow}: {case.name}"), "bold"))
    yield Text(f"  {visible(str(case.place))}", style="dim")
    if case.error:
        yield Text(f"  {visible(case.error)}", style="red")
        return
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_row("", *(Text(word, style="dim") for word in ("from start", "clock", "expected", "what came", "")))
    for row, place in zip(case.rows, case.places, strict=True):
        table.add_row(*_cells(row, place, case, zone))
    yield table


def _cells(row: Row, place: Place | None, case: CasePlayed, zone: str) -> tuple[Text, ...]:
    style = "red" if not row.right else "dim" if row.told else ""
    where = f"line {place.line}" if place is not None and not row.right else ""
    return (
        Text("" if row.right else "  ✗", style="bold red"),
        Text(since_start(row.at, case.start), style=style),
        Text(on_the_clock(row.at, zone), style=style),
        Text(visible(row.expected) or "nothing" if not row.told else "", style=style),
        Text(visible(row.actual) or "nothing", style=style),
        Text(where, style="dim"),
    )


def _flows(tested: FlowsTested) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    coverage = {one.flow: one for one in tested.coverage}
    for flow in coverage or dict.fromkeys(case.flow for case in tested.cases):
        cases = [case for case in tested.cases if case.flow == flow]
        failed = sum(not case.passed for case in cases)
        mark = Text("✗", style="bold red") if failed else Text("✓" if cases else "·", style="bold green")
        told = _count(len(cases), "case") + (f", {failed} failed" if failed else "")
        table.add_row(mark, Text(visible(flow)), Text(told), Text(_reached(coverage.get(flow))))
    return table


def _reached(coverage: Coverage | None) -> str:
    if coverage is None:
        return ""
    reached = len(coverage.points) - len(coverage.missing)
    return f"{reached} of {_count(len(coverage.points), 'branch')}"


def _point(coverage: Coverage, point: str) -> str:
    step = coverage.steps.get(point, "")
    return visible(f"{coverage.flow}/{point}" + (f"  ({step})" if step else ""))


def _summary(tested: FlowsTested) -> Text:
    passed = len(tested.cases) - tested.failed
    told = f"{passed} of {_count(len(tested.cases), 'case')} passed"
    if tested.coverage:
        told += f", {math.floor(tested.percent)} % of the branches are reached"  # 100 only when nothing is missing
    return Text.assemble(("✗ ", "bold red") if tested.failed else ("✓ ", "bold green"), told)


def _count(number: int, word: str) -> str:
    ending = "" if number == 1 else "es" if word.endswith("h") else "s"
    return f"{number} {word}{ending}"
