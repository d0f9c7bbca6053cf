"""Definitions that the server refuses: one case a rule, with the rule's source and the place of the error."""

from collections.abc import Callable
from typing import Any

import msgspec

from tests.sandbox.flows.parts import (
    SAMPLE,
    action,
    alltime,
    birthday,
    branches,
    delay,
    email,
    flow,
    groups,
    operation,
    ordered,
    split,
    target_date,
    tier,
    without,
)
from tests.sandbox.flows.shop import Shop

Json = dict[str, Any]
D = "/data/attributes/definition"
MESSAGE = f"{D}/actions/0/data/message"


class Case(msgspec.Struct, frozen=True):
    """`build` makes the definition; each error is a pointer and a part of its detail."""

    name: str
    source: str
    build: Callable[[Shop], Json]
    errors: dict[str, str]


def by_list(shop: Shop, *actions: Json, **more: Any) -> Json:
    return flow({"type": "list", "id": shop.list_id}, *actions, **more)


def one(action: Json) -> Callable[[Shop], Json]:
    return lambda shop: by_list(shop, action)


def own_metric(shop: Shop, name: str) -> str:
    return shop.metrics[name]


def rest_first() -> Json:
    found = branches("b", None, None)
    found["data"]["branches"].reverse()
    return found


def about_event(shop: Shop) -> Json:
    return {
        "type": "metric-property",
        "metric_id": shop.metrics["Cart Abandoned"],
        "field": "Price",
        "filter": {"type": "numeric", "operator": "greater-than", "value": 1},
    }


def trigger_split(shop: Shop, condition: Json) -> Json:
    return {
        "temporary_id": "s",
        "type": "trigger-split",
        "links": {"next_if_true": None, "next_if_false": None},
        "data": {
            "trigger_filter": groups(condition),
            "trigger_id": shop.metrics["Cart Abandoned"],
            "trigger_type": "metric",
        },
    }


def clone_of_another(shop: Shop) -> str:
    made = shop.flow(by_list(shop, email("m", None, shop.template_id)))
    found: str = made["attributes"]["definition"]["actions"][0]["data"]["message"]["template_id"]
    assert shop.call("DELETE", f"/api/flows/{made['id']}").status == 204
    return found


TREE = [
    Case(
        "two paths into one action",
        "F:70193194660, 70202296087: no re-joining",
        lambda shop: by_list(shop, split("s", "m", "d"), email("m"), delay("d", "m")),
        {f"{D}/actions/2/links/next": "paths cannot be joined"},
    ),
    Case(
        "both sides of a split into one action",
        "F:68401457815",
        lambda shop: by_list(shop, split("s", "m", "m"), email("m")),
        {f"{D}/actions/0/links/next_if_false": "paths cannot be joined"},
    ),
    Case(
        "a path back to the entry",
        "section 2: strict tree",
        lambda shop: by_list(shop, email("m", "d"), delay("d", "m")),
        {f"{D}/actions/1/links/next": "already follows entry_action_id"},
    ),
    Case(
        "a ring beside the tree",
        "section 2: all reachable from entry_action_id",
        lambda shop: by_list(shop, email("m"), delay("d", "e"), delay("e", "d")),
        {f"{D}/actions/1": "cannot be reached", f"{D}/actions/2": "cannot be reached"},
    ),
    Case(
        "a link to nowhere",
        "section 2: links point to existing ids",
        lambda shop: by_list(shop, email("m", "x")),
        {f"{D}/actions/0/links/next": "no action with the temporary_id 'x'"},
    ),
    Case(
        "an entry that is not there",
        "section 2: entry_action_id",
        lambda shop: {**by_list(shop, email("m")), "entry_action_id": "x"},
        {f"{D}/entry_action_id": "no action", f"{D}/actions/0": "cannot be reached"},
    ),
    Case(
        "no entry",
        "OAS: required",
        lambda shop: without(by_list(shop, email("m")), "entry_action_id"),
        {f"{D}/entry_action_id": "", f"{D}/actions/0": "cannot be reached"},
    ),
    Case(
        "two actions of one name",
        "section 2",
        lambda shop: by_list(shop, email("m", "n"), email("n"), email("n")),
        {f"{D}/actions/2/temporary_id": "more than once"},
    ),
    Case(
        "an id of the sender's own",
        "OAS: not allowed on create",
        one({**email("m"), "id": "1"}),
        {f"{D}/actions/0/id": "not allowed on create"},
    ),
]
START = [
    Case(
        "two triggers",
        "OAS: only one trigger is supported",
        lambda shop: {**by_list(shop, email("m")), "triggers": [{"type": "list", "id": shop.list_id}] * 2},
        {f"{D}/triggers": "at most 1"},
    ),
    Case(
        "no trigger",
        "OAS: triggers",
        lambda shop: {**by_list(shop, email("m")), "triggers": []},
        {f"{D}/triggers": "at least 1"},
    ),
    Case(
        "an opened mail as trigger",
        "semantics.md E2",
        lambda shop: flow({"type": "metric", "id": own_metric(shop, "Opened Email")}, email("m")),
        {f"{D}/triggers/0/id": "cannot trigger"},
    ),
    Case(
        "a clicked mail as trigger",
        "semantics.md E2",
        lambda shop: flow({"type": "metric", "id": own_metric(shop, "Clicked Email")}, email("m")),
        {f"{D}/triggers/0/id": "cannot trigger"},
    ),
    Case(
        "back in stock as trigger",
        "F:70890170893",
        lambda shop: flow({"type": "metric", "id": own_metric(shop, "Subscribed to Back in Stock")}, email("m")),
        {f"{D}/triggers/0/id": "Back in Stock"},
    ),
    Case(
        "re-entry in days",
        "F:57492158490: `days` is refused",
        lambda shop: by_list(shop, email("m"), reentry_criteria={"duration": 7, "unit": "days"}),
        {f"{D}/reentry_criteria/unit": "alltime, day, hour, week"},
    ),
    Case(
        "re-entry twice in all time",
        "OAS: 1 is no re-entry, 0 is allowed",
        lambda shop: by_list(shop, email("m"), reentry_criteria={"duration": 2, "unit": "alltime"}),
        {f"{D}/reentry_criteria/duration": "1 (never) or 0 (always)"},
    ),
    Case(
        "a person's property in a trigger",
        "section 2: MetricTrigger",
        lambda shop: flow(
            {"type": "metric", "id": shop.metrics["Cart Abandoned"], "trigger_filter": groups(SAMPLE)}, email("m")
        ),
        {f"{D}/triggers/0/trigger_filter/condition_groups/0/conditions/0/type": "metric-property"},
    ),
    Case(
        "a date flow without target-date in front",
        "F:70102931354, 69837808147",
        lambda shop: flow(birthday(), email("m")),
        {f"{D}/actions/0/type": "must start with 'target-date'"},
    ),
    Case(
        "target-date in a list flow",
        "F:70102931354",
        lambda shop: by_list(shop, action("target-date")),
        {f"{D}/actions/0/type": "must be the first action of a flow that a date triggers"},
    ),
    Case(
        "an unknown zone",
        "section 2: IANA, profile or UTC",
        lambda shop: flow({**birthday(), "timezone": "Mars/Base"}, target_date()),
        {f"{D}/triggers/0/timezone": "not a time zone"},
    ),
]
ACTIONS = [
    Case(
        "a time of day with hours",
        "semantics.md D6",
        one(delay("d", unit="hours", delay_until_time="09:00:00")),
        {f"{D}/actions/0/data/delay_until_time": "only allowed with the unit 'days'"},
    ),
    Case(
        "weekdays with minutes",
        "semantics.md D6",
        one(delay("d", unit="minutes", delay_until_weekdays=["monday"])),
        {f"{D}/actions/0/data/delay_until_weekdays": "only allowed with the unit 'days'"},
    ),
    Case(
        "minutes beside days",
        "section 2: secondary_value only with hours",
        one(delay("d", secondary_value=30)),
        {f"{D}/actions/0/data/secondary_value": "only allowed with the unit 'hours'"},
    ),
    Case(
        "a time of day without seconds",
        "section 7 report 6: HH:MM:SS",
        one(delay("d", delay_until_time="09:00")),
        {f"{D}/actions/0/data/delay_until_time": "'09:00'"},
    ),
    Case("a wait without a value", "OAS", one(action("time-delay")), {f"{D}/actions/0/data/value": "required"}),
    Case(
        "a subject of 251 characters",
        "F:70890170893",
        one(email("m", subject_line="x" * 251, preview_text="y" * 251)),
        {f"{MESSAGE}/subject_line": "250", f"{MESSAGE}/preview_text": "250"},
    ),
    Case(
        "HTML in the message",
        "section 0: 'body' is not a valid field for the resource 'FlowEmail'",
        one(email("m", body="<p>")),
        {f"{MESSAGE}/body": "'body' is not a valid field for the resource 'FlowEmail'"},
    ),
    Case(
        "an empty copy address",
        'section 2: null, not "", for cc and bcc',
        one(email("m", cc_email="", bcc_email="")),
        {f"{MESSAGE}/cc_email": "blank", f"{MESSAGE}/bcc_email": "blank"},
    ),
    Case("a message with an id", "OAS: not allowed on create", one(email("m", id="x")), {f"{MESSAGE}/id": "create"}),
    Case(
        "an invented key",
        "section 7 report 28",
        one({**email("m"), "smart_send_time": True}),
        {f"{D}/actions/0/smart_send_time": "not a valid field"},
    ),
    Case("an invented type", "section 7 report 28", one(action("send-fax")), {f"{D}/actions/0/type": "'send-fax'"}),
    Case("code", "section 2: read, do not create", one(action("code")), {f"{D}/actions/0/type": "'code'"}),
    Case(
        "an internal service",
        "section 2: read, do not create",
        one(action("internal-service")),
        {f"{D}/actions/0/type": "'internal-service'"},
    ),
    Case(
        "Automated Conversations",
        "section 2: the table",
        one(action("send-whatsapp-with-ac")),
        {f"{D}/actions/0/type": "'send-whatsapp-with-ac'"},
    ),
    Case(
        "a status of the flow's words",
        "section 2: Status",
        one({**email("m"), "data": {"status": "paused", "message": {}}}),
        {f"{D}/actions/0/data/status": "'paused'"},
    ),
    Case(
        "a running experiment",
        "OAS: experiment_status is not allowed on create",
        one(action("ab-test", main_action=without(email("x"), "links"), experiment_status="live")),
        {f"{D}/actions/0/data/experiment_status": "not allowed on create"},
    ),
    Case(
        "shares of variations that are not there",
        "section 2: allocations",
        one(
            action(
                "ab-test",
                main_action=without(email("x"), "links"),
                current_experiment={"variations": [without(email("v"), "links")], "allocations": {"v": 0.5, "w": 0.5}},
            )
        ),
        {f"{D}/actions/0/data/current_experiment/allocations/w": "no variation"},
    ),
    Case(
        "no branch for the rest",
        "section 2: last branch is_else",
        lambda shop: by_list(shop, rest_first()),
        {
            f"{D}/actions/0/data/branches/0/is_else": "Only the last",
            f"{D}/actions/0/data/branches/1/is_else": "must be the one",
        },
    ),
    Case(
        "links on a multi-branch split",
        "OAS: null",
        one({**branches("b", None, None), "links": {"next": None}}),
        {f"{D}/actions/0/links": "the branches carry the links"},
    ),
    Case(
        "yes without no",
        "OAS: both links are required",
        one({**split("s", None, None), "links": {"next_if_true": None}}),
        {f"{D}/actions/0/links/next_if_false": "required"},
    ),
    Case(
        "a webhook without a message",
        "OAS",
        one(action("send-webhook")),
        {f"{D}/actions/0/data/message": "required"},
    ),
    Case(
        "a fraction of a property's type",
        "OAS: ProfileOperation",
        one(action("update-profile", profile_operations=[operation("boolean", "yes")])),
        {f"{D}/actions/0/data/profile_operations/0/property_value": "true or false"},
    ),
    Case(
        "a date of another kind",
        "section 2: ISO or today",
        one(action("update-profile", profile_operations=[operation("date", "tomorrow")])),
        {f"{D}/actions/0/data/profile_operations/0/property_value": "'tomorrow'"},
    ),
]
CONDITIONS = [
    Case(
        "an event's property in a conditional split",
        "F:57492158490: no event keys",
        lambda shop: by_list(shop, split("s", None, None, about_event(shop))),
        {f"{D}/actions/0/data/profile_filter/condition_groups/0/conditions/0/type": "'metric-property'"},
    ),
    Case(
        "a person's property in a trigger split",
        "section 2: trigger-split",
        lambda shop: by_list(shop, trigger_split(shop, SAMPLE)),
        {f"{D}/actions/0/data/trigger_filter/condition_groups/0/conditions/0/type": "'profile-sample'"},
    ),
    Case(
        "profile-not-in-flow in a split",
        "section 2: flow level only",
        one(split("s", None, None, {"type": "profile-not-in-flow", "timeframe_filter": alltime()})),
        {f"{D}/actions/0/data/profile_filter/condition_groups/0/conditions/0/type": "'profile-not-in-flow'"},
    ),
    Case(
        "a funnel in a flow",
        "section 2: FlowCond",
        lambda shop: by_list(
            shop, email("m"), profile_filter=groups({"type": "profile-metric-funnel", "timeframe_filter": alltime()})
        ),
        {f"{D}/profile_filter/condition_groups/0/conditions/0/type": "'profile-metric-funnel'"},
    ),
    Case(
        "is-not-set",
        "F:70193194660",
        lambda shop: by_list(shop, email("m"), profile_filter=groups(tier("existence", "is-not-set"))),
        {f"{D}/profile_filter/condition_groups/0/conditions/0/filter/operator": "'is-not-set'"},
    ),
    Case(
        "101 conditions",
        "semantics.md G1",
        lambda shop: by_list(shop, email("m"), profile_filter={"condition_groups": [{"conditions": [SAMPLE] * 101}]}),
        {f"{D}/profile_filter/condition_groups": "at most 100"},
    ),
    Case(
        "an operator between groups",
        "section 3: no other keys",
        lambda shop: by_list(shop, email("m"), profile_filter={**groups(SAMPLE), "logic": "or"}),
        {f"{D}/profile_filter/logic": "not a valid field"},
    ),
]
REFERENCES = [
    Case(
        "a list that is not there",
        "F:70102931354: references must exist",
        lambda shop: flow({"type": "list", "id": "XXXXXX"}, email("m")),
        {f"{D}/triggers/0/id": "A list with id XXXXXX does not exist."},
    ),
    Case(
        "a segment's id as a list",
        "section 2",
        lambda shop: flow({"type": "list", "id": shop.segment_id}, email("m")),
        {f"{D}/triggers/0/id": "does not exist"},
    ),
    Case(
        "a segment that is not there",
        "section 2",
        lambda shop: flow({"type": "segment", "id": "XXXXXX"}, email("m")),
        {f"{D}/triggers/0/id": "A segment with id XXXXXX"},
    ),
    Case(
        "a metric without events",
        "F:70102931354: a metric only exists after its first event",
        lambda shop: by_list(shop, email("m"), profile_filter=groups(ordered("XXXXXX"))),
        {f"{D}/profile_filter/condition_groups/0/conditions/0/metric_id": "A metric with id XXXXXX"},
    ),
    Case(
        "a template that is not there",
        "section 2",
        one(email("m", template_id="XXXXXX")),
        {f"{MESSAGE}/template_id": "A template with id XXXXXX"},
    ),
    Case(
        "another message's clone",
        "section 0: a library template",
        lambda shop: by_list(shop, email("m", template_id=clone_of_another(shop))),
        {f"{MESSAGE}/template_id": "does not exist"},
    ),
    Case(
        "an image",
        "section 2",
        one(action("send-sms", message={"body": "Hi", "image_id": "1"})),
        {f"{MESSAGE}/image_id": "An image with id 1".replace("An", "A")},
    ),
    Case(
        "a list to join",
        "section 2",
        one(action("list-update", name="x", on_execution=True, list_id="XXXXXX")),
        {f"{D}/actions/0/data/list_id": "does not exist"},
    ),
]
REFUSED = [*TREE, *START, *ACTIONS, *CONDITIONS, *REFERENCES]
