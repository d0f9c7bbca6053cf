"""Campaigns against the sandbox, over a real socket: every form is made, every edit ends as if it was always so."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from mktctl.diagnostics import UsageError
from mktctl.klaviyo.campaigns import fetch_campaigns
from mktctl.model.address import Address
from mktctl.model.campaign import Audience
from mktctl.model.project import Environment
from mktctl.planning.steps import (
    CreateCampaign,
    RevertCampaign,
    ScheduleCampaign,
    SettleCampaign,
    UpdateCampaign,
    UpdateVariation,
)
from mktctl.sandbox.options import Switches
from tests.support.account import SANDBOX, Account, account
from tests.support.campaign_account import (
    assert_no_changes,
    message_of,
    statuses,
    variations_of,
    verdicts,
)
from tests.support.campaigns import (
    AT,
    LOCAL,
    NEWSLETTER,
    SMART,
    SPREAD,
    VIP,
    WEEKLY,
    campaign,
    mail,
    push_message,
    subjects,
    text_message,
    with_campaigns,
)
from tests.support.fresh_account import state_of


@pytest.fixture
def remote(tmp_path: Path) -> Iterator[Account]:
    with account(tmp_path) as one:
        yield one


FORMS = {
    "fixed": campaign(),
    "recipient": campaign(send=LOCAL),
    "now where past": campaign(send=msgspec.structs.replace(LOCAL, if_past="now")),
    "spread": campaign(send=SPREAD),
    "smart": campaign(send=SMART),
    "test with a sample": campaign(ab_test=subjects("A", "B", "C")),
    "even test": campaign(ab_test=subjects("A", "B", sample=None)),
    "sms": campaign(message=text_message()),
    "push": campaign(message=push_message()),
    "draft": campaign(status="draft"),
    "draft with a test": campaign(status="draft", ab_test=subjects("A", "B")),
    "quiet": campaign(utm=False, smart_sending=False, tags=("git",)),
    "to all": campaign(audience=Audience(include=(NEWSLETTER, VIP))),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_made_and_needs_no_change(form: str, remote: Account) -> None:
    wanted = FORMS[form]
    assert verdicts(remote, wanted) == {"campaign/black-friday": "create"}
    remote.settle(with_campaigns(wanted))
    assert statuses(remote) == {"Black Friday": wanted.status}
    assert_no_changes(remote, wanted)
    assert remote.remote.call("get_templates").document["data"] == []  # type: ignore[index]


def test_a_test_reaches_the_platform_as_the_winner_s_part_before_the_schedule(remote: Account) -> None:
    files = with_campaigns(campaign(ab_test=subjects("A", "B")))
    steps = [type(step).__name__ for step in remote.plan(files).plan.steps if step.address.kind == "campaign"]
    assert steps == ["CreateCampaign", "UpdateCampaign", "SettleCampaign", "ScheduleCampaign"]
    remote.settle(files)
    assert message_of(remote)["attributes"]["definition"]["ab_test"] == {
        "winner_metric": "clicks_unique",
        "winner_percentage": 80,
        "winner_wait_hours": 4,
    }


EDITS = {
    "subject": campaign(message=mail(subject="Better")),
    "preview taken away": campaign(message=mail(preview_text="")),
    "another template": campaign(message=mail("other")),
    "audience": campaign(audience=Audience(include=(NEWSLETTER,))),
    "name": campaign(name="Black Friday 2026"),
    "tracking": campaign(utm=False),
    "smart sending": campaign(smart_sending=False),
    "time": campaign(send=msgspec.structs.replace(AT, at=AT.at.replace(hour=10))),
    "zone": campaign(send=LOCAL),
    "spread": campaign(send=SPREAD),
    "smart": campaign(send=SMART),
    "a test": campaign(ab_test=subjects("A", "B")),
    "draft": campaign(status="draft"),
}


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("status", ["draft", "scheduled"])
def test_an_edit_ends_as_if_it_had_always_been_so(edit: str, status: Any, remote: Account) -> None:
    before, after = campaign(status=status), EDITS[edit]
    remote.settle(with_campaigns(before))
    ids = [row["id"] for row in fetch_campaigns(remote.remote).resources]
    remote.settle(with_campaigns(after))
    assert statuses(remote) == {after.name: after.status}
    assert [row["id"] for row in fetch_campaigns(remote.remote).resources] == ids
    assert_no_changes(remote, after)
    remote.settle(with_campaigns(before))
    assert statuses(remote) == {before.name: before.status}
    assert_no_changes(remote, before)


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_is_whole_where_the_platform_keeps_nothing(edit: str, tmp_path: Path) -> None:
    with account(tmp_path, Switches(merges_campaign_patches=False)) as remote:
        for version in (campaign(), EDITS[edit], campaign()):
            remote.settle(with_campaigns(version))
            assert statuses(remote) == {version.name: version.status}
            assert_no_changes(remote, version)


def test_a_test_that_the_platform_refuses_is_not_scheduled_without_it(tmp_path: Path) -> None:
    with account(tmp_path, Switches(ab_test_in_campaigns=False)) as remote:
        result = remote.apply(with_campaigns(campaign(ab_test=subjects("A", "B"))))
        assert result.exit_code == 8
        assert [type(failure.step) for failure in result.failures] == [UpdateCampaign]
        assert statuses(remote) == {"Black Friday": "draft"}
        remote.settle(with_campaigns(campaign()))
        assert statuses(remote) == {"Black Friday": "scheduled"}
        assert_no_changes(remote, campaign())


def test_a_draft_is_changed_in_place_and_only_where_it_differs(remote: Account) -> None:
    remote.settle(with_campaigns(campaign(status="draft")))
    plan = remote.plan(with_campaigns(campaign(status="draft", message=mail(subject="Better")))).plan
    assert [type(step) for step in plan.steps] == [UpdateVariation, SettleCampaign]
    (change,) = [one for one in plan.changes if one.verdict == "update"]
    assert [(one.path, one.before, one.after) for one in change.fields] == [
        ("variations.Main.subject", "Black Friday", "Better")
    ]


def test_what_is_scheduled_is_taken_back_changed_and_scheduled_again(remote: Account) -> None:
    remote.settle(with_campaigns(campaign()))
    plan = remote.plan(with_campaigns(campaign(message=mail(subject="Better")))).plan
    assert [type(step) for step in plan.steps] == [RevertCampaign, UpdateVariation, SettleCampaign, ScheduleCampaign]
    assert plan.warnings[0].startswith("campaign/black-friday is scheduled for Fri 27 Nov 2026 09:00 in Europe/Paris")
    assert "campaign/black-friday is scheduled: it becomes a draft, is changed, and is scheduled again" in plan.warnings


def test_a_new_body_is_a_fresh_copy(remote: Account) -> None:
    remote.settle(with_campaigns(campaign()))
    before = variations_of(remote)["Main"]["template_id"]
    changed = with_campaigns(campaign(), html="<p>New {% unsubscribe 'x' %}</p>")
    remote.settle(changed)
    assert variations_of(remote)["Main"]["template_id"] != before
    assert remote.plan(changed, full=True).plan.is_empty


def test_tests_come_go_and_change(remote: Account) -> None:
    for ab_test in (subjects("A", "B"), subjects("A", "X", "C"), subjects("B", "Y", sample=None), None):
        remote.settle(with_campaigns(campaign(ab_test=ab_test)))
        assert_no_changes(remote, campaign(ab_test=ab_test))
    assert [details["subject"] for details in variations_of(remote).values()] == ["Black Friday"]


@pytest.mark.parametrize("most", ["draft", "manual"])
def test_an_environment_may_schedule_nothing(most: Any, remote: Account) -> None:
    environment = msgspec.structs.replace(SANDBOX, status_at_most=most)
    files = with_campaigns(campaign())
    assert remote.apply(files, remote.plan(files, environment=environment)).exit_code == 0
    assert statuses(remote) == {"Black Friday": "draft"}
    assert remote.plan(files, environment=environment).plan.is_empty
    steps = remote.plan(files).plan.steps
    assert [type(step) for step in steps] == [SettleCampaign, ScheduleCampaign]


def test_a_test_of_send_times_is_for_the_sandbox_alone(remote: Account) -> None:
    from mktctl.model.ab_test import ABTest, Variant

    times = ABTest(
        vary="send_time", variants=(Variant(name="a", at="09:00"), Variant(name="b", at="18:00")), shares=(50, 50)
    )
    files = with_campaigns(campaign(ab_test=times))
    real = Environment(name="production", seed_metrics=True)
    assert [one.code for one in remote.plan(files, environment=real).plan.blockers] == ["PLN006"]
    remote.settle(files)
    assert_no_changes(remote, campaign(ab_test=times))


def test_the_plan_says_how_many_people_get_it(remote: Account) -> None:
    remote.settle(with_campaigns())
    plan = remote.plan(with_campaigns(campaign(audience=Audience(include=(NEWSLETTER,))))).plan
    assert plan.warnings == (
        "campaign/black-friday is scheduled for Fri 27 Nov 2026 09:00 in Europe/Paris, to list/newsletter, 0 people",
    )


def test_the_calls_of_a_plan_are_those_that_apply_sends(remote: Account) -> None:
    from collections import Counter

    versions = (
        campaign(tags=("git",), ab_test=subjects("A", "B")),
        campaign(message=mail("other"), audience=Audience(include=(VIP,)), utm=False),
        campaign(status="draft", name="Other"),
    )
    for one in versions:
        files = with_campaigns(one)
        planned = remote.plan(files)
        sent = Counter(remote.remote.sent())
        assert remote.apply(files, planned).exit_code == 0
        assert {call.operation: call.count for call in planned.plan.calls} == Counter(remote.remote.sent()) - sent


def test_renamed_files_keep_their_campaigns(remote: Account) -> None:
    remote.settle(with_campaigns(campaign()))
    moved = campaign(ref="bf", moved_from="black-friday")
    remote.settle(with_campaigns(moved))
    assert list(state_of(remote).bindings["campaign/bf"].actions) == ["Main"]
    assert "campaign/black-friday" not in state_of(remote).bindings
    assert_no_changes(remote, moved)


def test_steps_of_a_new_campaign(remote: Account) -> None:
    plan = remote.plan(with_campaigns(campaign())).plan
    assert [type(step) for step in plan.steps if step.address.kind == "campaign"] == [CreateCampaign, ScheduleCampaign]


def test_targets_name_a_campaign_or_all_its_dates(remote: Account) -> None:
    files = with_campaigns(campaign(), campaign(ref="weekly", name="Weekly", send=WEEKLY))

    def planned(ref: str) -> list[str]:
        plan = remote.plan(files, [Address(kind="campaign", ref=ref)]).plan
        return [str(one.address) for one in plan.changes if one.address.kind == "campaign"]

    assert planned("black-friday") == ["campaign/black-friday"]
    assert planned("weekly@2026-11-10") == ["campaign/weekly@2026-11-10"]
    assert len(planned("weekly")) == 4
    with pytest.raises(UsageError, match="no file declares campaign/weekly@2026-11-11"):
        planned("weekly@2026-11-11")
