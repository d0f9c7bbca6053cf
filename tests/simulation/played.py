"""A world with flows written as in a file, and its story as short lines."""

from datetime import UTC, datetime, time, timedelta

from mktctl.engine.flows.compile import graph_of
from mktctl.engine.flows.effects import Ended, ListChange, Send, Skip
from mktctl.engine.flows.setting import Options, Setting
from mktctl.model.condition import Condition
from mktctl.model.flow_test import Happening
from mktctl.model.profile import ConsentRecord, Profile
from mktctl.simulation.timeline import Entered, Refused, Story, Unmet
from mktctl.simulation.world import LiveFlow, World
from mktctl.wire.flows.tree import lay_out
from tests.kinds.written import condition, flow

START = datetime(2026, 11, 24, 9, tzinfo=UTC)
ANNA = Profile(id="anna", fields={"email": "anna@shop.example"}, consents={"email": ConsentRecord(status="subscribed")})


def at(**span: float) -> datetime:
    """So long after the start."""
    return START + timedelta(**span)


def live(name: str, head: str, steps: str) -> LiveFlow:
    """A live flow; `steps` are lines of YAML."""
    made = flow("status: live\nsteps:\n" + "".join(f"  - {line}\n" for line in steps.splitlines()), head=head)
    names = {one.key: getattr(one.step, "template", one.step.key) for one in lay_out(made.steps)}
    return LiveFlow(name=name, graph=graph_of(made, segments={}), templates=names)


def world(
    *flows: LiveFlow,
    people: tuple[Profile, ...] = (ANNA,),
    segments: dict[str, str] | None = None,
    mode: str = "klaviyo",
    daily_pass: time = time(0),
) -> World:
    """At the start, in Paris."""
    known: dict[str, Condition] = {ref: condition(text)[0] for ref, text in (segments or {}).items()}
    setting = Setting(zone="Europe/Paris", options=Options(mode=mode, daily_pass=daily_pass))  # type: ignore[arg-type]
    return World(people, flows, segments=known, setting=setting, now=START)


def story_of(place: World, *events: Happening, person: str = "anna", days: float = 10) -> list[str]:
    """What comes of the events, without waits and branches."""
    for one in events:
        place.happens(person, one)
    return lines(place.play(at(days=days)))


def lines(story: Story) -> list[str]:
    """Such as `2 days, 0:00:00 anna email d`."""
    told = []
    for one in story.lived:
        match one.what:
            case Send(channel=channel, node=node):
                words = f"{channel} {node}"
            case Skip(node=node, reasons=reasons):
                words = f"skipped {node} {reasons[0]}"
            case ListChange(list=ref, add=add):
                words = f"{'joins' if add else 'leaves'} {ref}"
            case Ended(reason=reason):
                words = f"exit {reason}"
            case Entered():
                words = "enters"
            case Refused(checks=checks):
                words = f"refused: {checks[-1].question}"
            case Unmet(kind=kind):
                words = kind
            case _:
                continue
        told.append(f"{one.at - START} {one.person} {words}".replace(", 0:00:00", ""))
    return told
