"""What an apply costs (`mktctl/planning/budget.py`). That it is what is sent is tested in `tests/app`."""

from typing import Any

import pytest

from mktctl.model.address import Address
from mktctl.planning.alignment import Insertion
from mktctl.planning.budget import calls_of, least_seconds, over_budget
from mktctl.planning.changes import Call
from mktctl.planning.desired import Desired
from mktctl.planning.steps import (
    AnyPlanStep,
    Bind,
    Create,
    CreateFlow,
    InsertAction,
    Move,
    NameActions,
    PatchAction,
    RemoveAction,
    RemoveUpload,
    RetireFlow,
    SeedMetric,
    SetFlowStatus,
    SettleFlow,
    Tag,
    Update,
)

FLOW = Address(kind="flow", ref="welcome")
SEGMENT = Address(kind="segment", ref="vip")
RESOURCES = {FLOW: Desired(address=FLOW, name="Welcome", document={}, statuses={"live": "live", "draft": "draft"})}


def insertion(key: str, before: str | None = None, slot: str = "next") -> InsertAction:
    return InsertAction(address=FLOW, place=Insertion(key=key, before=before, anchor="a", slot=slot))


def costs(*steps: AnyPlanStep, tags: tuple[str, ...] = (), library: tuple[str, ...] = ()) -> dict[str, int]:
    return {call.operation: call.count for call in calls_of(steps, {}, resources=RESOURCES, tags=tags, library=library)}


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (Bind(address=SEGMENT, id="1", name="x"), {}),
        (Move(address=SEGMENT, source="segment/old"), {}),
        (NameActions(address=FLOW, names={"b": "a"}), {}),
        (SeedMetric(address=Address(kind="metric", ref="m")), {"create_event": 1, "get_metrics": 1}),
        (Create(address=SEGMENT, document={}, digest=""), {"create_segment": 1}),
        (Update(address=SEGMENT, document={}, attributes=("definition",), digest=""), {"update_segment": 1}),
        (CreateFlow(address=FLOW, templates=(), digest=""), {"create_flow": 1}),
        (PatchAction(address=FLOW, key="a"), {"get_flow_action": 1, "update_flow_action": 1}),
        (insertion("draft"), {"create_flow_action": 1}),
        (insertion("wait"), {"create_flow_action": 1}),
        (insertion("live"), {"create_flow_action": 1, "update_flow_action": 1}),
        (insertion("wait", slot="branches.0"), {"create_flow_action": 1, "get_flow_action": 1}),
        (insertion("wait", before="b", slot="branches.0"), {"create_flow_action": 1}),
        (RemoveAction(address=FLOW, key="a"), {"delete_flow_action": 1}),
        (SetFlowStatus(address=FLOW, status="live"), {"update_flow": 1}),
        (
            SetFlowStatus(address=FLOW, status="live", lower={"a": "draft", "b": "draft"}),
            {"update_flow": 1, "get_flow_action": 2, "update_flow_action": 2},
        ),
        (RetireFlow(address=FLOW, id="1"), {"update_flow": 1}),
        (SettleFlow(address=FLOW, digest=""), {"get_flow": 1}),
        (RemoveUpload(address=Address(kind="template", ref="a")), {"get_templates": 1, "delete_template": 1}),
        (Tag(address=FLOW, tag="git", verb="add"), {"get_tags": 1, "create_tag": 1, "tag_flows": 1}),
        (Tag(address=SEGMENT, tag="git", verb="remove"), {"get_tags": 1, "remove_tag_from_segments": 1}),
    ],
)
def test_each_step_has_its_price(step: AnyPlanStep, expected: dict[str, int]) -> None:
    assert costs(step) == expected


def test_a_template_is_uploaded_once_and_removed_once() -> None:
    steps = (CreateFlow(address=FLOW, templates=("a", "b"), digest=""), PatchAction(address=FLOW, key="x", content="a"))

    found = costs(*steps)

    assert (found["create_template"], found["delete_template"]) == (2, 2)


def test_a_library_template_is_not_uploaded() -> None:
    assert costs(CreateFlow(address=FLOW, templates=("a",), digest=""), library=("a",)) == {"create_flow": 1}


def test_a_tag_is_made_once_and_looked_up_once() -> None:
    steps = [Tag(address=one, tag=tag, verb="add") for one in (FLOW, SEGMENT) for tag in ("git", "old")]

    assert costs(*steps, tags=("old",)) == {"get_tags": 1, "create_tag": 1, "tag_flows": 2, "tag_segments": 2}


@pytest.mark.parametrize(
    ("operation", "count", "seconds"),
    [
        ("create_segment", 1, 0.0),
        ("create_segment", 2, 1.0),
        ("create_segment", 15, 14.0),
        ("create_segment", 16, 60.0),
        ("create_segment", 31, 120.0),
        ("create_template", 75, 0.0),
    ],
)
def test_the_slowest_operation_says_how_long_it_takes(operation: str, count: int, seconds: float) -> None:
    """`create_segment`: 1 a second, 15 a minute; `create_template`: 75 a second, 750 a minute."""
    other = Call(operation="get_flow", count=1)

    assert least_seconds([other, Call(operation=operation, count=count)]) == pytest.approx(seconds)
    assert least_seconds([]) == 0.0


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ({"count": 100}, None),
        ({"count": 100, "spent": 1}, "create_flow: 100 wanted, 99 of 100 left today"),
        ({"count": 1, "spent": 120}, "create_flow: 1 wanted, 0 of 100 left today"),
    ],
)
def test_a_day_that_ends_before_the_plan_is_told(call: dict[str, Any], words: str | None) -> None:
    lines = over_budget([Call(operation="create_flow", daily=100, **call), Call(operation="get_flow", count=9999)])

    assert [line.startswith(words) for line in lines] == [True] if words else lines == ()
