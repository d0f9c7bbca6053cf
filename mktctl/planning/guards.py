"""What stops an apply before its first write, unless the caller says that it is meant."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from mktctl.model.places import Problem
from mktctl.model.project import Project
from mktctl.planning.changes import Plan

DESTRUCTIVE_COUNT_MIN: Final = 10


def destructive(plan: Plan, project: Project) -> tuple[Problem, ...]:
    """More than the project's share (30 %) of at least ten resources would be replaced."""
    existing = [change for change in plan.changes if change.verdict not in ("create", "due", "orphan", "history")]
    replaced = [change for change in existing if change.verdict == "replace"]
    if len(existing) < DESTRUCTIVE_COUNT_MIN or len(replaced) <= project.max_destructive_share * len(existing):
        return ()
    return (
        Problem(
            code="PLN020",
            message=f"{len(replaced)} of {len(existing)} resources would be replaced, "
            f"more than {project.max_destructive_share:.0%}",
            hint="If that is meant, run again with --allow-destructive.",
        ),
    )


def frozen(project: Project, now: datetime) -> tuple[Problem, ...]:
    """`now`, the account's instant, lies in a freeze window of the project (account's zone, end excluded)."""
    local = now.astimezone(ZoneInfo(project.shop.timezone)).replace(tzinfo=None)
    return tuple(
        Problem(
            code="PLN021",
            message=f"changes are frozen from {_minute(freeze.start)} to {_minute(freeze.end)}"
            + (f": {freeze.reason}" if freeze.reason else ""),
            hint="Wait, or take the window out of guards.freeze in mktctl.yaml.",
        )
        for freeze in project.freezes
        if freeze.start.replace(tzinfo=None) <= local < freeze.end.replace(tzinfo=None)
    )


def _minute(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M}"
