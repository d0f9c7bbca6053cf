"""What we send is accepted by Klaviyo's OpenAPI document, strict, and passes the SDK's models without loss."""

from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings

from mktctl.model.condition import Condition
from mktctl.model.flow import Flow
from mktctl.model.project import Coupon, UniversalContent
from mktctl.model.segment import ContactList, Segment
from mktctl.model.template import EmailTemplate
from mktctl.wire.coupons import encode_codes, encode_coupon
from mktctl.wire.flows.encode import encode_flow
from mktctl.wire.ids import Symbolic
from mktctl.wire.lists import encode_list
from mktctl.wire.segments import check_segment, encode_segment
from mktctl.wire.templates import encode_template
from mktctl.wire.universal_content import encode_universal_content
from tests.support import wire_strategies as some
from tests.support.flow_cases import flow_cases
from tests.support.flow_strategies import flows
from tests.support.openapi_strict import complaint
from tests.support.wire_cases import SEGMENTS, ConditionCase, condition_cases, document_of

some_examples = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
CASES = [case for case in condition_cases() if case.wire is not None]
BODIES = {
    "ListCreateQuery": ("list", encode_list(ContactList(ref="a", name="A"))),
    "TemplateCreateHtmlOrDndQuery": (
        "template",
        encode_template(EmailTemplate(ref="a", name="A", subject="S", html="<p>Hi</p>", text="Hi")),
    ),
    "CouponCreateQuery": ("coupon", encode_coupon(Coupon(ref="a", pool="CART10", description="A tenth"))),
    "CouponCodeCreateJobCreateQuery": ("coupon-code-bulk-create-job", encode_codes("CART10", ["CART10-4KX9QZ27"])),
    "UniversalContentCreateQuery": (
        "template-universal-content",
        encode_universal_content(UniversalContent(ref="a", name="A"), "<p>Open</p>"),
    ),
}


def body(type_: str, attributes: dict[str, Any]) -> dict[str, Any]:
    return {"data": {"type": type_, "attributes": attributes}}


def flow_body(flow: Flow) -> dict[str, Any]:
    return body("flow", encode_flow(flow, segments=SEGMENTS, ids=Symbolic()))


def segment_body(who: Condition) -> dict[str, Any] | None:
    segment = Segment(ref="x", name="X", who=who)
    if any(one.severity == "error" for one in check_segment(segment, segments={})):
        return None
    return body("segment", encode_segment(segment, segments={}, ids=Symbolic()))


def places_of(case: ConditionCase) -> dict[str, Any]:
    """A body that holds the case's groups where they stand."""
    document = document_of(case)
    if case.place == "segment":
        return body("segment", {"name": "X", "definition": document})
    links = {"next_if_true": None, "next_if_false": None}
    action: dict[str, Any] = {"temporary_id": "a", "type": "conditional-split", "links": links}
    definition: dict[str, Any] = {"triggers": [{"type": "metric", "id": "m"}], "entry_action_id": "a"}
    match case.place:
        case "flow":
            definition |= {"profile_filter": document, "actions": [], "entry_action_id": None}
        case "message":
            message = {"additional_filters": document}
            definition["actions"] = [{"temporary_id": "a", "type": "send-email", "data": {"message": message}}]
        case "split":
            definition["actions"] = [{**action, "data": {"profile_filter": document}}]
        case "trigger":
            data = {"trigger_filter": document, "trigger_id": "m", "trigger_type": "metric"}
            definition["actions"] = [{**action, "type": "trigger-split", "data": data}]
        case _:
            data = {"name": "x", "branches": [{"branch_id": "b", "branch_filter": document}]}
            definition["actions"] = [{"temporary_id": "a", "type": "multi-branch-split", "data": data}]
    return body("flow", {"name": "X", "definition": definition})


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_the_json_of_each_case_is_accepted_where_it_stands(case: ConditionCase) -> None:
    schema = "SegmentCreateQuery" if case.place == "segment" else "FlowCreateQuery"
    assert complaint(schema, places_of(case)) is None


@pytest.mark.parametrize("case", list(flow_cases()), ids=lambda case: case.name)
def test_the_flow_of_each_case_is_accepted(case: Any) -> None:
    assert complaint("FlowCreateQuery", flow_body(case.flow)) is None


@pytest.mark.parametrize("case", list(flow_cases()), ids=lambda case: case.name)
def test_the_flow_of_each_case_passes_the_sdk_without_loss(case: Any) -> None:
    from openapi_client.models.flow_create_query import FlowCreateQuery

    sent = flow_body(case.flow)
    assert FlowCreateQuery.model_validate(sent).to_dict() == sent


@pytest.mark.parametrize("schema", BODIES)
def test_lists_and_templates_are_accepted(schema: str) -> None:
    assert complaint(schema, body(*BODIES[schema])) is None


@some_examples
@given(flow=flows)
def test_generated_flows_are_accepted(flow: Flow) -> None:
    assert complaint("FlowCreateQuery", flow_body(flow)) is None


@some_examples
@given(who=some.conditions(some.in_segments))
def test_generated_segments_are_accepted(who: Condition) -> None:
    sent = segment_body(who)
    assume(sent is not None)
    assert complaint("SegmentCreateQuery", sent) is None


def test_the_judge_is_strict() -> None:
    """Unknown keys, a filter of the wrong place and `field` for `property` are refused."""
    good = flow_body(next(iter(flow_cases())).flow)
    assert complaint("FlowCreateQuery", good) is None
    assert complaint("FlowCreateQuery", body("flow", {**good["data"]["attributes"], "logic": "and"})) is not None
    sample = {"condition_groups": [{"conditions": [{"type": "profile-sample", "percentage": 5}]}]}
    assert complaint("SegmentCreateQuery", body("segment", {"name": "X", "definition": sample})) is not None


@some_examples
@given(flow=flows)
def test_flows_pass_the_sdk_without_loss(flow: Flow) -> None:
    from openapi_client.models.flow_create_query import FlowCreateQuery

    sent = flow_body(flow)
    assert FlowCreateQuery.model_validate(sent).to_dict() == sent


@some_examples
@given(who=some.conditions(some.in_segments))
def test_segments_pass_the_sdk_without_loss(who: Condition) -> None:
    from openapi_client.models.segment_create_query import SegmentCreateQuery

    sent = segment_body(who)
    assume(sent is not None)
    assert SegmentCreateQuery.model_validate(sent).to_dict() == sent


def test_lists_and_templates_pass_the_sdk_without_loss() -> None:
    from openapi_client.models.list_create_query import ListCreateQuery
    from openapi_client.models.template_create_html_or_dnd_query import TemplateCreateHtmlOrDndQuery

    for model in (ListCreateQuery, TemplateCreateHtmlOrDndQuery):
        sent = body(*BODIES[model.__name__])
        assert model.model_validate(sent).to_dict() == sent
