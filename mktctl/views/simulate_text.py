"""`mktctl simulate` for the terminal: a timeline, and below each decision what decided it."""

from collections.abc import Iterator
from typing import Final

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from mktctl.app.simulate import Simulated
from mktctl.engine.flows.effects import Ended, Send, Skip
from mktctl.simulation.timeline import Entered, Lived
from mktctl.views.flow_test_moments import on_the_clock, since_start
from mktctl.views.ink import inked
from mktctl.views.simulate_words import check_words, checks_of, mark, words
from mktctl.views.visible import visible

_STYLES: Final = {"▸": "bold cyan", "✓": "green", "✗": "yellow", "■": "bold", "·": "dim"}


def simulate_text(simulated: Simulated, *, why: bool, width: int, colour: bool) -> str:
    """All of it; with `why` the checks of each decision; ANSI colours only when `colour`."""
    return inked(_lines(simulated, why), width=width, colour=colour)


def _lines(simulated: Simulated, why: bool) -> Iterator[RenderableType]:
    started = on_the_clock(simulated.start, simulated.zone)
    yield Text(visible(f"flow/{simulated.flow} for {simulated.persona}, from {started} {simulated.zone}"), style="bold")
    for sentence in simulated.taken:
        yield Text(visible(f"  {sentence}"), style="yellow")
    yield ""
    yield _timeline(simulated, why)
    yield ""
    yield Text(_summary(simulated))


def _timeline(simulated: Simulated, why: bool) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    before = None
    for one in simulated.told:
        at = one.at
        moment = ("", "") if at == before else (since_start(at, simulated.start), on_the_clock(at, simulated.zone))
        sign = mark(one)
        line = Text(visible(words(one, simulated)), style=_STYLES[sign])
        table.add_row(*(Text(text, style="dim") for text in moment), Text(sign, style=_STYLES[sign]), line)
        for check in checks_of(one) if why else ():
            told = f"{'yes' if check.passed else 'no '}  {check_words(check, at, simulated.zone)}"
            table.add_row("", "", "", Text(f"  {visible(told)}", style="dim" if check.passed else ""))
        before = at
    return table


def _summary(simulated: Simulated) -> str:
    told = [one for one in simulated.told if isinstance(one, Lived)]
    if not any(isinstance(one.what, Entered) for one in told):
        return "Does not enter the flow."
    sent = sum(isinstance(one.what, Send) for one in told)
    skipped = sum(isinstance(one.what, Skip) for one in told)
    parts = f"{sent} sent, {skipped} skipped"
    if simulated.waits:
        return f"{parts}; still waits."
    last = max(one.at for one in told if isinstance(one.what, Ended))
    return f"{parts}; over after {since_start(last, simulated.start)}."
