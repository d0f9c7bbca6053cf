"""One person's way through one flow: what is kept between two steps."""

from datetime import date, datetime
from typing import Literal

import msgspec

from mktctl.model.profile import Event

EndReason = Literal["finished", "exit", "exit_if", "exit_when", "date_changed", "removed", "deleted"]
"""Why a run ended: the last step was passed; an `exit`, an `exit_if`; the flow's filter can never pass again (P8); the
date of a date flow moved (T2); somebody took the person out; the person was deleted.
"""
Awaited = Literal["time", "stock", "review"]


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """One run. Instants have zones; `started` is the entry, which is what re-entry counts from (E4).

    `node` is the step to be done next: at `due`, or when what is `awaited` has come (D1: exactly one step is ahead at a
    time). `ended` is None while the run goes on. `done` are the ids of messages that were sent or skipped, so that no
    message is sent twice in a run, whatever is edited meanwhile (U5, U6). `day` is what the run of a date flow is
    about: once the person's date has moved away from it, the run is over (T2).
    """

    id: str
    flow: str
    person: str
    started: datetime
    event: Event | None = None
    node: str | None = None
    due: datetime | None = None
    awaited: Awaited = "time"
    ended: EndReason | None = None
    ended_at: datetime | None = None
    done: tuple[str, ...] = ()
    day: date | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing more can come of it."""
        return self.ended is not None
