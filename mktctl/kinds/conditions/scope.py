"""What the reading of a condition depends on: where it stands, and what it may refer to."""

from collections.abc import Callable
from typing import Final

import msgspec

from mktctl.kinds.names import Names
from mktctl.kinds.report import Report
from mktctl.model.condition import All, Condition, Window
from mktctl.model.places import Path
from mktctl.model.project import Metric

UNREADABLE: Final = All(of=())
"""Stands in for a condition with errors; never leaves the kinds, because the resource is refused."""


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """`default_window` is what a missing window means; None: it has to be said (P7).

    `event` is the metric that starts the flow, or one of `product_events`; None where `event:` cannot be asked. `read`
    reads a condition inside another one.
    """

    names: Names
    report: Report
    read: "Callable[[object, Path, Scope], Condition]"
    default_window: Window | None
    in_flow: bool
    event: Metric | None = None

    def error(self, code: str, path: Path, message: str, hint: str = "") -> None:
        """One error at `path`."""
        self.report.error(code, path, message, hint)
