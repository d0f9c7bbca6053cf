"""Laws of campaigns over generated files: every version can follow, mishaps in a row end well, calls are as planned."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from mktctl.model.address import Address
from mktctl.model.workspace import Workspace
from tests.app.test_lost_answers import befallen
from tests.support.account import Account
from tests.support.campaign_picture import campaign_picture
from tests.support.failing import AT_REQUESTS, AT_STATES, Fault, Mishap
from tests.support.fresh_account import fresh, law, state_of
from tests.support.generated import LISTS, TEMPLATES, project
from tests.support.generated_campaigns import edited_campaigns, some_campaigns
from tests.support.workspaces import template

GROUPS = tuple(Address(kind="list", ref=ref) for ref in LISTS)
MAILS = TEMPLATES[:3]


def files_with(campaigns: dict[str, object]) -> Workspace:
    mails = {ref: template(ref, f"<p>{ref}</p>", library=ref == MAILS[0]) for ref in MAILS}
    return msgspec.structs.replace(Workspace(project=project(), templates=mails), campaigns=campaigns)


FILES = some_campaigns(GROUPS, MAILS).map(files_with)


def pictured(one: Account, files: Workspace) -> list[object]:
    """The campaigns that the files ask for."""
    names = tuple(campaign.name for campaign in files.campaigns.values())
    return [row for row in campaign_picture(one.remote) if str(row["name"]).startswith(names)]


def assert_settled(one: Account, files: Workspace) -> None:
    for full in (False, True):
        plan = one.plan(files, full=full).plan
        assert (plan.steps, plan.blockers) == ((), ())
    assert state_of(one).intents == {}


@given(FILES, st.data())
@law
def test_an_edited_campaign_ends_as_one_that_was_always_so(before: Workspace, data: st.DataObject) -> None:
    after = files_with(data.draw(edited_campaigns(before.campaigns, GROUPS, MAILS)))
    with fresh() as edited, fresh() as new:
        edited.settle(before)
        edited.settle(after)
        new.settle(after)
        assert_settled(edited, after)
        assert pictured(edited, after) == pictured(new, after)


@given(FILES, FILES)
@law
def test_any_version_can_follow_any_other(before: Workspace, after: Workspace) -> None:
    with fresh() as one:
        one.settle(before)
        one.settle(after)
        assert_settled(one, after)
        names = [row["name"] for row in campaign_picture(one.remote)]
        assert len(names) == len(set(names))


@given(
    FILES,
    FILES,
    st.lists(st.tuples(st.sampled_from((*AT_REQUESTS, *AT_STATES)), st.integers(1, 12)), min_size=1, max_size=3),
)
@law
def test_several_mishaps_in_a_row_end_well_too(
    before: Workspace, after: Workspace, mishaps: list[tuple[Fault, int]]
) -> None:
    with fresh() as one, fresh() as calm:
        for account in (one, calm):
            account.settle(before)
        for fault, at in mishaps:
            suffered(one, after, Mishap(fault=fault, at=at))
        for account in (one, calm):
            account.settle(after)
        assert_settled(one, after)
        assert campaign_picture(one.remote) == campaign_picture(calm.remote)


def suffered(one: Account, files: Workspace, mishap: Mishap) -> None:
    """A run that the mishap may befall; where there is less to do than that, it goes through."""
    try:
        befallen(one, files, mishap)
    except AssertionError:
        assert not mishap.happened
