"""A plan of what did not change costs the pages of the lists: no flow, segment or template is read alone."""

import math
from collections.abc import Iterator
from typing import Any

import pytest

from mktctl.app.plan import Planned
from mktctl.model.operations import operations
from mktctl.model.workspace import Workspace
from tests.support.account import Account, account
from tests.support.memory_store import MemoryStore
from tests.support.workspaces import email, flow, segment, template, workspace

FLOWS, SEGMENTS, TEMPLATES = 60, 150, 150
SLACK = 1.05


def files(**of_first: Any) -> Workspace:
    """`of_first` is said of the first flow's mail."""
    return workspace(
        *(segment(ref=f"s-{number:03}", name=f"Segment {number}") for number in range(SEGMENTS)),
        *(template(f"t-{number:03}", library=True) for number in range(TEMPLATES)),
        *(
            flow(
                email(f"t-{number:03}", **(of_first if number == 0 else {})),
                ref=f"f-{number:03}",
                name=f"Flow {number}",
            )
            for number in range(FLOWS)
        ),
    )


def pages() -> int:
    """Of lists, segments, templates, flows and metrics."""
    counts = {"get_lists": 1, "get_segments": SEGMENTS, "get_templates": TEMPLATES, "get_flows": FLOWS}
    sizes = {name: operations()[name].page_size_max for name in counts}
    return 1 + sum(math.ceil(count / (sizes[name] or count)) for name, count in counts.items())


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    with account(tmp_path_factory.mktemp("many"), store=MemoryStore()) as one:
        one.settle(files())
        yield one


def cost(one: Account, wanted: Workspace) -> tuple[Planned, int]:
    before = sum(one.remote.sent().values())
    planned = one.plan(wanted)
    return planned, sum(one.remote.sent().values()) - before


def test_what_did_not_change_costs_the_pages_of_the_lists(settled: Account) -> None:
    planned, requests = cost(settled, files())

    assert planned.plan.is_empty
    assert requests == planned.plan.requests
    assert pages() < requests <= SLACK * pages()


def test_what_changed_costs_one_request_more(settled: Account) -> None:
    _, unchanged = cost(settled, files())
    planned, requests = cost(settled, files(subject="Another"))

    assert not planned.plan.is_empty
    assert requests == unchanged + 1


def test_a_full_reading_costs_a_request_for_each_flow_and_mail(settled: Account) -> None:
    _, unchanged = cost(settled, files())
    before = sum(settled.remote.sent().values())

    assert settled.plan(files(), full=True).plan.is_empty

    assert sum(settled.remote.sent().values()) - before == unchanged + 2 * FLOWS
