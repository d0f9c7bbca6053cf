"""`mktctl send`: once, only what is as the files say, and never again when the answer was lost (P38)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from mktctl.app.ledger import Ledger
from mktctl.app.send import CannotSend, Draft, SendUnknown, Sent, asked_before, draft_to_send, send_now
from mktctl.diagnostics import UsageError
from mktctl.klaviyo.errors import Unavailable
from mktctl.klaviyo.remote import Remote
from mktctl.model.address import Address
from mktctl.model.bindings import Intent
from mktctl.model.campaign import Campaign
from mktctl.planning.changes import Plan
from mktctl.planning.unfinished import SEND
from tests.support.account import SANDBOX, Account, account
from tests.support.campaign_account import statuses
from tests.support.campaigns import WEEKLY, campaign, mail, subjects, with_campaigns
from tests.support.failing import FailingRemote, Killed, Mishap
from tests.support.fresh_account import state_of

DRAFT = campaign(status="draft")
ADDRESS = Address(kind="campaign", ref="black-friday")


@pytest.fixture
def remote(tmp_path: Path) -> Iterator[Account]:
    with account(tmp_path) as one:
        one.settle(with_campaigns(DRAFT))
        yield one


def draft(one: Account, *campaigns: Campaign, environment: Any = SANDBOX, address: Address = ADDRESS) -> Draft:
    files = with_campaigns(*(campaigns or (DRAFT,)))
    planned = one.plan(files, [address], environment)
    return draft_to_send(
        planned, address, workspace=files, environment=environment, remote=one.remote, state=state_of(one)
    )


def send(one: Account, through: Remote | None = None) -> Sent:
    """What the command does, once somebody said yes."""
    if (earlier := asked_before(ADDRESS, remote=one.remote, store=one.store)) is not None:
        return earlier
    found = draft(one)
    planned = one.plan(with_campaigns(DRAFT), [ADDRESS])
    return send_now(found, planned, remote=through or one.remote, store=one.store)


def plan(one: Account) -> Plan:
    return one.plan(with_campaigns(DRAFT)).plan


def test_a_draft_is_sent_once(remote: Account) -> None:
    sent = send(remote)
    assert (sent.status, sent.before) == ("sending", False)
    assert statuses(remote) == {"Black Friday": "sending"}
    assert state_of(remote).intents == {}
    with pytest.raises(CannotSend, match="is sending already: it is not sent a second time"):
        send(remote)
    assert plan(remote).is_empty


def test_a_reader_sees_to_whom_it_goes_and_what_it_says(remote: Account) -> None:
    found = draft(remote)
    assert (found.audience, found.people, found.at_most) == ("list/newsletter without segment/vip", 0, True)
    assert found.says == ("Black Friday",)
    tested = campaign(status="draft", ab_test=subjects("A", "B"))
    remote.settle(with_campaigns(tested))
    assert draft(remote, tested).says == ("A", "B")


@pytest.mark.parametrize("fault", ["answer lost", "killed after"])
def test_what_may_have_been_sent_is_not_sent_again(fault: Any, remote: Account) -> None:
    with pytest.raises((SendUnknown, Killed)):
        send(remote, FailingRemote(remote.remote, Mishap(fault=fault, at=1)))
    assert list(state_of(remote).intents) == ["send/campaign/black-friday"]
    assert plan(remote).is_empty
    sent = send(remote)
    assert (sent.status, sent.before) == ("sending", True)
    assert state_of(remote).intents == {}
    assert remote.remote.sent()["send_campaign"] == 1


@pytest.mark.parametrize("fault", ["not sent", "killed before"])
def test_what_was_surely_not_sent_can_be_sent(fault: Any, remote: Account) -> None:
    with pytest.raises((Unavailable, Killed)):
        send(remote, FailingRemote(remote.remote, Mishap(fault=fault, at=1)))
    assert statuses(remote) == {"Black Friday": "draft"}
    assert (send(remote).before, remote.remote.sent()["send_campaign"]) == (False, 1)


def test_while_it_is_not_known_a_plan_changes_nothing(remote: Account) -> None:
    with pytest.raises(Killed):
        send(remote, FailingRemote(remote.remote, Mishap(fault="killed before", at=1)))
    edited = campaign(status="draft", message=mail(subject="Other"))
    found = remote.plan(with_campaigns(edited)).plan
    (change,) = [one for one in found.changes if one.address == ADDRESS]
    assert (found.steps, change.verdict) == ((), "history")
    assert "mktctl send" in change.notes[0]


REFUSED = {
    "not as the files say": (campaign(status="draft", message=mail(subject="Other")), "is not as the files say"),
    "to be scheduled": (campaign(), "is not as the files say"),
    "not made yet": (campaign(ref="other", name="Other", status="draft"), "is not on the platform"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_only_what_is_as_the_files_say_is_sent(case: str, remote: Account) -> None:
    wanted, message = REFUSED[case]
    with pytest.raises(CannotSend, match=message):
        draft(remote, wanted, address=Address(kind="campaign", ref=wanted.ref))


def test_what_is_scheduled_goes_out_by_itself(remote: Account) -> None:
    remote.settle(with_campaigns(campaign()))
    with pytest.raises(CannotSend, match="is scheduled already, for Fri 27 Nov 2026 09:00 in Europe/Paris"):
        draft(remote, campaign())


def test_an_environment_that_sends_nothing_refuses(remote: Account) -> None:
    with pytest.raises(CannotSend, match="status_at_most is draft"):
        draft(remote, environment=msgspec.structs.replace(SANDBOX, status_at_most="draft"))


def test_one_that_comes_again_is_sent_by_its_date(remote: Account) -> None:
    weekly = campaign(ref="weekly", name="Weekly", send=WEEKLY, status="draft")
    remote.settle(with_campaigns(weekly))
    with pytest.raises(UsageError, match="which date") as caught:
        draft(remote, weekly, address=Address(kind="campaign", ref="weekly"))
    assert "campaign/weekly@2026-11-10" in caught.value.hint
    assert (
        draft(remote, weekly, address=Address(kind="campaign", ref="weekly@2026-11-10")).name == "Weekly · 2026-11-10"
    )


def test_somebody_else_may_be_quicker(remote: Account) -> None:
    found, planned = draft(remote), remote.plan(with_campaigns(DRAFT), [ADDRESS])
    send(remote)
    with pytest.raises(CannotSend, match="somebody else was quicker"):
        send_now(found, remote.plan(with_campaigns(DRAFT), [ADDRESS]), remote=remote.remote, store=remote.store)
    assert planned.plan.is_empty


def test_two_at_once_send_it_once(remote: Account) -> None:
    """The other one wrote its intent between our look at the state and our plan."""
    found = draft(remote)
    begun = Intent(kind="campaign", name=found.name, started=remote.plan(with_campaigns(DRAFT)).seen.account.now)
    Ledger(remote.store, "SNDBX1").intend(f"{SEND}{ADDRESS}", begun)
    planned = remote.plan(with_campaigns(DRAFT), [ADDRESS])
    with pytest.raises(CannotSend, match="by another run of mktctl"):
        send_now(found, planned, remote=remote.remote, store=remote.store)
    assert statuses(remote) == {"Black Friday": "draft"}
