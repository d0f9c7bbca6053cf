"""What starts a flow, beside events, lists and segments."""

from pathlib import Path
from typing import Any

import pytest

from mktctl.kinds.flow import parse_flow
from mktctl.kinds.names import Names
from mktctl.kinds.project import parse_project
from mktctl.model.condition import EventProperty, EventTest, PropertyType, Test
from mktctl.model.duration import Duration
from mktctl.model.flow import DateTrigger, ExitIf, LowInventoryTrigger, PriceDropTrigger, RawTrigger, Trigger
from mktctl.model.template import EmailTemplate, PushTemplate, SmsTemplate, Template
from mktctl.workspace.document import Document
from tests.kinds.written import document, flow, names

SAMPLES = Path(__file__).resolve().parents[2] / "../shared/samples"
PRICE = EventTest(field="Price", type="number", test=Test(op="at_least", value=20))
BRAND = EventTest(field="Brand", type="text", test=Test(op="is", value="X"))
TRIGGERS: dict[str, Trigger] = {
    '{date: birthday, repeat: yearly, at: "09:00"}': DateTrigger(
        property="birthday", before=Duration(amount=0, unit="day"), repeat="yearly", at="09:00"
    ),
    '{date: birthday, before: 1 month, repeat: never, at: "18:30", weekdays: [mon, fri], '
    "timezone: account}": DateTrigger(
        property="birthday", before=Duration(amount=1, unit="month"), repeat="never", at="18:30",
        weekdays=("mon", "fri"), zone="Europe/Paris",
    ),
    "{price_drop: {by: 10%}}": PriceDropTrigger(amount=10, unit="percent", audience=("viewed", "started_checkout")),
    "{price_drop: {by: 4.5 USD, audience: [viewed], within: 2 weeks, "
    "where: {Price: {at_least: 20}}}}": PriceDropTrigger(
        amount=4.5, unit="usd", audience=("viewed",), within_days=14, where=((PRICE,),)
    ),
    "{low_inventory: {at_most: 10}}": LowInventoryTrigger(
        at_most=10, level="variant", audience=("viewed", "started_checkout", "added_to_cart")
    ),
    "{low_inventory: {at_most: 0, level: product, audience: [added_to_cart], within: 7 days, "
    "where: {any: [{Price: {at_least: 20}}, {Brand: X}]}}}": LowInventoryTrigger(
        at_most=0, level="product", audience=("added_to_cart",), within_days=7, where=((PRICE,), (BRAND,))
    ),
    "{raw: {type: metric, id: AbC123}}": RawTrigger(json={"type": "metric", "id": "AbC123"}),
}  # fmt: skip


@pytest.mark.parametrize("written", TRIGGERS)
def test_a_trigger_in_each_form(written: str) -> None:
    assert flow("steps: [{email: a}]\n", head=f"trigger: {written}\nreentry: always\n").trigger == TRIGGERS[written]


# a test of a product's property → its type, which nobody can declare
ASKED: dict[str, PropertyType] = {
    "at_least: 100": "number", "is: 3": "number", "is: true": "boolean", "is: Shoes": "text",
    "in: [1, 2]": "number", "contains: Shoe": "text", "contains_any: [a, b]": "list", "exists: true": "text",
}  # fmt: skip


@pytest.mark.parametrize("asked", ASKED)
def test_what_is_asked_says_the_type(asked: str) -> None:
    made = flow(
        f"steps: [{{exit_if: {{event: Anything, {asked}}}}}, {{email: a}}]\n",
        head="trigger: {price_drop: {by: 10%}}\nreentry: always\n",
    )
    step = made.steps[0]
    assert isinstance(step, ExitIf)
    assert isinstance(step.condition, EventProperty)
    assert (step.condition.field, step.condition.type) == ("Anything", ASKED[asked])


@pytest.mark.parametrize(
    "head", ["{list: newsletter}", "{raw: {type: metric}}", '{date: birthday, repeat: never, at: "09:00"}']
)
def test_no_event_starts_other_flows(head: str) -> None:
    text = f"name: New\ntrigger: {head}\nreentry: never\nsteps: [{{exit_if: {{event: Price, is: 1}}}}, {{email: a}}]\n"
    _, problems = parse_flow(document(text), "new", names())
    assert [one.code for one in problems] == ["CND051"]


def test_every_sample_flow_is_read_without_a_mistake() -> None:
    if not SAMPLES.is_dir():
        pytest.skip("the samples of the language are not beside this checkout")
    files = sorted((SAMPLES / "flows").glob("*.yaml"))
    project, problems = parse_project(Document("mktctl.yaml", (SAMPLES / "mktctl.yaml").read_text()))
    assert problems == []
    assert len(files) >= 8
    for file in files:
        read = Document(file.name, file.read_text())
        named = list(_named(read.data))
        templates = {ref: _template(verb, ref) for verb, ref in named if verb != "segment"}
        segments = frozenset(ref for verb, ref in named if verb == "segment")
        made, problems = parse_flow(read, file.stem, Names(project=project, segments=segments, templates=templates))
        assert (file.name, problems) == (file.name, [])
        assert made is not None


def _named(value: Any) -> Any:
    """Every template and segment that a file names, with its verb; `engaged: email` names none."""
    if isinstance(value, dict):
        for key, one in value.items():
            if key in ("email", "sms", "push", "segment") and isinstance(one, str):
                yield key, one
            yield from _named(one)
    elif isinstance(value, list):
        for one in value:
            yield from _named(one)


def _template(verb: str, ref: str) -> Template:
    match verb:
        case "sms":
            return SmsTemplate(ref=ref, name=ref, body="x")
        case "push":
            return PushTemplate(ref=ref, name=ref, body="x")
    return EmailTemplate(ref=ref, name=ref, subject="x", html="<p>x</p>")
