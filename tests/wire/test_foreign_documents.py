"""Documents as the platform gives them back, or as somebody drew them in its editor: read without loss, or refused."""

from typing import Any

import pytest

from mktctl.model.ab_test import Winner
from mktctl.model.address import Address, Kind
from mktctl.model.condition import All, AnyOf, HasProperty, InList, Raw, Test
from mktctl.model.duration import Duration
from mktctl.model.flow import Email, ExitIf, If, MetricTrigger, RawTrigger, Split, Switch, Webhook
from mktctl.wire.conditions.compile import compile_groups
from mktctl.wire.conditions.decode import decode_condition, decode_groups
from mktctl.wire.conditions.encode import encode_groups
from mktctl.wire.conditions.place import Place
from mktctl.wire.errors import UnreadableError
from mktctl.wire.flows.decode import decode_flow
from mktctl.wire.flows.encode import encode_flow
from mktctl.wire.ids import Symbolic
from mktctl.wire.segments import decode_segment, encode_segment

GOLD = {
    "type": "profile-property",
    "property": "properties['tier']",
    "filter": {"type": "string", "operator": "equals", "value": "gold"},
}


class Account:
    """Ids of one account: a handful of known ones."""

    def __init__(self) -> None:
        self.ids: dict[Address, str] = {
            Address(kind="list", ref="news"): "LiSt01",
            Address(kind="metric", ref="placed_order"): "MeTr01",
            Address(kind="template", ref="hello"): "TeMp01",
        }

    def id_of(self, address: Address) -> str:
        return self.ids[address]

    def address_of(self, kind: Kind, id: str) -> Address | None:
        return next((one for one, known in self.ids.items() if known == id and one.kind == kind), None)


def flow_of(actions: list[dict[str, Any]], **definition: Any) -> dict[str, Any]:
    words = {"triggers": [{"type": "metric", "id": "MeTr01"}], "entry_action_id": actions[0]["id"], "actions": actions}
    return {"name": "X", "status": "live", "definition": {**words, **definition}}


def mail(id: str, follows: str | None = None, **message: Any) -> dict[str, Any]:
    words = {"template_id": "TeMp01", "from_email": "a@example.com", "from_label": "A", "subject_line": "S", **message}
    data = {"status": "live", "message": {"name": "M", "preview_text": "", **words}}
    return {"id": id, "type": "send-email", "links": {"next": follows}, "data": data}


def split(id: str, then: str | None, otherwise: str | None) -> dict[str, Any]:
    return {
        "id": id,
        "type": "conditional-split",
        "links": {"next_if_true": then, "next_if_false": otherwise},
        "data": {"profile_filter": {"condition_groups": [{"conditions": [GOLD]}]}},
    }


def experiment(*versions: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An A/B test as the platform shows it: ids of its own, nulls and all."""
    words = {"name": "T", "allocations": None, "started": None, "winner_metric": None, "id": "9", **more}
    current = {**words, "variations": list(versions)}
    data = {"status": "live", "experiment_status": "draft", "main_action": mail("2"), "current_experiment": current}
    return {"id": "1", "type": "ab-test", "links": {"next": None}, "data": data}


BIRTHDAY = {
    "type": "date",
    "date_field_type": "profile-property",
    "date_profile_property": "properties['birthday']",
    "timedelta_value_before_date": 0,
    "trigger_time": "09:00:00",
}
RAW = {
    "the country code of a phone": {
        **GOLD, "filter": {"type": "string", "operator": "phone-country-code-in", "value": ["FR"]}
    },
    "a path of another form": {**GOLD, "property": "something['else']"},
    "an unknown key": {**GOLD, "note": "x"},
    "several lists at once": {"type": "profile-group-membership", "is_member": True, "group_ids": ["a", "b"]},
    "a noon": {**GOLD, "filter": {"type": "date", "operator": "before", "date": "2026-11-20T12:00:00+00:00"}},
    "a substring in a list": {
        "type": "profile-metric", "metric_id": "MeTr01", "measurement": "count",
        "measurement_filter": {"type": "numeric", "operator": "equals", "value": 1},
        "timeframe_filter": {"type": "date", "operator": "alltime"},
        "metric_filters": [
            {"property": "L", "filter": {"type": "list", "operator": "contains-substring", "value": "x"}}
        ],
    },
    "an anniversary of events": {
        "type": "profile-metric", "metric_id": "MeTr01", "measurement": "count",
        "measurement_filter": {"type": "numeric", "operator": "equals", "value": 1},
        "timeframe_filter": {"type": "date", "operator": "anniversary-last", "unit": "day", "quantity": 3},
    },
    "a prediction of another type": {
        "type": "profile-predictive-analytics", "dimension": "churn_probability",
        "filter": {"type": "string", "operator": "starts-with", "value": "x"},
    },
    "whatsapp's other half": {
        "type": "profile-permissions", "channel": "whatsapp_transactional",
        "permission": {"reachable_status": "implicitly_reachable"},
    },
    "a kind of tomorrow": {"type": "profile-mood", "mood": "good"},
}  # fmt: skip


@pytest.mark.parametrize("name", RAW)
def test_what_has_no_words_stays_as_it_is(name: str) -> None:
    assert decode_condition(RAW[name], Account()) == Raw(json=RAW[name])
    document = {"condition_groups": [{"conditions": [RAW[name]]}]}
    groups, problems = compile_groups(decode_groups(document, Account()), place=Place.SEGMENT, segments={})
    assert problems == ()
    assert encode_groups(groups, Account()) == document


@pytest.mark.parametrize(
    "spelling", ["2026-11-20T00:00:00+00:00", "2026-11-20T00:00:00Z", "2026-11-20T00:00:00", "2026-11-20"]
)
def test_one_day_has_several_spellings(spelling: str) -> None:
    document = {**GOLD, "filter": {"type": "date", "operator": "after", "date": spelling}}
    read = decode_condition(document, Account())
    assert isinstance(read, HasProperty)
    assert str(read.test).startswith("DateTest(when=AfterDate(day=datetime.date(2026, 11, 20)")


def test_optional_nulls_say_nothing() -> None:
    document = {
        "type": "profile-group-membership",
        "is_member": True,
        "group_ids": ["LiSt01"],
        "timeframe_filter": None,
    }
    assert decode_condition(document, Account()) == InList(list="news")


def test_an_unknown_id_survives_the_way_there_and_back() -> None:
    document = {"type": "profile-group-membership", "is_member": True, "group_ids": ["OtHeR1"]}
    read = decode_condition(document, Account())
    assert read == InList(list="id:OtHeR1")
    groups, _ = compile_groups(read, place=Place.SEGMENT, segments={})
    assert encode_groups(groups, Account())["condition_groups"][0]["conditions"] == [document]


def test_normal_form_unwraps_single_groups_and_conditions() -> None:
    gold = HasProperty(name="tier", type="text", test=Test(op="is", value="gold"))
    news = {"type": "profile-group-membership", "is_member": True, "group_ids": ["LiSt01"]}
    one = {"condition_groups": [{"conditions": [GOLD]}]}
    both = {"condition_groups": [{"conditions": [GOLD]}, {"conditions": [GOLD, news]}]}
    assert decode_groups(one, Account()) == gold
    assert decode_groups(both, Account()) == All(of=(gold, AnyOf(of=(gold, InList(list="news")))))
    assert decode_groups({"condition_groups": []}, Account()) == All(of=())


def test_a_segment_as_the_platform_tells_it() -> None:
    attributes = {
        "name": "Gold",
        "definition": {"condition_groups": [{"conditions": [GOLD]}]},
        "is_starred": True,
        "is_active": False,
        "is_processing": False,
        "created": "2026-01-01T00:00:00Z",
    }
    segment = decode_segment(attributes, Account(), "gold")
    assert (segment.ref, segment.name, segment.starred, segment.active) == ("gold", "Gold", True, False)
    sent = encode_segment(segment, segments={}, ids=Account())
    assert sent == {key: attributes[key] for key in ("name", "definition", "is_starred")}


def test_real_ids_become_keys_of_the_state() -> None:
    attributes = flow_of([mail("101", "102"), mail("102")])
    flow = decode_flow(attributes, Account(), "x", keys={"101": "first", "102": "second"})
    assert [step.key for step in flow.steps] == ["first", "second"]
    assert (flow.status, flow.trigger) == ("live", MetricTrigger(metric="placed_order"))
    assert [step.key for step in decode_flow(attributes, Account(), "x").steps] == ["101", "102"]


def test_copies_are_one_tail_again_even_without_keys() -> None:
    """Nobody has named these actions: what both sides do at their ends is one tail."""
    actions = [split("1", "2", "4"), mail("2", "3", subject_line="Gold"), mail("3"), mail("4")]
    (branch, last) = decode_flow(flow_of(actions), Account(), "x").steps
    assert isinstance(branch, If)
    assert [step.key for step in branch.then] == ["2"]
    assert branch.otherwise == ()
    assert isinstance(last, Email)


def test_paths_joined_in_the_editor_are_one_tail() -> None:
    """S4: both sides lead to one action."""
    actions = [split("1", "2", "3"), mail("2", "4"), mail("3", "4", subject_line="Other"), mail("4", "5"), mail("5")]
    steps = decode_flow(flow_of(actions), Account(), "x", keys={id: f"k{id}" for id in "12345"}).steps
    assert [step.key for step in steps] == ["k1", "k4", "k5"]


def test_a_ladder_of_joined_splits_is_read_once() -> None:
    """Thirty diamonds in a row are ninety actions, not 2^30 paths."""
    actions = []
    for rung in range(30):
        following = str(3 * rung + 3)
        actions += [split(str(3 * rung), str(3 * rung + 1), str(3 * rung + 2))]
        actions += [mail(str(3 * rung + 1), following), mail(str(3 * rung + 2), following, subject_line="Other")]
    actions.append(mail("90"))
    names = {action["id"]: f"k{action['id']}" for action in actions}
    steps = decode_flow(flow_of(actions), Account(), "x", keys=names).steps
    assert len(steps) == 31


def test_a_yes_side_that_ends_is_an_exit() -> None:
    steps = decode_flow(flow_of([split("1", None, "2"), mail("2")]), Account(), "x").steps
    assert isinstance(steps[0], ExitIf)
    assert isinstance(steps[1], Email)


def test_defaults_of_the_platform_stand_for_absent_keys() -> None:
    bare = {"id": "1", "type": "send-email", "data": {"message": {"template_id": "TeMp01"}}}
    (step,) = decode_flow(flow_of([bare]), Account(), "x").steps
    assert isinstance(step, Email)
    assert (step.status, step.smart_sending, step.transactional, step.utm) == ("draft", True, False, False)
    reentry = decode_flow(flow_of([bare], triggers=[{"type": "list", "id": "LiSt01"}]), Account(), "x").reentry
    assert reentry.mode == "never"


def test_secrets_are_placeholders_until_they_are_sent() -> None:
    hook = {
        "id": "1",
        "type": "send-webhook",
        "data": {"message": {"url": "https://a.example", "headers": {"A": "{secret:TOKEN}", "B": "plain {secret:X}"}}},
    }
    flow = decode_flow(flow_of([hook]), Account(), "x")
    (step,) = flow.steps
    assert isinstance(step, Webhook)
    assert [type(value).__name__ for _, value in step.headers] == ["SecretHeader", "str"]

    def headers(**words: Any) -> Any:
        (action,) = encode_flow(flow, segments={}, ids=Symbolic(), **words)["definition"]["actions"]
        return action["data"]["message"]["headers"]

    assert headers()["A"] == "{secret:TOKEN}"
    assert headers(secrets=lambda name: f"value of {name}")["A"] == "value of TOKEN"


def test_a_test_drawn_in_the_editor_is_read() -> None:
    """Even shares are not said; who ended it when it began says how long it runs."""
    ends = {"enabled": True, "automatic_end_date": "2026-12-15T00:00:00+00:00"}
    action = experiment(
        mail("3", name="M Test #1"),
        mail("4", name="M Test #2", subject_line="Other"),
        mail("5", name="M Test #3", subject_line="Third"),
        started="2026-12-01T00:00:00+00:00",
        automatic_winner_selection_settings={**ends, "automatic_end_statistical_certainty": True},
    )
    (step,) = decode_flow(flow_of([action]), Account(), "x").steps
    assert isinstance(step, Email)
    assert step.ab_test is not None
    assert [one.name for one in step.ab_test.variants] == ["M Test #1", "M Test #2", "M Test #3"]
    assert (step.ab_test.vary, step.ab_test.shares, step.ab_test.metric) == ("subject", (34, 33, 33), "clicks")
    assert step.ab_test.winner == Winner(certain=True, after=Duration(amount=14, unit="day"))
    named = decode_flow(flow_of([action]), Account(), "x", keys={"1": "hi", "3": "hi:plain", "4": "hi:warm"}).steps[0]
    assert isinstance(named, Email)
    assert named.ab_test is not None
    assert [one.name for one in named.ab_test.variants] == ["plain", "warm", "M Test #3"]


def test_draws_inside_one_another_are_one_split_even_without_keys() -> None:
    def draw(id: str, then: str | None, otherwise: str | None, percentage: int) -> dict[str, Any]:
        sample = {"type": "profile-sample", "percentage": percentage}
        filtered = {"profile_filter": {"condition_groups": [{"conditions": [sample]}]}}
        return {**split(id, then, otherwise), "data": filtered}

    def mails(*ids: str) -> list[dict[str, Any]]:
        return [mail(id, subject_line=id) for id in ids]

    flow = decode_flow(
        flow_of([draw("1", "3", "2", 20), draw("2", "4", "5", 25), *mails("3", "4", "5")]), Account(), "x"
    )
    (step,) = flow.steps
    assert isinstance(step, Split)
    assert [(one.percent, one.steps[0].key) for one in step.shares] == [(20, "3"), (20, "4"), (60, "5")]
    (alone,) = decode_flow(flow_of([draw("1", "3", "4", 20), *mails("3", "4")]), Account(), "x").steps
    assert isinstance(alone, If)


@pytest.mark.parametrize(
    "trigger",
    [
        {"type": "price-drop", "trigger_filter": None, "price_drop_amount_value": 5, "currency_type": "eur"},
        {"type": "weather", "city": "Lille"},
    ],
)
def test_a_trigger_without_words_is_kept_as_it_is(trigger: dict[str, Any]) -> None:
    flow = decode_flow(flow_of([mail("1")], triggers=[trigger]), Account(), "x")
    assert flow.trigger == RawTrigger(json=trigger)
    assert encode_flow(flow, segments={}, ids=Account())["definition"]["triggers"] == [trigger]


def test_a_date_that_comes_back_otherwise_is_kept_as_it_is() -> None:
    trigger = {**BIRTHDAY, "recurrence_frequency": "every full moon"}
    target = {"id": "0", "type": "target-date", "links": {"next": "1"}, "data": {"timezone": "profile"}}
    flow = decode_flow(flow_of([target, mail("1")], triggers=[trigger]), Account(), "x")
    assert flow.trigger == RawTrigger(json=trigger)
    assert [step.key for step in flow.steps] == ["1"]


def test_what_two_of_three_ways_end_with_is_one_tail_and_the_third_leaves() -> None:
    gold = {"condition_groups": [{"conditions": [GOLD]}]}
    branches = [
        {"branch_id": "a", "branch_filter": gold, "links": {"next": "2"}},
        {"branch_id": "b", "branch_filter": gold, "links": {"next": "3"}},
        {"branch_id": "c", "is_else": True, "links": {"next": "5"}},
    ]
    action = {"id": "1", "type": "multi-branch-split", "data": {"name": "By tier", "branches": branches}}
    actions = [action, mail("2", "4", subject_line="A"), mail("4"), mail("3", subject_line="B"), mail("5")]
    step, tail = decode_flow(flow_of(actions), Account(), "x").steps
    assert isinstance(step, Switch)
    assert [[type(one).__name__ for one in case.steps] for case in step.cases] == [["Email"], ["Email", "Exit"]]
    assert (step.otherwise, type(tail).__name__) == ((), "Email")


def test_a_split_of_three_branches_is_a_switch_with_a_rest() -> None:
    """An account may hold branches without names and without a last one for the rest."""
    gold = {"condition_groups": [{"conditions": [GOLD]}]}
    branches = [
        {"branch_id": "b", "order": 2, "branch_filter": gold, "links": {"next": "3"}, "name": "Second"},
        {"branch_id": "a", "order": 1, "branch_filter": gold, "links": {"next": "2"}, "name": None},
    ]
    action = {"id": "1", "type": "multi-branch-split", "data": {"name": "By tier", "branches": branches}}
    (step,) = decode_flow(flow_of([action, mail("2"), mail("3", subject_line="B")]), Account(), "x").steps
    assert isinstance(step, Switch)
    assert [(one.name, one.steps[0].key) for one in step.cases] == [("", "2"), ("Second", "3")]
    assert step.otherwise == ()


UNREADABLE: dict[str, dict[str, Any]] = {
    "an SMS with a picture of the account": flow_of([
        {"id": "1", "type": "send-sms", "data": {"message": {"body": "Hi", "image_id": "7"}}}
    ]),
    "an SMS without the sender's address": flow_of([
        {"id": "1", "type": "send-sms", "data": {"message": {"body": "Hi", "add_info_link": False}}}
    ]),
    "a silent push": flow_of([
        {"id": "1", "type": "send-mobile-push", "data": {"message": {"body": "Hi", "push_type": "silent"}}}
    ]),
    "a push that opens something else": flow_of([
        {"id": "1", "type": "send-mobile-push", "data": {"message": {"body": "Hi", "on_open": "link"}}}
    ]),
    "a WhatsApp without a template": flow_of([{"id": "1", "type": "send-whatsapp", "data": {"message": {}}}]),
    "an alert to nobody": flow_of([{"id": "1", "type": "send-internal-alert", "data": {"message": {"to_emails": []}}}]),
    "a step of Klaviyo's with ids inside": flow_of([
        {"id": "1", "type": "content-experiment", "data": {"main_action": {"id": "2", "type": "send-mobile-push"}}}
    ]),
    "a step with a result": flow_of([
        {"id": "1", "type": "action-output-split", "links": {"next_if_true": None, "next_if_false": None}, "data": {}}
    ]),
    "a test of one version": flow_of([experiment(mail("3"))]),
    "a test of senders": flow_of([experiment(mail("3"), mail("4", from_email="b@example.com"))]),
    "a test whose main message nobody gets": flow_of([
        experiment(mail("3", subject_line="A"), mail("4", subject_line="B"))
    ]),
    "a test of uneven hundredths": flow_of([experiment(mail("3"), mail("4"), allocations={"3": 0.005, "4": 0.995})]),
    "a test of forms": flow_of([experiment(mail("3"), mail("4"), winner_metric="submission")]),
    "a test that ends some day": flow_of([experiment(mail("3"), mail("4"), automatic_winner_selection_settings={
        "enabled": True, "automatic_end_date": "2026-12-01T00:00:00Z", "automatic_end_statistical_certainty": False})]),
    "a countdown in hours": flow_of([{"id": "1", "type": "countdown-delay", "data": {"unit": "hours", "value": 1}}]),
    "a date with a time of its own": flow_of(
        [{"id": "1", "type": "target-date", "links": {"next": None}, "data": {"target_time": "10:00:00"}}],
        triggers=[BIRTHDAY],
    ),
    "a date flow without its date": flow_of([mail("1")], triggers=[BIRTHDAY]),
    "a copy to somebody": flow_of([mail("1", cc_email="boss@example.com")]),
    "tracking parameters": flow_of([mail("1", custom_tracking_params=[{"param": "a", "value": "b"}])]),
    "a mail without a template": flow_of([mail("1", template_id=None)]),
    "a disabled mail": flow_of([{**mail("1"), "data": {**mail("1")["data"], "status": "disabled"}}]),
    "a link to nothing": flow_of([mail("1", "2")]),
    "a circle": flow_of([mail("1", "2"), mail("2", "1")]),
    "a circle through a split": flow_of([split("1", "2", None), mail("2", "1")]),
    "a split on nothing": flow_of([{**split("1", None, None), "data": {"profile_filter": None}}]),
    "a split with three ways": flow_of([
        {"id": "1", "type": "multi-branch-split", "data": {"name": "x", "branches": [{}, {}, {"is_else": True}]}}
    ]),
    "two triggers": flow_of([mail("1")], triggers=[{"type": "list", "id": "a"}, {"type": "list", "id": "b"}]),
    "a date trigger": flow_of([mail("1")], triggers=[{"type": "date", "id": "a"}]),
    "a trigger not set up": flow_of([mail("1")], triggers=[{"type": "metric", "id": None}]),
    "a trigger with a date": flow_of([mail("1")], triggers=[{"type": "metric", "id": "MeTr01", "trigger_filter": {
        "condition_groups": [{"conditions": [{"type": "metric-property", "metric_id": "MeTr01", "field": "D",
                                              "filter": {"type": "date", "operator": "anniversary"}}]}]}}]),
    "re-entry twice": flow_of([mail("1")], reentry_criteria={"duration": 2, "unit": "alltime"}),
    "a delay of months": flow_of([{"id": "1", "type": "time-delay", "data": {"unit": "months", "value": 1}}]),
    "a delay to the second": flow_of([
        {"id": "1", "type": "time-delay", "data": {"unit": "days", "value": 1, "delay_until_time": "09:00:30"}}
    ]),
    "a change of a field": flow_of([{"id": "1", "type": "update-profile", "data": {"profile_operations": [
        {"operator": "update", "property_type": "string", "property_key": "first_name", "property_value": "x"}]}}]),
    "a list not chosen": flow_of([
        {"id": "1", "type": "list-update", "data": {"name": "x", "on_execution": True, "list_id": None}}
    ]),
}  # fmt: skip


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_flows_in_git_cannot_hold_is_never_dropped(name: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        decode_flow(UNREADABLE[name], Account(), "x")
    assert caught.value.where.startswith("definition.")
    assert caught.value.hint


def test_splits_in_splits_have_an_end() -> None:
    deep = [split(str(n), str(n + 1), None) for n in range(150)]
    with pytest.raises(UnreadableError, match="without end"):
        decode_flow(flow_of([*deep, mail("150")]), Account(), "x")
