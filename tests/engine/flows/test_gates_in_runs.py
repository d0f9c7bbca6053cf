"""Gates and nights as whole runs meet them: what is skipped, held or sent, and when."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any

import msgspec
import pytest

from mktctl.engine.flows.advancing import advance, start
from mktctl.engine.flows.applying import applied
from mktctl.engine.flows.effects import Send, Skip
from mktctl.engine.flows.setting import Setting
from mktctl.model.condition import HasProperty, Not, Test
from mktctl.model.flow import Email, PropertyChange, Sms, UpdateProfile, Wait
from mktctl.model.flow_graph import FlowGraph
from mktctl.model.profile import ConsentRecord, Profile
from mktctl.model.template import SmsTemplate
from tests.engine.flows.acted import ANNA, BEGIN, DAY, HOUR, SETTING, email, event, flow_of, played, wait

YES, NO = ConsentRecord(status="subscribed"), ConsentRecord(status="unsubscribed")
NOT_VIP = Not(of=HasProperty(name="tag", type="text", test=Test(op="is", value="vip")))
SEEN = UpdateProfile(
    key="seen",
    changes=(PropertyChange(op="set", property="seen", type="boolean", value=True),),
    status="live",
)


def text(key: str, **changes: Any) -> Sms:
    content = SmsTemplate(ref=key, name=key, body="Hello")
    return Sms(**{"key": key, "template": key, "content": content, "name": key, "status": "live", **changes})


def mail(key: str, **changes: Any) -> Email:
    return msgspec.structs.replace(email(key), smart_sending=True, **changes)


def until(at: str, days: int = 0) -> Wait:
    return msgspec.structs.replace(wait(days), at=at)


def living_in(zone: str) -> Profile:
    fields = {**ANNA.fields, "phone_number": "+21612345678", "timezone": zone}
    return msgspec.structs.replace(ANNA, fields=fields, consents={"sms": YES})


def with_fields(**fields: Any) -> Callable[[Profile], Profile]:
    return lambda person: msgspec.structs.replace(person, fields={**person.fields, **fields})


def with_tag(tag: str | None) -> Callable[[Profile], Profile]:
    return lambda person: msgspec.structs.replace(person, properties={"tag": tag})


def with_consent(record: ConsentRecord) -> Callable[[Profile], Profile]:
    return lambda person: msgspec.structs.replace(person, consents={"email": record})


def test_t16_texts_that_go_out_at_night_only() -> None:
    """From 22:00 to 06:00. Anna comes at noon; ten hours on it is 22:00, and an hour later still night."""
    night = Setting(zone="UTC", quiet_from=time(6), quiet_until=time(22))
    graph = flow_of(text("a", smart_sending=False), wait(1, "hour"), text("b", smart_sending=False))
    lines = played(graph, person=living_in("UTC"), setting=night)
    assert lines == ["0:10 sms a", "0:11 sms b", "0:11 ends: finished"]


def test_t19_who_moves_during_a_wait_keeps_its_end_and_takes_the_new_zone_along() -> None:
    """Noon in UTC is 07:00 in New York. 09:00 there is 14:00; the second 09:00 is one of Los Angeles."""
    graph = flow_of(until("09:00"), email("a"), until("09:00", days=1), email("b"))
    moved = (HOUR, with_fields(timezone="America/Los_Angeles"))
    lines = played(graph, moved, person=living_in("America/New_York"))
    assert lines == ["0:02 email a", "1:05 email b", "1:05 ends: finished"]


@pytest.mark.parametrize(
    ("begins", "text_at", "mail_at"),
    [
        ("2026-03-07T21:30-08:00", "2026-03-08T08:00-07:00", "2026-03-07T21:30-08:00"),
        ("2026-10-31T21:30-07:00", "2026-11-01T08:00-08:00", "2026-10-31T21:30-07:00"),
    ],
)
def test_t20_a_text_is_held_over_the_night_in_which_the_clock_changes(begins: str, text_at: str, mail_at: str) -> None:
    person = living_in("America/Los_Angeles")
    for step, expected in ((text("a"), text_at), (mail("a"), mail_at), (text("a", quiet_hours=False), mail_at)):
        now = datetime.fromisoformat(begins)
        sent = [one.at for one in went_out(flow_of(step), person, now, [SETTING])]
        assert sent == [datetime.fromisoformat(expected)]


def test_t24_a_skip_is_not_an_exit() -> None:
    graph = flow_of(wait(1), email("e1"), wait(1), email("e2"), wait(1), email("e3"), only_if=NOT_VIP)
    lines = played(graph, (12 * HOUR, with_tag("vip")), (60 * HOUR, with_tag(None)))
    assert lines == ["1:00 skip e1: flow_filter", "2:00 skip e2: flow_filter", "3:00 email e3", "3:00 ends: finished"]


def test_t35_who_unsubscribes_on_the_way_goes_on() -> None:
    bill = mail("bill", transactional=True)
    graph = flow_of(mail("e1"), wait(1), mail("e2"), SEEN, bill)
    lines = played(graph, (HOUR, with_consent(NO)))
    assert lines == [
        "0:00 email e1",
        "1:00 skip e2: unsubscribed",
        "1:00 set seen True",
        "1:00 email bill",
        "1:00 ends: finished",
    ]


def test_who_subscribes_again_gets_mail_again() -> None:
    graph = flow_of(wait(1), mail("e1"), wait(1), mail("e2"))
    lines = played(graph, (HOUR, with_consent(NO)), (30 * HOUR, with_consent(YES)))
    assert lines == ["1:00 skip e1: unsubscribed", "2:00 email e2", "2:00 ends: finished"]


SHORT, LONG = (msgspec.structs.replace(SETTING, email_window=window) for window in (HOUR, 5 * DAY))


@pytest.mark.parametrize(
    ("third", "expected"),
    [
        ([email("e3"), wait(1)], ["e1 sent", "e2 smart_sending", "e3 sent", "e4 sent"]),
        ([wait(1)], ["e1 sent", "e2 smart_sending", "e4 smart_sending"]),
    ],
    ids=["T41-a-mail-without-smart-sending-starts-the-new-window", "T41-else-the-old-one-holds"],
)
def test_the_window_of_the_account_was_five_days_when_the_first_went_out(third: list[Any], expected: list[str]) -> None:
    graph = flow_of(mail("e1"), wait(1), mail("e2"), wait(1), *third, mail("e4"))
    found = went_out(graph, ANNA, BEGIN, [LONG, SHORT], skips=True)
    assert [f"{one.node} {one.reasons[0] if isinstance(one, Skip) else 'sent'}" for one in found] == expected


def test_t42_a_skip_starts_no_window() -> None:
    graph = flow_of(mail("e1", only_if=NOT_VIP), wait(1, "hour"), mail("e2"), wait(1, "hour"), mail("e3"))
    lines = played(graph, person=with_tag("vip")(ANNA))
    assert lines == ["0:00 skip e1: only_if", "0:01 email e2", "0:02 skip e3: smart_sending", "0:02 ends: finished"]


def test_t59_new_steps_while_people_wait_move_nobody() -> None:
    """Places are kept by the names of steps: what was put in front is not sent, and nothing is sent twice."""
    old = flow_of(email("e1"), wait(2), email("e2"))
    new = flow_of(email("e0"), email("e1"), email("e3"), wait(2), email("e2"), wait(1), email("e4"))
    starter = event("registered")
    run = start(old, "X", ANNA, run_id="1", event=starter, now=BEGIN, setting=SETTING)
    run, first = advance(old, "X", run, ANNA, now=BEGIN, setting=SETTING)
    run, second = advance(new, "X", run, ANNA, now=BEGIN + 2 * DAY, setting=SETTING)
    run, third = advance(new, "X", run, ANNA, now=BEGIN + 3 * DAY, setting=SETTING)
    assert [one.node for one in (*first, *second, *third) if isinstance(one, Send)] == ["e1", "e2", "e4"]
    assert run.ended == "finished"


def went_out(
    graph: FlowGraph, person: Profile, begins: datetime, settings: list[Setting], *, skips: bool = False
) -> list[Send | Skip]:
    """Messages of one run; the first setting is that of its beginning, the last that of all later instants."""
    starter = msgspec.structs.replace(event("registered"), time=begins)
    run = start(graph, "X", person, run_id="1", event=starter, now=begins, setting=settings[0])
    found: list[Send | Skip] = []
    for turn in range(20):
        if run.is_over or run.due is None:
            return found
        setting = settings[min(turn, len(settings) - 1)]
        run, effects = advance(graph, "X", run, person, now=run.due, setting=setting)
        for effect in effects:
            person = applied(person, effect, setting)
            if isinstance(effect, Send) or (skips and isinstance(effect, Skip)):
                found.append(effect)
    raise AssertionError("a run that does not end")
