"""A plan of campaigns that did not change costs the pages of the lists, and one read of each draft or scheduled one."""

import math
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import msgspec
import pytest

from mktctl.model.campaign import Campaign
from mktctl.model.operations import operations
from mktctl.model.workspace import Workspace
from tests.support.account import Account, account
from tests.support.campaigns import AT, campaign, with_campaigns
from tests.support.memory_store import MemoryStore

SENT, SCHEDULED, DRAFTS = 60, 30, 30
LISTS_AND_ACCOUNT = 5
"""Account, lists, segments, metrics, flows: one page each here."""
DAY_SECONDS = 86_400


def numbered(count: int, word: str, *, days: int, status: str) -> Iterator[Campaign]:
    send = msgspec.structs.replace(AT, at=AT.at - timedelta(days=20) + timedelta(days=days))
    for number in range(count):
        yield campaign(ref=f"{word}-{number}", name=f"{word} {number}", send=send, status=status)


def files() -> Workspace:
    return with_campaigns(
        *numbered(SENT, "sent", days=0, status="scheduled"),
        *numbered(SCHEDULED, "scheduled", days=20, status="scheduled"),
        *numbered(DRAFTS, "draft", days=20, status="draft"),
    )


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    with account(tmp_path_factory.mktemp("many"), store=MemoryStore()) as one:
        one.settle(files())
        one.ui("POST", "clock", {"advance_seconds": 10 * DAY_SECONDS})
        yield one


def cost(one: Account, wanted: Workspace) -> Counter[str]:
    before = Counter(one.remote.sent())
    one.plan(wanted)
    return Counter(one.remote.sent()) - before


def test_only_drafts_and_what_is_scheduled_are_read(settled: Account) -> None:
    planned = settled.plan(files())
    assert planned.plan.is_empty
    assert Counter(change.verdict for change in planned.plan.changes)["history"] == SENT
    pages = math.ceil((SENT + SCHEDULED + DRAFTS) / (operations()["get_campaigns"].page_size_max or 1))
    requests = cost(settled, files())
    assert requests["get_campaigns"] == pages
    assert requests["get_campaign_message"] == SCHEDULED + DRAFTS
    assert sum(requests.values()) <= LISTS_AND_ACCOUNT + pages + SCHEDULED + DRAFTS


def test_projects_without_campaigns_do_not_read_them(settled: Account) -> None:
    generation, state = settled.store.load()
    assert state is not None
    kept = {text: one for text, one in state.bindings.items() if not text.startswith("campaign/")}
    assert settled.store.swap(generation, msgspec.structs.replace(state, bindings=kept))
    assert cost(settled, with_campaigns())["get_campaigns"] == 0
    assert settled.store.swap(generation + 1, state)
