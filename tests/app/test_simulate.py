"""`mktctl simulate` below the command line: how each kind of flow begins, what may happen besides, and bad calls."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from mktctl.app.load import load_workspace
from mktctl.app.simulate import Happened, Simulated, simulate, start_of
from mktctl.diagnostics import UsageError
from mktctl.engine.flows.effects import Ended, Send, Skip
from mktctl.model.flow import ListTrigger, LowInventoryTrigger, MetricTrigger, RawTrigger, Trigger
from mktctl.model.workspace import Workspace
from mktctl.simulation.timeline import Entered, Lived, Refused
from tests.support.demo import copy_of_the_programme

START = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("programme")
    copy_of_the_programme(root)
    loaded = load_workspace(Path(root)).workspace
    assert loaded is not None
    return loaded


def short(story: Simulated) -> list[tuple[str, str]]:
    """What went out, was skipped or ended: span from the start in hours, and one word."""
    told = []
    for one in story.told:
        hours = f"{(one.at - story.start) / timedelta(hours=1):g}h"
        match one:
            case Lived(what=Send(node=node)):
                told.append((hours, story.names[node]))
            case Lived(what=Skip(node=node, reasons=reasons)):
                told.append((hours, f"{story.names[node]}: {reasons[0]}"))
            case Lived(what=Ended(reason=reason)):
                told.append((hours, f"exit {reason}"))
    return told


# flow, persona, events → what comes
STORIES = {
    ("welcome", "anna", ("Placed Order@3d",)): [
        ("0h", "welcome-1"), ("48h", "welcome-2-recommendations"), ("72h", "exit exit_when"),
    ],
    ("welcome", "anna", ("placed_order@1 hour", "PLACED ORDER@2d")): [("0h", "welcome-1"), ("1h", "exit exit_when")],
    ("welcome", "anna", ("unsubscribed_from_email_marketing@1d",)): [
        ("0h", "welcome-1"), ("48h", "welcome-2-recommendations: unsubscribed"),
        ("120h", "welcome-3-first-purchase: unsubscribed"), ("120h", "exit finished"),
    ],
    ("back-in-stock", "anna", ()): [],
    ("back-in-stock", "anna", ("restock@9d",)): [
        ("216h", "back-in-stock"), ("216h", "back-in-stock-push: only_if"), ("216h", "exit finished"),
    ],
    ("birthday", "chloe", ()): [("53h", "birthday-gift"), ("221h", "birthday-wishes"), ("221h", "exit finished")],
    ("sunset", "chloe", ("opened_email@2d",)): [("0h", "sunset-last-chance"), ("336h", "exit exit_if")],
    ("price-drop", "chloe", ()): [("4h", "price-drop-sms"), ("4h", "exit finished")],
    ("price-drop", "chloe", ("placed_order@6 days ago",)): [("0h", "exit exit")],
}  # fmt: skip


@pytest.mark.parametrize("asked", STORIES, ids=str)
def test_what_comes_of_it(workspace: Workspace, asked: tuple[str, str, tuple[str, ...]]) -> None:
    flow, persona, events = asked
    story = simulate(workspace, flow, persona, start=START, events=events)
    assert short(story) == STORIES[asked]
    assert story.waits is not any(word.startswith("exit") for _, word in STORIES[asked])


@pytest.mark.parametrize("mode", ["klaviyo", "exact"])
def test_every_flow_is_entered_by_every_persona(workspace: Workspace, mode: str) -> None:
    for flow in workspace.flows:
        for persona in workspace.project.personas:
            story = simulate(workspace, flow, persona, start=START, mode=mode)
            entered = [one for one in story.told if isinstance(one, Lived) and isinstance(one.what, Entered)]
            assert len(entered) == 1, (flow, persona)


def test_what_is_assumed_is_said(workspace: Workspace) -> None:
    assert simulate(workspace, "birthday", "ben", start=START).taken == ("ben has no birthday; taken: 2026-12-03",)
    assert len(simulate(workspace, "win-back", "ben", start=START).taken) == 1
    bought = simulate(workspace, "win-back", "chloe", start=START, events=["placed_order@100 days ago"])
    assert bought.taken == ()


def test_who_is_in_the_segment_by_themselves_leaves_it_by_themselves(workspace: Workspace) -> None:
    story = simulate(
        workspace, "win-back", "chloe", start=START, events=["placed_order@100 days ago", "placed_order@1d"]
    )
    assert short(story) == [("0h", "winback-miss-you"), ("24h", "exit exit_when")]


def test_a_persona_with_the_date_waits_for_it(workspace: Workspace) -> None:
    person = {**workspace.project.personas["ben"], "properties": {"birthday": "1990-07-01"}, "timezone": "Europe/Paris"}
    workspace.project.personas["born"] = person
    try:
        story = simulate(workspace, "birthday", "born", start=START)
    finally:
        del workspace.project.personas["born"]
    assert story.taken == ()
    sent = [one.at for one in story.told if isinstance(one, Lived) and isinstance(one.what, Send)]
    assert sent == [datetime(2027, 6, 24, 7, tzinfo=UTC), datetime(2027, 7, 1, 7, tzinfo=UTC)]


def started_by(workspace: Workspace, trigger: Trigger) -> Workspace:
    welcome = msgspec.structs.replace(workspace.flows["welcome"], trigger=trigger)
    return msgspec.structs.replace(workspace, flows={"welcome": welcome})


def test_a_list_is_joined_and_scarcity_comes(workspace: Workspace) -> None:
    scarce = LowInventoryTrigger(at_most=3, level="product", audience=("viewed",))
    words: dict[Trigger, str] = {
        ListTrigger(list="newsletter"): "joins the list newsletter",
        scarce: "a product is almost sold out",
        MetricTrigger(metric="subscribed_to_email_marketing"): "Subscribed to Email Marketing",
    }
    for trigger, word in words.items():
        story = simulate(started_by(workspace, trigger), "welcome", "anna", start=START)
        assert story.told[0] == Happened(at=START, what=word, starts=True)
        assert short(story)[0] == ("0h", "welcome-1")


@pytest.mark.parametrize("json", [{"type": "odd"}, {}], ids=str)
def test_a_trigger_in_the_platforms_own_words(workspace: Workspace, json: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="cannot be simulated"):
        simulate(started_by(workspace, RawTrigger(json=json)), "welcome", "anna", start=START)


def test_a_segment_that_no_file_knows_is_taken_for_granted(workspace: Workspace) -> None:
    raw = RawTrigger(json={"type": "segment", "id": "AbCdEf"})
    story = simulate(started_by(workspace, raw), "welcome", "anna", start=START)
    assert story.taken == ("nothing known of anna puts them in the segment id:AbCdEf; taken as a member all the time",)
    assert short(story)[0] == ("0h", "welcome-1")


def test_what_happens_stands_before_what_comes_of_it(workspace: Workspace) -> None:
    story = simulate(workspace, "cart-recovery", "anna", start=START, events=["cart_abandoned@6d"], why=True)
    assert story.told[0] == Happened(at=START, what="Cart Abandoned", starts=True)
    *_, happened, refused = story.told
    assert isinstance(happened, Happened)
    assert isinstance(refused, Lived)
    assert isinstance(refused.what, Refused)
    assert refused.what.checks[-1].turns_at == START + timedelta(days=7)


# flow, persona, event → the mistake, and what to write
WRONG = {
    ("welcom", "anna", "placed_order@3d"): ("there is no flow/welcom", "Did you mean welcome?"),
    ("welcome", "ana", "placed_order@3d"): ("no persona is called 'ana'", "Did you mean anna?"),
    ("welcome", "", "placed_order@3d"): ("for whom? --persona names nobody", "There is anna, ben, chloe, david"),
    ("welcome", "anna", "placed_ordr@3d"): ("no event is called 'placed_ordr'", "Did you mean placed_order?"),
    ("welcome", "anna", "restok@3d"): ("no event is called 'restok'", "Did you mean restock?"),
    ("welcome", "anna", "placed_order"): ("does not say what and when", 'Write it like  "Placed Order@3d"'),
    ("welcome", "anna", "@3d"): ("does not say what and when", 'Write it like  "Placed Order@3d"'),
    ("welcome", "anna", "placed_order@3m"): ("3m could be minutes or months", "Write  3 minutes"),
    ("welcome", "anna", "placed_order@soon"): ("soon is no span", "Write it like  2 days"),
    ("welcome", "anna", "restock@2 days ago"): ("nothing is waited for yet", "Write it like  restock@9d"),
}


@pytest.mark.parametrize("asked", WRONG, ids=str)
def test_a_bad_call_says_what_to_write(workspace: Workspace, asked: tuple[str, str, str]) -> None:
    flow, persona, event = asked
    message, hint = WRONG[asked]
    with pytest.raises(UsageError) as caught:
        simulate(workspace, flow, persona, start=START, events=[event])
    assert message in str(caught.value)
    assert caught.value.hint == hint


def test_the_start_is_on_the_clock_of_the_account() -> None:
    assert start_of("2026-11-24 10:00", "Europe/Paris") == START
    with pytest.raises(UsageError, match="--start: tomorrow is no day and time"):
        start_of("tomorrow", "Europe/Paris")
