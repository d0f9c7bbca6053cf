"""What tests of campaigns look at in an account, and what they do to it."""

from typing import Any

from mktctl.klaviyo.campaign_parts import fetch_message
from mktctl.klaviyo.campaigns import fetch_campaigns
from mktctl.model.bindings import State
from mktctl.model.campaign import Campaign
from tests.support.account import Account
from tests.support.campaigns import with_campaigns
from tests.support.fresh_account import state_of

DAY_SECONDS = 86_400


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
    """The message of the campaign of that name."""
    listing = fetch_campaigns(remote.remote)
    (row,) = [row for row in listing.resources if row["attributes"]["definition"]["name"] == name]
    (message,) = listing.related(row, "campaign-messages")
    return message


def variations_of(remote: Account) -> dict[str, dict[str, Any]]:
    """Details of the versions of the one campaign, by their names."""
    listing = fetch_message(remote.remote, message_of(remote)["id"])
    rows = listing.related(listing.resources[0], "campaign-variations")
    return {row["attributes"]["definition"]["name"]: row["attributes"]["definition"]["details"] for row in rows}


def verdicts(remote: Account, *campaigns: Campaign) -> dict[str, str]:
    """What a plan says of each campaign."""
    changes = remote.plan(with_campaigns(*campaigns)).plan.changes
    return {str(one.address): one.verdict for one in changes if one.address.kind == "campaign"}


def assert_no_changes(remote: Account, *campaigns: Campaign) -> None:
    """Nothing to do, also by a full reading."""
    files = with_campaigns(*campaigns)
    for full in (False, True):
        plan = remote.plan(files, full=full).plan
        assert (plan.steps, plan.blockers) == ((), ()), [change for change in plan.changes if change.verdict != "none"]
    assert state_of(remote).intents == {}


def lose_state(remote: Account) -> None:
    """The state forgets every campaign."""
    generation, state = remote.store.load()
    assert state is not None
    kept = {text: binding for text, binding in state.bindings.items() if not text.startswith("campaign/")}
    assert remote.store.swap(generation, State(account=state.account, bindings=kept))
