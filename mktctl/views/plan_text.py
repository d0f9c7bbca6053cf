"""A plan for the terminal: what can hurt first, then the changes, one summary line last."""

from collections.abc import Iterator
from typing import Final

from rich.cells import cell_len
from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from mktctl.planning.changes import Change, Plan
from mktctl.views.ink import STYLES, inked
from mktctl.views.plan_lines import cost, field_line, shown_changes, start_line, step_word, summary
from mktctl.views.step_lines import once_for_all_ways, programme, step_name
from mktctl.views.visible import visible

_STEPS_SHOWN_MAX: Final = 40


def plan_text(plan: Plan, *, width: int, colour: bool) -> str:
    """The whole page. Control characters of files and platform are made visible."""
    return inked(_lines(plan, width), width=width, colour=colour)


def _lines(plan: Plan, width: int) -> Iterator[RenderableType]:
    for problem in plan.blockers:
        yield _marked("✗", f"{problem.code} {problem.message}", "bold red")
        if problem.hint:
            yield _margin(visible(problem.hint), 4, "dim")
    for line in plan.warnings:
        yield _marked("!", line, "bold yellow")
    if plan.blockers or plan.warnings:
        yield ""
    changes = shown_changes(plan)
    names = max((len(str(change.address)) for change in changes), default=0)
    for change in changes:
        yield from change_lines(change, names, width)
    if changes:
        yield ""
    if plan.left_out:
        yield Text("Left out: apply cannot do this", style="bold yellow")
        for line in plan.left_out:
            yield _marked("!", line, "")
        yield ""
    if plan.by_hand:
        yield Text("Set by hand, once, in Klaviyo", style="bold")
        for line in plan.by_hand:
            yield _marked("·", line, "")
        yield ""
    yield Text(summary(plan), style="bold")
    if words := cost(plan):
        yield Text(words, style="dim")


def change_lines(change: Change, names: int, width: int) -> Iterator[RenderableType]:
    """One resource; `names` is the width of the longest address beside it, `width` that of the page."""
    mark, style = STYLES[change.verdict]
    head = Text(" ")
    head.append(mark, style=style)
    head.append(" ")
    head.append(f"{change.address!s:{names}}", style="bold")
    head.append(f"  {visible(change.name)}")
    status = next((field for field in change.fields if field.path == "status"), None)
    beside = ""
    if status is not None and change.verdict in ("create", "due", "replace", "by_hand"):
        beside = visible(str(status.after))
    elif change.address.kind == "metric" and change.notes:
        beside = visible(change.notes[0])
    if fits := cell_len(f"{head.plain}  ({beside})") <= width and bool(beside):
        head.append(f"  ({beside})", style="dim")
    yield head
    if beside and not fits:
        yield _margin(beside, 5, "dim")
    for reason in change.reasons:
        yield _margin(f"must be made anew: {visible(reason)}", 5, "red")
    for note in change.notes[1:] if change.address.kind == "metric" else change.notes:
        yield _margin(visible(note), 5, "dim")
    if change.verdict in ("update", "replace"):
        for field in change.fields:
            yield _margin(visible(field_line(field)), 5)
    yield from _steps(change)


def _steps(change: Change) -> Iterator[RenderableType]:
    if change.verdict in ("create", "by_hand"):
        yield from _programme(change)
        return
    told = once_for_all_ways(change.steps)
    for step, ways in told[:_STEPS_SHOWN_MAX]:
        mark, style = STYLES[step.verdict]
        line = Text("     ")
        line.append(mark, style=style)
        line.append(f" {visible(step_name(step))}", style="bold")
        line.append(f"  {visible(step_word(step))}{f', behind {ways} ways' if ways > 1 else ''}", style="dim")
        yield line
        for field in step.fields:
            yield _margin(visible(field_line(field)), 9)
    if len(told) > _STEPS_SHOWN_MAX:
        yield _margin(f"… and {len(told) - _STEPS_SHOWN_MAX} more steps", 5, "dim")


def _programme(change: Change) -> Iterator[RenderableType]:
    """A new flow: what starts it, and what happens when."""
    if line := start_line(change):
        yield _margin(visible(line), 5, "dim")
    for line in programme(change):
        yield _margin(visible(line), 5, "dim")


def _marked(mark: str, text: str, style: str) -> RenderableType:
    return Padding(Text(f"{mark} {visible(text)}", style=style), (0, 0, 0, 1))


def _margin(text: str, columns: int, style: str = "") -> RenderableType:
    return Padding(Text(text, style=style), (0, 0, 0, columns))
