"""What went out is history, dates come due, and nothing is sent twice, whatever was lost or renamed (P40, P41)."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from tests.support.account import Account, account
from tests.support.campaign_account import (
    DAY_SECONDS,
    assert_no_changes,
    lose_state,
    message_of,
    statuses,
    verdicts,
)
from tests.support.campaigns import (
    AT,
    WEEKLY,
    campaign,
    mail,
    with_campaigns,
)


@pytest.fixture
def remote(tmp_path: Path) -> Iterator[Account]:
    with account(tmp_path) as one:
        yield one


def test_what_was_sent_is_history(remote: Account) -> None:
    remote.settle(with_campaigns(campaign()))
    remote.ui("POST", "clock", {"advance_seconds": 26 * DAY_SECONDS})
    edited = campaign(message=mail(subject="Too late"), status="draft", name="Another name")
    assert verdicts(remote, edited) == {"campaign/black-friday": "history"}
    assert remote.plan(with_campaigns(edited)).plan.is_empty
    assert statuses(remote) == {"Black Friday": "sent"}
    assert remote.plan(with_campaigns()).plan.is_empty


def test_without_a_state_nothing_is_sent_twice(remote: Account) -> None:
    remote.settle(with_campaigns(campaign()))
    lose_state(remote)
    (blocker,) = remote.plan(with_campaigns(campaign())).plan.blockers
    assert blocker.code == "PLN004"
    assert "mktctl adopt campaign/black-friday" in blocker.hint

    remote.ui("POST", "clock", {"advance_seconds": 26 * DAY_SECONDS})
    later = campaign(send=msgspec.structs.replace(AT, at=AT.at.replace(year=2027)))
    for files in (with_campaigns(campaign()), with_campaigns(later)):
        plan = remote.plan(files).plan
        assert (plan.steps, plan.blockers) == ((), ())
    assert any("went out already" in line for line in plan.warnings)
    assert statuses(remote) == {"Black Friday": "sent"}


def test_a_sent_campaign_with_a_new_time_is_not_sent_again_and_that_is_said(remote: Account) -> None:
    remote.settle(with_campaigns(campaign()))
    remote.ui("POST", "clock", {"advance_seconds": 26 * DAY_SECONDS})
    again = campaign(send=msgspec.structs.replace(AT, at=AT.at.replace(year=2027)))
    plan = remote.plan(with_campaigns(again)).plan
    assert plan.is_empty
    (line,) = plan.warnings
    assert line.startswith(
        "campaign/black-friday is not scheduled for Sat 27 Nov 2027 09:00 in Europe/Paris: it went out"
    )


@pytest.mark.parametrize("sent", [False, True])
def test_a_file_that_was_renamed_without_a_word_sends_nothing_twice(sent: bool, remote: Account) -> None:
    remote.settle(with_campaigns(campaign()))
    if sent:
        remote.ui("POST", "clock", {"advance_seconds": 26 * DAY_SECONDS})
    later = msgspec.structs.replace(AT, at=AT.at.replace(year=2027))
    plan = remote.plan(with_campaigns(campaign(ref="bf", send=later))).plan
    assert plan.steps == ()
    if sent:
        assert any("went out already" in line for line in plan.warnings)
    else:
        (blocker,) = plan.blockers
        assert "moved_from: black-friday" in blocker.hint


def test_a_campaign_that_somebody_cancelled_stays_so(remote: Account) -> None:
    remote.settle(with_campaigns(campaign()))
    id_ = message_of(remote)["id"]
    body = {"data": {"type": "campaign-message-schedule", "id": id_, "attributes": {"action": "cancel"}}}
    remote.remote.call("update_campaign_message_schedule", path={"id": id_}, body=body)
    plan = remote.plan(with_campaigns(campaign())).plan
    (change,) = [one for one in plan.changes if one.address.kind == "campaign"]
    assert (plan.steps, change.notes) == ((), ("cancelled in Klaviyo: it is not sent",))


def test_a_time_that_is_past_makes_no_campaign(remote: Account) -> None:
    past = campaign(send=msgspec.structs.replace(AT, at=AT.at.replace(month=10)))
    plan = remote.plan(with_campaigns(past)).plan
    (change,) = [one for one in plan.changes if one.address.kind == "campaign"]
    assert change.verdict == "history"
    assert change.notes == ("past: not sent on Tue 27 Oct 2026 09:00 in Europe/Paris; none is made",)
    remote.settle(with_campaigns(past))
    assert statuses(remote) == {}


def test_each_date_within_the_horizon_is_a_campaign(remote: Account) -> None:
    weekly = campaign(ref="weekly", name="Weekly", send=WEEKLY)
    dates = ["2026-11-03", "2026-11-10", "2026-11-17", "2026-11-24"]
    assert verdicts(remote, weekly) == {f"campaign/weekly@{day}": "create" for day in dates}
    remote.settle(with_campaigns(weekly))
    assert statuses(remote) == {f"Weekly · {day}": "scheduled" for day in dates}
    assert_no_changes(remote, weekly)

    remote.ui("POST", "clock", {"advance_seconds": 2 * DAY_SECONDS})
    assert verdicts(remote, weekly) == {
        **{f"campaign/weekly@{day}": "none" for day in dates[1:]},
        "campaign/weekly@2026-12-01": "due",
    }
    remote.settle(with_campaigns(weekly))
    assert statuses(remote)["Weekly · 2026-11-03"] in ("sending", "sent")
    assert statuses(remote)["Weekly · 2026-12-01"] == "scheduled"
    assert_no_changes(remote, weekly)


def test_a_date_that_is_taken_out_of_the_file_is_not_sent(remote: Account) -> None:
    from datetime import date

    weekly = campaign(ref="weekly", name="Weekly", send=WEEKLY)
    remote.settle(with_campaigns(weekly))
    without = msgspec.structs.replace(weekly, send=msgspec.structs.replace(WEEKLY, excluded=(date(2026, 11, 17),)))
    remote.settle(with_campaigns(without))
    assert statuses(remote)["Weekly · 2026-11-17"] == "draft"
    assert remote.plan(with_campaigns(without)).plan.is_empty
    remote.settle(with_campaigns(weekly))
    assert set(statuses(remote).values()) == {"scheduled"}


def test_a_scheduled_campaign_without_a_file_is_named(remote: Account) -> None:
    remote.settle(with_campaigns(campaign()))
    plan = remote.plan(with_campaigns()).plan
    assert plan.is_empty
    assert plan.warnings == (
        "campaign/black-friday is scheduled, and no file asks for it any more: Klaviyo sends it "
        "on Fri 27 Nov 2026 09:00 in Europe/Paris",
    )
