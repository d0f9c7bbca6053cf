"""Campaigns that other people changed, took back or deleted, and those that adopt takes over."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mktctl.app.adopt import adopt
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
from tests.support.account import SANDBOX, Account, account
from tests.support.campaign_account import (
    assert_no_changes,
    lose_state,
    message_of,
    statuses,
)
from tests.support.campaigns import (
    campaign,
    subjects,
    with_campaigns,
)


@pytest.fixture
def remote(tmp_path: Path) -> Iterator[Account]:
    with account(tmp_path) as one:
        yield one


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
