"""The timeline of `mktctl simulate`, line by line, and its JSON."""

import json
from datetime import UTC, datetime, timedelta
from typing import get_args

from mktctl.app.simulate import Happened, Simulated
from mktctl.engine.flows.effects import AnyEffect, Branched, Check, Ended, Send, Skip, SkipReason, Waits
from mktctl.engine.flows.run import EndReason
from mktctl.simulation.timeline import Entered, Lived, Refused
from mktctl.views.simulate_json import simulate_json
from mktctl.views.simulate_text import simulate_text
from mktctl.views.simulate_words import ENDS, REASONS

START = datetime(2026, 11, 24, 9, tzinfo=UTC)
LATER = START + timedelta(hours=16)
ORDERED = Check(
    question="placed_order count is 0 in the last 16 hours",
    passed=False,
    value="1, last 2026-11-24T10:00:00+01:00",
    turns_at=LATER + timedelta(seconds=61),
)
MAILED = Check(question="email is known", passed=True, value="anna@example.com")


def lived(at: datetime, what: AnyEffect | Entered | Refused) -> Lived:
    return Lived(at=at, person="anna", flow="welcome", run="1", what=what)


def story(*told: Happened | Lived, waits: bool = False) -> Simulated:
    return Simulated(
        flow="welcome", persona="anna", zone="Europe/Paris", start=START, told=told, waits=waits,
        names={"1": "welcome-1", "2": "switch-1@welcome-1"}, ways={("2", "b"): "3"}, taken=("anna has no birthday",),
    )  # fmt: skip


WHOLE = story(
    Happened(at=START, what="Registered", starts=True),
    lived(START, Entered()),
    lived(START, Send(node="1", at=START, channel="email", message="1", variant="warm", checks=(MAILED,))),
    lived(START, Waits(node="2", at=START, until=LATER)),
    lived(LATER, Branched(node="2", at=LATER, way="b")),
    lived(LATER, Skip(node="1", at=LATER, channel="email", reasons=("flow_filter",), checks=(ORDERED, MAILED))),
    lived(LATER, Ended(node="1", at=LATER, reason="finished")),
)


def text(simulated: Simulated, *, why: bool = False, colour: bool = False) -> str:
    return simulate_text(simulated, why=why, width=200, colour=colour)


def test_the_timeline() -> None:
    assert text(WHOLE) == (
        "flow/welcome for anna, from 2026-11-24 10:00 Europe/Paris\n"
        "  anna has no birthday\n"
        "\n"
        "0 hours   2026-11-24 10:00  ▸  Registered (starts the flow)\n"
        "                            ·  enters the flow\n"
        "                            ✓  email welcome-1 (version warm) is sent\n"
        "                            ·  waits until 2026-11-25 02:00\n"
        "16 hours  2026-11-25 02:00  ·  switch-1@welcome-1: branch 3\n"
        "                            ✗  email welcome-1 is skipped: the flow's filter does not hold\n"
        "                            ■  exit: the last step is done\n"
        "\n"
        "1 sent, 1 skipped; over after 16 hours.\n"
    )


def test_why_says_what_was_found_and_when_it_turns() -> None:
    told = [" ".join(line.split()) for line in text(WHOLE, why=True).splitlines()]
    assert "yes email is known (anna@example.com)" in told
    assert (
        "no placed_order count is 0 in the last 16 hours (1, last 2026-11-24 10:00);"
        " yes 1 minute 1 second later, from 2026-11-25 02:01:01"
    ) in told


def test_who_does_not_enter() -> None:
    refused = Check(question="last entered 7 days ago or more", passed=False, value="2026-11-24T09:00:00+00:00")
    told = text(story(lived(START, Refused(checks=(refused,)))))
    assert "✗  does not enter: not last entered 7 days ago or more (2026-11-24 10:00)\n" in told
    assert told.endswith("\nDoes not enter the flow.\n")


def test_who_still_waits() -> None:
    told = text(story(lived(START, Entered()), lived(START, Waits(node="2", at=START, until=None)), waits=True))
    assert "waits for the product to be there again, such as --event restock@9d\n" in told
    assert told.endswith("\n0 sent, 0 skipped; still waits.\n")


def test_colour_only_where_it_is_wanted() -> None:
    assert "\x1b[" in text(WHOLE, colour=True)
    assert "\x1b[" not in text(WHOLE)


def test_a_name_cannot_speak_to_the_terminal() -> None:
    assert "\x1b[2J" not in text(story(Happened(at=START, what="\x1b[2Jgone")))


def test_every_reason_has_words() -> None:
    assert set(REASONS) == set(get_args(SkipReason))
    assert set(ENDS) == set(get_args(EndReason))


def test_json_has_the_facts() -> None:
    document = json.loads(simulate_json(WHOLE, why=True))
    assert document["format_version"] == 1
    assert [line["what"] for line in document["timeline"]] == [
        "happened", "entered", "send", "waits", "branched", "skip", "ended",
    ]  # fmt: skip
    skip = document["timeline"][5]
    assert (skip["clock"], skip["step"], skip["reasons"]) == ("2026-11-25 02:00", "welcome-1", ["flow_filter"])
    assert skip["checks"][0]["turns_at"] == "2026-11-25T01:01:01+00:00"
    assert "checks" not in json.loads(simulate_json(WHOLE, why=False))["timeline"][5]
