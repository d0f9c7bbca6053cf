"""Campaigns against the sandbox, over a real socket: made, changed, taken back, sent, and never twice."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from mktctl.app.adopt import adopt
from mktctl.diagnostics import UsageError
from mktctl.klaviyo.campaign_parts import (
    create_variation,
    fetch_message,
    update_audience,
    update_message,
    update_variation,
)
from mktctl.klaviyo.campaign_sending import revert_message
from mktctl.klaviyo.campaigns import delete_campaign, fetch_campaigns, part_ids, update_campaign
from mktctl.model.address import Address
from mktctl.model.bindings import State
from mktctl.model.campaign import Audience, Campaign
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

DAY = 86_400


@pytest.fixture
def remote(tmp_path: Path) -> Iterator[Account]:
    with account(tmp_path) as one:
        yield one


def statuses(remote: Account) -> dict[str, str]:
    """Campaigns by name, each with the status of its message; names are unique in these tests."""
    listing = fetch_campaigns(remote.remote)
    found = {}
    for row in listing.resources:
        name = row["attributes"]["definition"]["name"]
        assert name not in found, f"two campaigns named {name}"
        (message,) = listing.related(row, "campaign-messages")
        found[name] = message["attributes"]["definition"]["status"]
    return found


def message_of(remote: Account, name: str = "Black Friday") -> dict[str, Any]:
    listing = fetch_campaigns(remote.remote)
    (row,) = [row for row in listing.resources if row["attributes"]["definition"]["name"] == name]
    (message,) = listing.related(row, "campaign-messages")
    return message


def variations_of(remote: Account) -> dict[str, dict[str, Any]]:
    listing = fetch_message(remote.remote, message_of(remote)["id"])
    rows = listing.related(listing.resources[0], "campaign-variations")
    return {row["attributes"]["definition"]["name"]: row["attributes"]["definition"]["details"] for row in rows}


def verdicts(remote: Account, *campaigns: Campaign) -> dict[str, str]:
    changes = remote.plan(with_campaigns(*campaigns)).plan.changes
    return {str(one.address): one.verdict for one in changes if one.address.kind == "campaign"}


def assert_no_changes(remote: Account, *campaigns: Campaign) -> None:
    files = with_campaigns(*campaigns)
    for full in (False, True):
        plan = remote.plan(files, full=full).plan
        assert (plan.steps, plan.blockers) == ((), ()), [change for change in plan.changes if change.verdict != "none"]
    assert state_of(remote).intents == {}


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


def test_what_was_sent_is_history(remote: Account) -> None:
    remote.settle(with_campaigns(campaign()))
    remote.ui("POST", "clock", {"advance_seconds": 26 * DAY})
    edited = campaign(message=mail(subject="Too late"), status="draft", name="Another name")
    assert verdicts(remote, edited) == {"campaign/black-friday": "history"}
    assert remote.plan(with_campaigns(edited)).plan.is_empty
    assert statuses(remote) == {"Black Friday": "sent"}
    assert remote.plan(with_campaigns()).plan.is_empty


def lose_state(remote: Account) -> None:
    generation, state = remote.store.load()
    assert state is not None
    kept = {text: binding for text, binding in state.bindings.items() if not text.startswith("campaign/")}
    assert remote.store.swap(generation, State(account=state.account, bindings=kept))


def test_without_a_state_nothing_is_sent_twice(remote: Account) -> None:
    remote.settle(with_campaigns(campaign()))
    lose_state(remote)
    (blocker,) = remote.plan(with_campaigns(campaign())).plan.blockers
    assert blocker.code == "PLN004"
    assert "mktctl adopt campaign/black-friday" in blocker.hint

    remote.ui("POST", "clock", {"advance_seconds": 26 * DAY})
    later = campaign(send=msgspec.structs.replace(AT, at=AT.at.replace(year=2027)))
    for files in (with_campaigns(campaign()), with_campaigns(later)):
        plan = remote.plan(files).plan
        assert (plan.steps, plan.blockers) == ((), ())
    assert any("went out already" in line for line in plan.warnings)
    assert statuses(remote) == {"Black Friday": "sent"}


def test_a_sent_campaign_with_a_new_time_is_not_sent_again_and_that_is_said(remote: Account) -> None:
    remote.settle(with_campaigns(campaign()))
    remote.ui("POST", "clock", {"advance_seconds": 26 * DAY})
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
        remote.ui("POST", "clock", {"advance_seconds": 26 * DAY})
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

    remote.ui("POST", "clock", {"advance_seconds": 2 * DAY})
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


@pytest.mark.parametrize("status", ["draft", "scheduled"])
def test_adopt_takes_over_what_a_lost_state_left(status: Any, remote: Account) -> None:
    wanted = campaign(status=status, ab_test=subjects("A", "B"))
    remote.settle(with_campaigns(wanted))
    lose_state(remote)
    files = with_campaigns(wanted)
    address = Address(kind="campaign", ref="black-friday")
    adopted = adopt(files, SANDBOX, address, remote=remote.remote, store=remote.store)
    assert (adopted.name, adopted.status) == ("Black Friday", status)
    remote.settle(files)
    assert statuses(remote) == {"Black Friday": status}
    assert_no_changes(remote, wanted)


def edit_outside(remote: Account, what: str) -> None:
    """What a person changes of a draft; the API that they use is not ours."""
    message = message_of(remote)
    listing = fetch_message(remote.remote, message["id"])
    (variation,) = listing.related(listing.resources[0], "campaign-variations")
    (row,) = fetch_campaigns(remote.remote).resources
    definition = variation["attributes"]["definition"]
    match what:
        case "subject":
            details = {**definition["details"], "subject": "Mine"}
            update_variation(remote.remote, variation["id"], {**definition, "details": details})
        case "preview text that was none":
            details = {**definition["details"], "cc_email": "boss@mientior.example"}
            update_variation(remote.remote, variation["id"], {**definition, "details": details})
        case "audience":
            (audience_id,) = part_ids(row, "campaign-audiences")
            included = [one["id"] for one in remote.remote.call("get_segments").document["data"]]  # type: ignore[index]
            update_audience(remote.remote, audience_id, {"name": "Main", "included": included, "excluded": []})
        case "name":
            update_campaign(remote.remote, row["id"], {"name": "Mine"})
        case "body":
            copy = definition["details"]["template_id"]
            remote.ui("PATCH", f"templates/{copy}", {"html": "<p>Mine</p>"})
        case "another version":
            details = {**definition["details"], "template_id": None}
            create_variation(remote.remote, message["id"], {"name": "Mine", "details": details})
        case "smart sending":
            options = {"send_options": {"throttling_type": "none"}}
            update_message(remote.remote, message["id"], {"name": "Black Friday", **options})


OUTSIDE = ["subject", "preview text that was none", "audience", "name", "body", "another version", "smart sending"]


@pytest.mark.parametrize("what", OUTSIDE)
def test_an_edit_in_klaviyo_s_pages_is_seen_and_named(what: str, remote: Account) -> None:
    wanted = campaign(status="draft")
    remote.settle(with_campaigns(wanted))
    edit_outside(remote, what)
    plan = remote.plan(with_campaigns(wanted), full=what == "body").plan
    (change,) = [one for one in plan.changes if one.verdict != "none"]
    assert (change.verdict, change.outside) == ("update", True)
    assert change.fields
    assert "was changed on the platform since the last apply: this plan undoes that" in plan.warnings[-1]
    assert remote.apply(with_campaigns(wanted), remote.plan(with_campaigns(wanted), full=True)).exit_code == 0
    assert_no_changes(remote, wanted)


def test_a_schedule_that_somebody_took_back_is_seen(remote: Account) -> None:
    remote.settle(with_campaigns(campaign()))
    revert_message(remote.remote, message_of(remote)["id"])
    plan = remote.plan(with_campaigns(campaign())).plan
    (change,) = [one for one in plan.changes if one.verdict != "none"]
    assert (change.outside, [(one.path, one.before, one.after) for one in change.fields]) == (
        True,
        [("status", "draft", "scheduled")],
    )


def test_a_campaign_that_somebody_deleted_is_made_again_while_its_time_is_to_come(remote: Account) -> None:
    remote.settle(with_campaigns(campaign()))
    (row,) = fetch_campaigns(remote.remote).resources
    revert_message(remote.remote, message_of(remote)["id"])
    delete_campaign(remote.remote, row["id"])
    (change,) = [one for one in remote.plan(with_campaigns(campaign())).plan.changes if one.verdict != "none"]
    assert (change.verdict, change.notes[0]) == ("create", "deleted on the platform since the last apply")
    remote.settle(with_campaigns(campaign()))
    assert statuses(remote) == {"Black Friday": "scheduled"}
    assert_no_changes(remote, campaign())


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
