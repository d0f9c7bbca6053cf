"""Definitions of flows as graphs (klaviyo-api.md section 2; the defaults of E4)."""

from typing import Any

import pytest

from mktctl.model import flow_graph as graph
from mktctl.model.condition import All, AnyOf, EventProperty, Sample, Test
from mktctl.model.duration import Duration
from mktctl.model.flow import PropertyChange, Reentry
from mktctl.sandbox.reading.actions import read_action
from mktctl.sandbox.reading.flows import read_flow, read_reentry
from tests.sandbox.reading.condition_parts import Json, named, percent

HALF: Json = {"condition_groups": [{"conditions": [percent(50)]}]}
HALF_READ = All(of=(AnyOf(of=(Sample(percent=50),)),))
EVERYBODY = All(of=())
PRICE: Json = {
    "type": "metric-property",
    "metric_id": "M",
    "field": "Price",
    "filter": {"type": "numeric", "operator": "greater-than", "value": 9},
}
PRICE_READ = All(
    of=(
        AnyOf(of=(EventProperty(field="Price", type="number", test=Test(op="more_than", value=9), metric="metric-M"),)),
    )
)
ABOUT_PRICE: Json = {"condition_groups": [{"conditions": [PRICE]}]}


def action(kind: str, data: Json | None = None, **more: Any) -> Json:
    return {"id": "7", "type": kind, "links": {"next": "8"}, **({} if data is None else {"data": data}), **more}


def bare_email(**more: Any) -> graph.EmailNode:
    """What an e-mail means that says nothing: the reference's defaults."""
    known: Json = {
        "id": "7",
        "next": "8",
        "status": "draft",
        "message_id": None,
        "name": "",
        "subject": "",
        "preview_text": "",
        "from_email": "",
        "from_label": "",
        "reply_to": None,
        "cc": None,
        "bcc": None,
        "template": None,
        "smart_sending": True,
        "transactional": False,
        "utm": False,
        "only_if": EVERYBODY,
    }
    return graph.EmailNode(**{**known, **more})


MESSAGES: list[tuple[Json, graph.AnyNode]] = [
    (action("send-email"), bare_email()),
    (
        action(
            "send-email",
            {
                "status": "live",
                "message": {
                    "id": "MSG",
                    "name": "W1",
                    "subject_line": "Hello",
                    "preview_text": "There",
                    "from_email": "a@example.com",
                    "from_label": "Shop",
                    "reply_to_email": "r@example.com",
                    "cc_email": "c@example.com",
                    "bcc_email": "b@example.com",
                    "template_id": "T",
                    "smart_sending_enabled": False,
                    "transactional": True,
                    "add_tracking_params": True,
                    "additional_filters": HALF,
                },
            },
        ),
        bare_email(
            status="live",
            message_id="MSG",
            name="W1",
            subject="Hello",
            preview_text="There",
            from_email="a@example.com",
            from_label="Shop",
            reply_to="r@example.com",
            cc="c@example.com",
            bcc="b@example.com",
            template="template-T",
            smart_sending=False,
            transactional=True,
            utm=True,
            only_if=HALF_READ,
        ),
    ),
    (
        action("send-sms", {"message": {"body": "Hi", "name": "S", "sms_quiet_hours_enabled": False}}),
        graph.TextNode(
            id="7",
            next="8",
            channel="sms",
            status="draft",
            message_id=None,
            name="S",
            body="Hi",
            smart_sending=True,
            transactional=False,
            only_if=EVERYBODY,
            settings={"sms_quiet_hours_enabled": False},
        ),
    ),
    (
        action("send-webhook", {"status": "manual", "message": {"url": "https://x.example", "headers": {"a": "b"}}}),
        graph.WebhookNode(
            id="7",
            next="8",
            status="manual",
            message_id=None,
            name="",
            url="https://x.example",
            headers={"a": "b"},
            body="",
        ),
    ),
    (
        action(
            "send-internal-alert",
            {"message": {"from_email": None, "from_label": "Shop", "to_emails": ["a@b.c"], "subject_line": "New"}},
        ),
        graph.AlertNode(
            id="7",
            next="8",
            status="draft",
            message_id=None,
            name="",
            subject="New",
            from_email="",
            from_label="Shop",
            to=("a@b.c",),
            template=None,
        ),
    ),
]
WAITS: list[tuple[Json, graph.AnyNode]] = [
    (action("time-delay", {"value": 2}), graph.DelayNode(
        id="7", next="8", span=Duration(amount=2, unit="day"), zone="profile", at=None, weekdays=()
    )),
    (
        action(
            "time-delay",
            {
                "unit": "days",
                "value": 1,
                "timezone": "UTC",
                "delay_until_time": "09:00:00",
                "delay_until_weekdays": ["monday", "sunday"],
            },
        ),
        graph.DelayNode(
            id="7",
            next="8",
            span=Duration(amount=1, unit="day"),
            zone="UTC",
            at="09:00:00",
            weekdays=("mon", "sun"),
        ),
    ),
    (
        action("time-delay", {"unit": "hours", "value": 1, "secondary_value": 30}),
        graph.DelayNode(
            id="7", next="8", span=Duration(amount=1, unit="hour", minutes=30), zone="profile", at=None, weekdays=()
        ),
    ),
    (
        action("countdown-delay", {}),
        graph.DelayNode(
            id="7",
            next="8",
            span=Duration(amount=0, unit="day"),
            zone="profile",
            at=None,
            weekdays=(),
            counts_down=True,
        ),
    ),
    (
        action("target-date", {"target_time": "09:00:00"}),
        graph.TargetDateNode(id="7", next="8", zone="profile", at="09:00:00", weekdays=()),
    ),
    (action("back-in-stock-delay"), graph.BackInStockNode(id="7", next="8")),
]  # fmt: skip
YES_NO: Json = {"next_if_true": "8", "next_if_false": None}
OTHERS: list[tuple[Json, graph.AnyNode]] = [
    (
        action("conditional-split", {"profile_filter": HALF}, links=YES_NO),
        graph.SplitNode(id="7", about="person", condition=HALF_READ, if_true="8", if_false=None),
    ),
    (
        action(
            "trigger-split", {"trigger_filter": ABOUT_PRICE, "trigger_id": "M", "trigger_type": "metric"}, links=YES_NO
        ),
        graph.SplitNode(id="7", about="event", condition=PRICE_READ, if_true="8", if_false=None),
    ),
    (
        action("action-output-split", {"action_output_filter": None}, links=YES_NO),
        graph.SplitNode(id="7", about="output", condition=EVERYBODY, if_true="8", if_false=None),
    ),
    (
        action(
            "multi-branch-split",
            {
                "name": "tiers",
                "branches": [
                    {"branch_id": "z", "order": 3, "is_else": True, "links": {"next": "9"}},
                    {"branch_id": "y", "order": 2, "branch_filter": HALF, "links": {}, "name": "half"},
                    {"branch_id": "x", "order": 1, "branch_filter": ABOUT_PRICE, "links": {"next": "8"}},
                ],
            },
            links=None,
        ),
        graph.BranchesNode(
            id="7",
            name="tiers",
            branches=(
                graph.Branch(id="x", name="", condition=PRICE_READ, next="8"),
                graph.Branch(id="y", name="half", condition=HALF_READ, next=None),
                graph.Branch(id="z", name="", condition=None, next="9"),
            ),
        ),
    ),
    (
        action(
            "ab-test",
            {
                "main_action": {"id": "10", "type": "send-email"},
                "current_experiment": {
                    "variations": [{"id": "11", "type": "send-email"}],
                    "allocations": {"11": 0.4},
                    "winner_metric": "unique-clicks",
                    "name": "Subject",
                },
            },
        ),
        graph.ExperimentNode(
            id="7",
            next="8",
            status="draft",
            experiment_status="draft",
            main=bare_email(id="10", next=None),
            variations=(bare_email(id="11", next=None),),
            shares={"11": 0.4},
            winner_metric="unique-clicks",
            settings={"allocations": {"11": 0.4}, "winner_metric": "unique-clicks", "name": "Subject"},
        ),
    ),
    (
        action(
            "update-profile",
            {
                "profile_operations": [
                    {
                        "operator": "create",
                        "property_type": "string",
                        "property_key": "properties['tier']",
                        "property_value": "gold",
                    },
                    {
                        "operator": "update",
                        "property_type": "date",
                        "property_key": "properties['seen']",
                        "property_value": "today",
                    },
                    {
                        "operator": "update",
                        "property_type": "list",
                        "property_operation": "remove",
                        "property_key": "properties['tags']",
                        "property_value": "x",
                    },
                    {"operator": "delete", "property_key": "properties['old']"},
                ],
                "status": "live",
            },
        ),
        graph.UpdateProfileNode(
            id="7",
            next="8",
            status="live",
            changes=(
                PropertyChange(op="set", property="tier", type="text", value="gold"),
                PropertyChange(op="set", property="seen", type="date", value="today"),
                PropertyChange(op="remove", property="tags", type="list", value="x"),
                PropertyChange(op="unset", property="old", type="text"),
            ),
        ),
    ),
    (
        action("list-update", {"name": "x", "on_execution": False, "list_id": "L"}),
        graph.ListUpdateNode(id="7", next="8", status="draft", list="list-L", add=False),
    ),
    (action("code", {"x": 1}), graph.OpaqueNode(id="7", next="8", type="code", settings={"x": 1})),
]
CASES = [*MESSAGES, *WAITS, *OTHERS]


@pytest.mark.parametrize(("document", "node"), CASES, ids=[case[0]["type"] for case in CASES])
def test_each_action_is_read(document: Json, node: graph.AnyNode) -> None:
    assert read_action(document, named) == node


@pytest.mark.parametrize("links", [{}, None, {"next": None}])
def test_a_path_ends_where_no_link_leads_on(links: Json | None) -> None:
    """F:57492158490: `links` may be omitted or empty on a terminal action."""
    node = read_action({**action("time-delay", {"value": 1}), "links": links}, named)
    assert graph.successors(node) == (None,)


def test_a_definition_that_was_not_sent_yet_is_read_by_its_temporary_ids() -> None:
    definition = {
        "triggers": [{"type": "list", "id": "L"}],
        "entry_action_id": "s",
        "actions": [
            {"temporary_id": "s", "type": "conditional-split", "data": {"profile_filter": HALF}, "links": {
                "next_if_true": "w", "next_if_false": None}},
            {"temporary_id": "w", "type": "time-delay", "data": {"value": 1}},
        ],
    }  # fmt: skip
    read = read_flow(definition, named)
    assert (read.entry, read.first, list(read.nodes)) == (graph.ListEntry(list="list-L"), "s", ["s", "w"])
    assert graph.successors(read.nodes["s"]) == ("w", None)
    assert read.filter == EVERYBODY
    assert read.reentry == Reentry(mode="never")


TRIGGERS: list[tuple[Json, graph.Entry]] = [
    ({"type": "segment", "id": "S"}, graph.SegmentEntry(segment="segment-S")),
    ({"type": "list", "id": None}, graph.ListEntry(list=None)),
    ({"type": "metric", "id": "M"}, graph.MetricEntry(metric="metric-M", where=EVERYBODY)),
    (
        {"type": "metric", "id": "M", "trigger_filter": ABOUT_PRICE},
        graph.MetricEntry(metric="metric-M", where=PRICE_READ),
    ),
    (
        birthday := {
            "type": "date",
            "date_field_type": "profile-property",
            "date_profile_property": "properties['birthday']",
            "timedelta_value_before_date": 1,
            "trigger_time": "09:00:00",
        },
        graph.DateEntry(property="properties['birthday']", before=Duration(amount=1, unit="week"), settings=birthday),
    ),
    (
        drop := {"type": "price-drop", "trigger_filter": None, "price_drop_amount_value": 10, "audience": ["viewed"]},
        graph.ProductEntry(about="price-drop", where=EVERYBODY, settings=drop),
    ),
]


@pytest.mark.parametrize(("trigger", "entry"), TRIGGERS)
def test_each_trigger_is_read(trigger: Json, entry: graph.Entry) -> None:
    read = read_flow({"triggers": [trigger], "actions": [], "entry_action_id": None}, named)
    assert (read.entry, read.first, read.nodes) == (entry, None, {})


@pytest.mark.parametrize(
    ("document", "trigger", "expected"),
    [
        ({"duration": 1, "unit": "alltime"}, "metric", Reentry(mode="never")),
        ({"duration": 0, "unit": "alltime"}, "list", Reentry(mode="always")),
        ({"duration": 7, "unit": "day"}, "metric", Reentry(mode="after", span=Duration(amount=7, unit="day"))),
        ({"duration": 2, "unit": "week"}, "metric", Reentry(mode="after", span=Duration(amount=2, unit="week"))),
        ({"duration": 5, "unit": "hour"}, "metric", Reentry(mode="after", span=Duration(amount=5, unit="hour"))),
        (None, "list", Reentry(mode="never")),
        (None, "segment", Reentry(mode="never")),
        (None, "metric", Reentry(mode="always")),
        (None, "date", Reentry(mode="always")),
    ],
)
def test_reentry(document: Json | None, trigger: str, expected: Reentry) -> None:
    assert read_reentry(document, trigger) == expected
