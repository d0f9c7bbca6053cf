"""Each kind of step in a run: changes, calls, tests, draws, waits for stock, nights; and what the next step sees."""

from typing import Any

import msgspec
import pytest

from mktctl.engine.flows.advancing import advance, start
from mktctl.engine.flows.effects import Send
from mktctl.engine.flows.leaving import restocked
from mktctl.model.ab_test import ABTest, Variant
from mktctl.model.condition import All, Condition, EventProperty, HasProperty, InList, Test
from mktctl.model.flow import (
    Alert,
    Case,
    Email,
    Exit,
    ListTrigger,
    ListUpdate,
    PropertyChange,
    RawStep,
    Share,
    Sms,
    Split,
    StockWait,
    Switch,
    UpdateProfile,
    Webhook,
)
from mktctl.model.flow_graph import ExperimentNode, FlowGraph
from mktctl.model.profile import ConsentRecord, Profile
from mktctl.model.template import SmsTemplate
from tests.engine.flows.acted import (
    ANNA,
    ANNA_IS_VIP,
    BEGIN,
    DAY,
    HOUR,
    SENDER,
    SETTING,
    either,
    email,
    event,
    exit_if,
    flow_of,
    played,
    wait,
)

NEWS = ListUpdate(key="list", list="news", add=True, status="live")
GOLD = UpdateProfile(
    key="update",
    changes=(PropertyChange(op="set", property="tier", type="text", value="gold"),),
    status="live",
)
DATED = UpdateProfile(
    key="dated",
    changes=(
        PropertyChange(op="set", property="seen", type="date", value="today"),
        PropertyChange(op="add", property="tags", type="list", value="a"),
        PropertyChange(op="unset", property="old", type="text"),
    ),
    status="live",
)
HOOK = Webhook(key="hook", url="https://shop.example/hook", name="Hook", status="live")
ALERT = Alert(key="alert", to=("bo@shop.example",), subject="Large", sender=SENDER, name="Large", status="live")
NOT_VIP: Condition = HasProperty(name="tier", type="text", test=Test(op="is_not", value="gold"))


def smart(key: str) -> Email:
    return msgspec.structs.replace(email(key), smart_sending=True)


def text(key: str) -> Sms:
    content = SmsTemplate(ref=key, name=key, body="Hello")
    return Sms(key=key, template=key, content=content, name=key, status="live", smart_sending=False)


def with_test(key: str, *shares: int) -> Email:
    variants = tuple(Variant(name=f"v{index}", subject=f"s{index}") for index in range(len(shares)))
    return msgspec.structs.replace(email(key), ab_test=ABTest(vary="subject", variants=variants, shares=shares))


def someone(**changes: Any) -> Profile:
    return msgspec.structs.replace(ANNA, **changes)


SAYS_YES = ConsentRecord(status="subscribed")
REACHABLE = someone(
    fields={**ANNA.fields, "phone_number": "+33612345678", "timezone": "Europe/Paris"},
    consents={"sms": SAYS_YES},
)
Later = tuple[Any, ...]
CASES: dict[str, tuple[FlowGraph, Profile, Later, list[str]]] = {
    "what an update writes, the next split sees": (
        flow_of(GOLD, either(ANNA_IS_VIP, [email("vip")], [email("other")])),
        ANNA,
        (),
        ["0:00 set tier gold", "0:00 email vip", "0:00 ends: finished"],
    ),
    "today is the day of the account": (
        flow_of(DATED),
        someone(properties={"old": "x", "tags": ["b"]}),
        (),
        ["0:00 set seen 2026-11-02, add tags a, unset old None", "0:00 ends: finished"],
    ),
    "joining a list is seen by the next split": (
        flow_of(NEWS, either(InList(list="news"), [email("in")], [email("out")])),
        ANNA,
        (),
        ["0:00 join news", "0:00 email in", "0:00 ends: finished"],
    ),
    "E9 who left the list is skipped, and goes on": (
        flow_of(msgspec.structs.replace(NEWS, add=False), email("e1"), HOOK, trigger=ListTrigger(list="news")),
        someone(lists={"news": BEGIN}),
        (),
        ["0:00 leave news", "0:00 skip e1: not_in_list", "0:00 webhook hook", "0:00 ends: finished"],
    ),
    "webhooks and alerts are called": (
        flow_of(HOOK, ALERT, RawStep(key="raw", json={"type": "code", "data": {}}), email("e1")),
        ANNA,
        (),
        ["0:00 webhook hook", "0:00 alert alert", "0:00 email e1", "0:00 ends: finished"],
    ),
    "F1 F4 T24 a filter that fails skips every action, and people go on": (
        flow_of(email("e1"), HOOK, wait(1), GOLD, wait(1), email("e3"), only_if=NOT_VIP),
        someone(properties={"tier": "silver"}),
        (
            (HOUR, lambda one: msgspec.structs.replace(one, properties={"tier": "gold"})),
            (DAY + HOUR, lambda one: msgspec.structs.replace(one, properties={"tier": "silver"})),
        ),
        ["0:00 email e1", "0:00 webhook hook", "1:00 skip update: flow_filter", "2:00 email e3", "2:00 ends: finished"],
    ),
    "M1 smart sending holds the second mail of one instant back": (
        flow_of(smart("e1"), smart("e2"), wait(16, "hour"), smart("e3")),
        ANNA,
        (),
        ["0:00 email e1", "0:00 skip e2: smart_sending", "0:16 email e3", "0:16 ends: finished"],
    ),
    "M2 what goes to review opens no window": (
        flow_of(msgspec.structs.replace(smart("e1"), status="manual"), smart("e2")),
        ANNA,
        (),
        ["0:00 review e1", "0:00 email e2", "0:00 ends: finished"],
    ),
    "M4 a text is held until the morning, and the run with it": (
        flow_of(wait(10, "hour"), text("s1"), email("e1")),
        REACHABLE,
        (),
        ["0:19 sms s1", "0:19 email e1", "0:19 ends: finished"],
    ),
    "no consent, and the run goes on": (
        flow_of(text("s1"), email("e1")),
        someone(fields={"email": "anna@shop.example", "phone_number": "+33612345678"}),
        (),
        ["0:00 skip s1: no_consent", "0:00 email e1", "0:00 ends: finished"],
    ),
    "a switch takes the first that holds": (
        flow_of(
            Switch(
                key="switch",
                cases=(
                    Case(condition=ANNA_IS_VIP, steps=(Exit(key="out"),)),
                    Case(condition=InList(list="news"), steps=(email("news"),)),
                ),
                otherwise=(email("rest"),),
            )
        ),
        someone(lists={"news": BEGIN}),
        (),
        ["0:00 email news", "0:00 ends: finished"],
    ),
    "a way of a switch that is an exit": (
        flow_of(
            Switch(
                key="switch",
                cases=(Case(condition=ANNA_IS_VIP, steps=(Exit(key="out"),)),),
                otherwise=(email("rest"),),
            )
        ),
        someone(properties={"tier": "gold"}),
        (),
        ["0:00 ends: exit"],
    ),
    "an if about person and event that leaves": (
        flow_of(
            exit_if(All(of=(ANNA_IS_VIP, EventProperty(field="n", type="number", test=Test(op="at_least", value=1))))),
            email("e1"),
        ),
        someone(properties={"tier": "gold"}),
        (),
        ["0:00 email e1", "0:00 ends: finished"],
    ),
    "the other side of an if without an else has finished": (
        flow_of(either(ANNA_IS_VIP, [email("e1")])),
        ANNA,
        (),
        ["0:00 ends: finished"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_what_happens(name: str) -> None:
    graph, person, later, expected = CASES[name]
    assert played(graph, *later, person=person) == expected


def begun(graph: FlowGraph, person: Profile, name: str = "X") -> list[str]:
    """What happens at once, without asking whether they may enter."""
    run = start(graph, name, person, run_id="1", event=event("registered"), now=BEGIN, setting=SETTING)
    _, effects = advance(graph, name, run, person, now=BEGIN, setting=SETTING)
    return [effect.variant or effect.node for effect in effects if isinstance(effect, Send)]


def test_t4_what_waits_for_stock_goes_on_when_it_is_there() -> None:
    graph = flow_of(email("e0"), StockWait(key="stock"), email("e1"), wait(1), email("e2"))
    run = start(graph, "X", ANNA, run_id="1", event=event("registered"), now=BEGIN, setting=SETTING)
    run, effects = advance(graph, "X", run, ANNA, now=BEGIN, setting=SETTING)
    assert [type(one).__name__ for one in effects] == ["Send", "Waits"]
    assert (run.awaited, run.due, run.node) == ("stock", None, "e1")
    later = BEGIN + 40 * DAY
    assert advance(graph, "X", run, ANNA, now=later, setting=SETTING) == (run, ())
    run = restocked(run, now=later)
    run, effects = advance(graph, "X", run, ANNA, now=later, setting=SETTING)
    assert [effect.node for effect in effects if isinstance(effect, Send)] == ["e1"]
    assert run.due == later + DAY


def test_t57_nobody_waits_for_stock_when_the_message_is_a_draft() -> None:
    graph = flow_of(email("e0"), StockWait(key="stock"), email("e1", status="draft"))
    assert played(graph) == ["0:00 email e0", "0:00 ends: finished"]


def test_t50_a_test_gives_each_person_one_version_by_its_weights() -> None:
    graph = flow_of(with_test("e1", 90, 10))
    drawn = [begun(graph, someone(id=f"p{index}")) for index in range(1_000)]
    assert drawn == [begun(graph, someone(id=f"p{index}")) for index in range(1_000)]
    assert 60 <= drawn.count(["v1"]) <= 140
    assert drawn.count(["v0"]) + drawn.count(["v1"]) == 1_000


def test_a_decided_test_sends_its_main_message() -> None:
    graph = flow_of(with_test("e1", 50, 50))
    node = graph.nodes["e1"]
    assert isinstance(node, ExperimentNode)
    decided = msgspec.structs.replace(graph, nodes={"e1": msgspec.structs.replace(node, experiment_status="completed")})
    drawn = {tuple(begun(decided, someone(id=f"p{index}"))) for index in range(20)}
    assert drawn == {(node.main.name,)}


def test_a_test_without_weights_is_even() -> None:
    graph = flow_of(with_test("e1", 90, 10))
    node = graph.nodes["e1"]
    assert isinstance(node, ExperimentNode)
    even = msgspec.structs.replace(graph, nodes={"e1": msgspec.structs.replace(node, shares={})})
    drawn = [begun(even, someone(id=f"p{index}")) for index in range(1_000)]
    assert 430 <= drawn.count(["v1"]) <= 570


def test_a_split_by_chance_is_drawn_by_flow_and_place_and_person() -> None:
    ways = (Share(percent=50, steps=(email("a"),)), Share(percent=50, steps=(email("b"),)))
    once, renamed = flow_of(Split(key="s", shares=ways)), flow_of(Split(key="t", shares=ways))
    moved = flow_of(Split(key="s", shares=ways), only_if=None, exit_when=None)
    people = [someone(id=f"p{index}") for index in range(400)]
    drawn = [begun(once, one) for one in people]
    assert 160 <= drawn.count(["a"]) <= 240
    assert [begun(renamed, one) for one in people] == drawn, "keys are not asked"
    assert [begun(moved, one) for one in people] == drawn
    assert [begun(once, one, name="Y") for one in people] != drawn, "another flow draws anew"
    again = flow_of(email("first"), Split(key="s", shares=ways))
    assert [begun(again, one)[1:] for one in people] != drawn, "another place draws anew"


def test_two_splits_of_one_flow_draw_apart() -> None:
    ways = (Share(percent=50, steps=(email("a"),)), Share(percent=50, steps=(email("b"),)))
    more = (Share(percent=50, steps=(email("c"),)), Share(percent=50, steps=(email("d"),)))
    graph = flow_of(Split(key="s", shares=ways), Split(key="t", shares=more))
    drawn = {tuple(one.rpartition("+")[2] for one in begun(graph, someone(id=f"p{index}"))) for index in range(100)}
    assert drawn == {("a", "c"), ("a", "d"), ("b", "c"), ("b", "d")}


def test_u6_a_message_that_was_done_is_not_done_again() -> None:
    graph = flow_of(email("e1"), wait(1), email("e2"))
    run = start(graph, "X", ANNA, run_id="1", event=event("registered"), now=BEGIN, setting=SETTING)
    run, _ = advance(graph, "X", run, ANNA, now=BEGIN, setting=SETTING)
    again = msgspec.structs.replace(run, node="e1", due=BEGIN + HOUR)
    again, effects = advance(graph, "X", again, ANNA, now=BEGIN + HOUR, setting=SETTING)
    assert [type(one).__name__ for one in effects] == ["Waits"]
    assert again.done == ("e1",)


def test_a_step_that_was_taken_away_ends_the_run() -> None:
    graph = flow_of(email("e1"), wait(1), email("e2"))
    run = start(graph, "X", ANNA, run_id="1", event=event("registered"), now=BEGIN, setting=SETTING)
    run = msgspec.structs.replace(run, node="gone")
    run, effects = advance(graph, "X", run, ANNA, now=BEGIN, setting=SETTING)
    assert (run.ended, run.is_over, len(effects)) == ("removed", True, 1)


def test_nothing_comes_of_a_run_that_is_over_or_not_due() -> None:
    graph = flow_of(email("e1"), wait(1), email("e2"))
    run = start(graph, "X", ANNA, run_id="1", event=event("registered"), now=BEGIN + HOUR, setting=SETTING)
    assert advance(graph, "X", run, ANNA, now=BEGIN, setting=SETTING) == (run, ())
    over = msgspec.structs.replace(run, ended="finished", ended_at=BEGIN)
    assert advance(graph, "X", over, ANNA, now=BEGIN + DAY, setting=SETTING) == (over, ())
