"""What the world did, in order."""

from datetime import datetime
from typing import Literal

import msgspec

from mktctl.engine.flows.effects import AnyEffect, Check
from mktctl.model.places import Path
from mktctl.model.profile import Profile


class Entered(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody began a run."""

    checks: tuple[Check, ...] = ()


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """What starts the flow came, and they did not begin; the last check says why."""

    checks: tuple[Check, ...]


class Unmet(msgspec.Struct, frozen=True, kw_only=True):
    """What was to happen could not: a message was opened that they never got, or a product nobody waited for came.

    `path` is where it was asked for.
    """

    kind: Literal["not_received", "not_awaited"]
    what: str
    path: Path = ()


class Lived(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that the world did. `flow` and `run` are empty for what is about no run."""

    at: datetime
    person: str
    flow: str = ""
    run: str = ""
    what: AnyEffect | Entered | Refused | Unmet


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """All of it, in order, and everybody as they were after each thing that touched them."""

    lived: tuple[Lived, ...]
    states: tuple[tuple[datetime, str, Profile], ...]

    def person_at(self, person: str, at: datetime) -> Profile | None:
        """Somebody once everything of that instant was done; None before they were first known."""
        return next((state for when, who, state in reversed(self.states) if who == person and when <= at), None)
