"""What an apply did, and what is left, for the terminal."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from mktctl.app.apply import ApplyResult
from mktctl.planning.steps import AnyPlanStep
from mktctl.views.ink import inked
from mktctl.views.step_text import step_text
from mktctl.views.visible import visible


def apply_text(result: ApplyResult, *, width: int, colour: bool) -> str:
    """The closing page: one line when all went well, else three lists and the next command."""
    return inked(_lines(result), width=width, colour=colour)


def _lines(result: ApplyResult) -> Iterator[RenderableType]:
    if result.left_over:
        names = ", ".join(map(visible, result.left_over))
        line = f"! still in Klaviyo's template library, to be removed by the next apply: {names}"
        yield Text(line, style="yellow")
    if not result.failures and not result.not_attempted:
        resources = len({step.address for step in result.done if step.address.kind != "metric"})
        yield Text(
            f"Applied: {_count(len(result.done), 'step')} on {_count(resources, 'resource')}.", style="bold green"
        )
        if result.left_out:
            yield Text("Not everything that the files say:", style="bold yellow")
            for line in result.left_out:
                yield Padding(Text(f"! {visible(line)}"), (0, 0, 0, 2))
        return
    if result.interrupted:
        yield Text("Interrupted: what was under way was ended, nothing more was begun.", style="bold yellow")
    for failure in result.failures:
        head = "may or may not have been done" if failure.unknown else "failed"
        yield Text(f"✗ {visible(step_text(failure.step))} {head}", style="bold red")
        yield Padding(Text(visible(failure.message)), (0, 0, 0, 4))
        if failure.hint:
            yield Padding(Text(visible(failure.hint), style="dim"), (0, 0, 0, 4))
    yield ""
    yield from _listed("Done", result.done)
    yield from _listed("Unknown", tuple(failure.step for failure in result.failures if failure.unknown))
    yield from _listed("Not attempted", result.not_attempted)
    yield Text("Nothing is lost: run `mktctl apply` again and it goes on from here.", style="bold")


def _listed(title: str, steps: tuple[AnyPlanStep, ...]) -> Iterator[RenderableType]:
    yield Text(f"{title}: {len(steps)}", style="bold")
    for step in steps[:20]:
        yield Padding(Text(visible(step_text(step))), (0, 0, 0, 2))
    if len(steps) > 20:
        yield Padding(Text(f"… and {len(steps) - 20} more", style="dim"), (0, 0, 0, 2))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
