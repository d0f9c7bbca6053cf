"""What one sees while apply works: a bar on a terminal, one line a step elsewhere. Both on stderr."""

import contextlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from mktctl.cli.terminal import err

if TYPE_CHECKING:
    from mktctl.planning.steps import AnyPlanStep


@contextlib.contextmanager
def shown_progress(total: int, *, interactive: bool) -> Iterator[Callable[["AnyPlanStep"], None]]:
    """A function to call after each step."""
    from mktctl.views.step_text import step_text

    if not interactive:
        yield lambda step: err(f"  {step_text(step)}")
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total)
        yield lambda step: progress.update(task, advance=1, description=step_text(step))
