"""What a condition may know of the run of a flow that it is asked in."""

from datetime import datetime

import msgspec

from mktctl.model.profile import Event


class RunView(msgspec.Struct, frozen=True, kw_only=True):
    """One run. `event` started it, None in flows of lists and segments; it is not counted as new (P24).

    `earlier` are the starts of this person's earlier runs of the flow (E5); `salt` tells one random split from
    another: the flow's and the step's name.
    """

    started: datetime
    event: Event | None = None
    earlier: tuple[datetime, ...] = ()
    salt: str = ""

    @property
    def started_by(self) -> str | None:
        """The id of the event that started it."""
        return None if self.event is None else self.event.id
