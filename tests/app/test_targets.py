"""`--target`: the named resources with everything they need, and nothing else."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from mktctl.diagnostics import UsageError
from mktctl.model.address import Address, parse_address
from mktctl.model.condition import AnyOf, Ever, InList, InSegment
from mktctl.model.flow import If, SegmentTrigger
from mktctl.model.segment import ContactList
from mktctl.model.workspace import Workspace
from tests.support.account import Account, account
from tests.support.workspaces import BOUGHT, GOLD, email, flow, joins, project, segment, template, wait, workspace

LISTS = {ref: ContactList(ref=ref, name=ref.title()) for ref in ("newsletter", "waitlist", "testers")}


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Account]:
    with account(tmp_path) as opened:
        yield opened


def programme() -> Workspace:
    """A flow that starts from a segment about a list, asks about another segment, and sends three mails."""
    waiting = segment(AnyOf(of=(InList(list="waitlist"), BOUGHT_EVER)), ref="waiting", name="Waiting")
    asks = If(key="if-1", condition=InSegment(segment="gold"), then=(email("gift"),), otherwise=())
    return workspace(
        waiting,
        segment(GOLD, ref="gold", name="Gold"),
        segment(InList(list="testers"), ref="lonely", name="Lonely"),
        template("hello", library=True),
        template("gift"),
        template("unused", library=True),
        flow(email("hello"), wait(1, "gift"), asks, trigger=SegmentTrigger(segment="waiting"), ref="long", name="Long"),
        flow(email("gift"), joins("newsletter")),
        project=msgspec.structs.replace(project(), lists=LISTS),
    )


BOUGHT_EVER = msgspec.structs.replace(BOUGHT, window=Ever())


def targets(*texts: str) -> list[Address]:
    found = [parse_address(text) for text in texts]
    assert None not in found
    return [one for one in found if one is not None]


@pytest.mark.parametrize(
    ("target", "taken"),
    [
        ("list/testers", {"list/testers"}),
        ("segment/gold", {"segment/gold"}),
        ("segment/waiting", {"metric/placed_order", "list/waitlist", "segment/waiting"}),
        ("template/hello", {"template/hello"}),
        ("flow/welcome", {"metric/placed_order", "metric/registered", "list/newsletter", "flow/welcome"}),
        ("flow/long", {"metric/placed_order", "list/waitlist", "segment/waiting", "template/hello", "flow/long"}),
    ],
)
def test_a_target_takes_what_it_needs_also_indirectly(target: str, taken: set[str], one: Account) -> None:
    planned = one.plan(programme(), targets(target))

    assert {str(change.address) for change in planned.plan.changes} == taken
    assert {str(step.address) for step in planned.plan.steps} == taken
    assert one.apply(programme(), planned).exit_code == 0
    again = one.plan(programme(), targets(target)).plan
    assert again.is_empty
    held = one.store.load()[1]
    assert held is not None
    assert set(held.bindings) == {text for text in taken if not text.startswith("metric/")}


def test_a_segment_that_is_asked_about_is_inlined_and_not_taken(one: Account) -> None:
    planned = one.plan(programme(), targets("flow/long"))

    assert not any(str(step.address) == "segment/gold" for step in planned.plan.steps)


def test_several_targets_share_what_they_need(one: Account) -> None:
    plan = one.plan(programme(), targets("flow/welcome", "segment/waiting")).plan

    shared = {"metric/placed_order", "metric/registered", "list/newsletter", "list/waitlist"}
    assert {str(change.address) for change in plan.changes} == {*shared, "flow/welcome", "segment/waiting"}
    assert len(plan.changes) == 6


def test_the_rest_follows_without_a_target(one: Account) -> None:
    files = programme()
    one.apply(files, one.plan(files, targets("flow/long")))

    one.settle(files)

    assert one.plan(files).plan.is_empty


def test_a_target_leaves_orphans_unmentioned(one: Account) -> None:
    files = programme()
    one.settle(files)
    fewer = msgspec.structs.replace(files, flows={"welcome": files.flows["welcome"]})

    assert [str(change.address) for change in one.plan(fewer).plan.changes if change.verdict == "orphan"] == [
        "flow/long"
    ]
    assert {change.verdict for change in one.plan(fewer, targets("flow/welcome")).plan.changes} == {"none"}


def test_a_target_of_no_file_is_a_wrong_call(one: Account) -> None:
    with pytest.raises(UsageError, match=r"^no file declares flow/welcom$") as raised:
        one.plan(programme(), targets("flow/welcom"))

    assert raised.value.exit_code == 64
    assert raised.value.hint == "Did you mean flow/welcome?"
    assert one.remote.sent() == {}, "nothing was asked before that was seen"
    with pytest.raises(UsageError) as raised:
        one.plan(programme(), targets("flow/birthday"))
    assert "flow/long, flow/welcome, list/newsletter" in raised.value.hint


def test_a_template_outside_the_library_names_the_flows_that_send_it(one: Account) -> None:
    with pytest.raises(UsageError, match="template/gift is not kept in the library") as raised:
        one.plan(programme(), targets("template/gift"))

    assert raised.value.hint == "Target flow/long, flow/welcome instead."


def test_an_empty_project_says_so(one: Account) -> None:
    empty = workspace(project=msgspec.structs.replace(project(), lists={}))

    with pytest.raises(UsageError) as raised:
        one.plan(empty, targets("flow/welcome"))

    assert raised.value.hint == "The project declares nothing yet."
