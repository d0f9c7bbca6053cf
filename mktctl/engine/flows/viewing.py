"""A run as conditions see it, and the words that tell one draw from another."""

from mktctl.engine.flows.run import Run
from mktctl.engine.run_view import RunView
from mktctl.model.profile import Profile


def salt_of(name: str, path: str) -> str:
    """For draws at one place of one flow: its name and its structural path, never an id of the platform."""
    return f"{name}/{path}"


def view(run: Run, salt: str) -> RunView:
    """What a condition asked at a step may know. Earlier runs decide at entry alone (E4, E5)."""
    return RunView(started=run.started, event=run.event, salt=salt)


def zone_of(person: Profile) -> str | None:
    """Their IANA zone, if it is known (D4)."""
    zone = person.fields.get("timezone")
    return zone if isinstance(zone, str) and zone else None
