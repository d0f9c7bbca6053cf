"""A plan as text, JSON and Markdown (`mktctl/views/plan_*.py`)."""

import json

from mktctl.app.apply import ApplyResult
from mktctl.model.address import Address
from mktctl.model.places import Problem
from mktctl.planning.changes import Call, Change, FieldChange, Plan, StepChange
from mktctl.planning.steps import SeedMetric, SetFlowStatus
from mktctl.views.apply_text import apply_text
from mktctl.views.plan_json import plan_json
from mktctl.views.plan_markdown import plan_markdown
from mktctl.views.plan_text import plan_text
from mktctl.views.step_text import steps_text

WELCOME = Address(kind="flow", ref="welcome")
CART = Address(kind="flow", ref="cart-recovery")
GROUPS = {
    "condition_groups": [
        {
            "conditions": [
                {
                    "type": "profile-metric",
                    "metric_id": "metric/placed_order",
                    "measurement": "count",
                    "measurement_filter": {"type": "numeric", "operator": "equals", "value": 0},
                    "timeframe_filter": {"type": "date", "operator": "flow-start"},
                }
            ]
        }
    ]
}
PLAN = Plan(
    account="SNDBX1",
    account_name="Mientior",
    environment="sandbox",
    changes=(
        Change(
            address=Address(kind="metric", ref="registered"),
            verdict="create",
            name="Registered",
            notes=("a metric exists from its first event on",),
        ),
        Change(
            address=WELCOME,
            verdict="create",
            name="Welcome",
            fields=(
                FieldChange(path="status", after="live"),
                FieldChange(path="triggers", after=[{"type": "metric", "id": "metric/registered"}]),
                FieldChange(path="reentry_criteria", after={"duration": 1, "unit": "alltime"}),
                FieldChange(path="profile_filter", after=GROUPS),
            ),
            steps=(
                StepChange(key="welcome-1", verdict="insert", type="send-email", when="at once"),
                StepChange(key="wait-1@welcome-2", verdict="insert", type="time-delay", when="at once"),
                StepChange(key="welcome-2", verdict="insert", type="send-email", when="day 2"),
            ),
        ),
        Change(
            address=CART,
            verdict="update",
            name="Cart recovery",
            steps=(
                StepChange(
                    key="cart-10-percent",
                    verdict="update",
                    type="send-email",
                    fields=(
                        FieldChange(path="message.subject_line", before="10% off", after="A gift\x1b[2J for you"),
                        FieldChange(path="message.template_id", before="content 1", after="content 2"),
                        FieldChange(path="message.additional_filters", before=None, after=GROUPS),
                    ),
                ),
                StepChange(key="wait-2@cart-15-percent", verdict="remove", type="time-delay"),
            ),
        ),
        Change(
            address=Address(kind="flow", ref="win-back"),
            verdict="replace",
            name="Win-back",
            fields=(FieldChange(path="profile_filter", before=None, after=GROUPS),),
            reasons=("the flow filter changes",),
        ),
        Change(address=Address(kind="segment", ref="vip"), verdict="none", name="VIP"),
    ),
    steps=(
        SeedMetric(address=Address(kind="metric", ref="registered")),
        SetFlowStatus(address=WELCOME, status="live"),
    ),
    warnings=("flow/welcome goes live: 2 messages to whoever enters from then on",),
    by_hand=("flow/welcome: mark the message welcome-1 as transactional in Klaviyo",),
    calls=(Call(operation="create_flow", count=2, daily=100, spent=33), Call(operation="create_template", count=4)),
    seconds=1.0,
)


def test_text_says_what_hurts_first_and_sums_up_last() -> None:
    text = plan_text(PLAN, width=100, colour=False)

    assert text == (
        " ! flow/welcome goes live: 2 messages to whoever enters from then on\n"
        "\n"
        " + metric/registered   Registered  (a metric exists from its first event on)\n"
        " + flow/welcome        Welcome  (live)\n"
        "     starts with registered; once a person; goes on while no placed_order since start\n"
        "     at once  welcome-1\n"
        "     day 2    welcome-2\n"
        " ~ flow/cart-recovery  Cart recovery\n"
        "     ~ cart-10-percent  email\n"
        '         subject: "10% off" → "A gift\\x1b[2J for you"\n'
        "         mail body: new content\n"
        "         only if: no placed_order since start\n"
        "     - wait-2@cart-15-percent  wait\n"
        " ± flow/win-back       Win-back\n"
        "     must be made anew: the flow filter changes\n"
        "     flow filter: no placed_order since start\n"
        "\n"
        "Set by hand, once, in Klaviyo\n"
        " · flow/welcome: mark the message welcome-1 as transactional in Klaviyo\n"
        "\n"
        "Plan: 1 to create, 1 to change, 1 to replace; 1 metric gets its first event, 1 flow goes live.\n"
        "6 requests, a few seconds at least under Klaviyo's limits; 35 of the day's 100 create_flow\n"
    )


def test_text_wraps_within_a_narrow_terminal() -> None:
    text = plan_text(PLAN, width=50, colour=False)

    assert max(map(len, text.splitlines())) <= 50
    assert "flow/welcome goes live" in text


def test_colour_is_only_added_never_needed() -> None:
    coloured = plan_text(PLAN, width=100, colour=True)

    assert "\x1b[" in coloured
    assert "\x1b[2J" not in coloured


def test_json_is_versioned_and_complete() -> None:
    document = json.loads(plan_json(PLAN))

    assert document["format_version"] == 1
    assert document["summary"].startswith("Plan: 1 to create")
    assert [change["address"] for change in document["changes"]][1] == "flow/welcome"
    assert [step["step"] for step in document["steps"]] == ["SeedMetric", "SetFlowStatus"]
    assert document["changes"][2]["steps"][0]["fields"][0]["before"] == "10% off"


def test_markdown_cannot_be_broken_out_of() -> None:
    hostile = Change(address=CART, verdict="update", name="x ``` </details> <img src=x> @team")
    blocked = Problem(code="PLN003", message="<script>alert(1)</script> [x](http://evil)", hint="`rm`")
    plan = Plan(account="A", account_name="A", environment="sandbox", changes=(hostile,), steps=(), blockers=(blocked,))

    text = plan_markdown(plan)

    assert text.count("```") == 2
    assert "<script>" not in text
    assert "\\[x\\](http" in text


def test_an_empty_plan_says_so() -> None:
    plan = Plan(
        account="A",
        account_name="A",
        environment="sandbox",
        changes=(Change(address=CART, verdict="none", name="Cart"),),
        steps=(),
    )

    assert plan_text(plan, width=80, colour=False) == "No changes. 1 resource is as the files say.\n"


def test_explain_lists_every_step_that_apply_takes() -> None:
    assert steps_text(PLAN) == (
        "   1  metric/registered: send its first event, backfilled\n   2  flow/welcome: set to live\n"
    )


def test_a_reviewer_of_a_pull_request_sees_what_a_new_flow_does() -> None:
    text = plan_markdown(PLAN)

    block = text.split("```diff\n")[1].split("```")[0]
    assert "+ flow/welcome  Welcome  (create)\n    starts with registered; once a person" in block
    assert "    at once  welcome-1\n    day 2    welcome-2\n" in block


def test_what_is_left_out_is_never_called_no_changes() -> None:
    change = Change(address=WELCOME, verdict="by_hand", name="Welcome")
    plan = Plan(
        account="A", account_name="A", environment="sandbox", changes=(change,), steps=(),
        left_out=("flow/welcome: make it once in Klaviyo",),
    )  # fmt: skip

    page = plan_text(plan, width=80, colour=False)
    assert "No changes" not in page
    assert "! flow/welcome: make it once in Klaviyo" in page
    assert page.rstrip().endswith("Nothing to apply; 1 thing is left out.")
    assert "- flow/welcome: make it once in Klaviyo" in plan_markdown(plan)
    assert json.loads(plan_json(plan))["left_out"] == ["flow/welcome: make it once in Klaviyo"]


def test_an_apply_tells_what_it_left_out_and_ends_in_part() -> None:
    result = ApplyResult(left_out=("flow/welcome: make it once in Klaviyo",))

    assert result.exit_code == 8
    assert "! flow/welcome: make it once in Klaviyo" in apply_text(result, width=80, colour=False)
