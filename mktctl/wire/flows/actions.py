"""Each step as an action: `{temporary_id, type, links, data}`."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from mktctl.model.condition import Condition
from mktctl.model.flow import (
    Alert,
    AnyStep,
    DateWait,
    Email,
    Exit,
    ExitIf,
    If,
    ListUpdate,
    Push,
    RawStep,
    Sms,
    Split,
    StockWait,
    Switch,
    UpdateProfile,
    Wait,
    Webhook,
    WhatsApp,
)
from mktctl.wire.conditions.compile import compile_groups
from mktctl.wire.conditions.normal_form import Groups
from mktctl.wire.conditions.place import Place
from mktctl.wire.conditions.refusals import first_error
from mktctl.wire.flows import alerts, data_steps, messages, pushes, splits, texts
from mktctl.wire.flows.dates import encode_countdown
from mktctl.wire.flows.draws import encode_draws
from mktctl.wire.flows.experiments import Ends, encode_experiment
from mktctl.wire.flows.switches import encode_switch
from mktctl.wire.flows.tree import Placed
from mktctl.wire.flows.waits import encode_wait
from mktctl.wire.ids import Ids

_EXPERIMENT: Final = "ab-test"


class Surroundings(msgspec.Struct, frozen=True, kw_only=True):
    """What a step needs to know of its flow and of the account."""

    segments: Mapping[str, Condition]
    metric: str | None
    ids: Ids
    secrets: messages.Secrets
    ends: Ends


def encode_actions(placed: Placed, around: Surroundings) -> list[dict[str, Any]]:
    """The step's action, of a split by chance several; the flow passed `check_flow`, else an assert."""
    assert placed.refused is None, f"the flow was not checked: {placed.refused}"
    if isinstance(placed.step, Split):
        return encode_draws(placed.key, placed.step, placed.links)
    return [{"temporary_id": placed.key, **_written(placed, around)}]


def _written(placed: Placed, around: Surroundings) -> dict[str, Any]:
    match placed.step:
        case If(condition=condition) | ExitIf(condition=condition):
            kind = splits.kind_of(condition)
            groups = _groups(condition, splits.PLACES[kind], around)
            return splits.encode_split(placed.key, groups, kind, placed.links, around.metric, around.ids)
        case Switch(cases=cases) as step:
            conditions = [_groups(one.condition, Place.BRANCH, around) for one in cases]
            return encode_switch(placed.key, step, conditions, placed.links, around.ids)
        case step:
            type_, data = _linear(placed.key, step, around)
    action = {"type": type_, "links": {"next": placed.links["next"]}}
    return action if data is None else {**action, "data": data}


def _linear(key: str, step: AnyStep, around: Surroundings) -> tuple[str, dict[str, Any] | None]:
    """The type and `data` of an action with one way on."""
    match step:
        case Email(ab_test=test) | Sms(ab_test=test) if test is not None:
            inner = _message(msgspec.structs.replace(step, ab_test=None), around)[0]
            return _EXPERIMENT, encode_experiment(key, step, inner, lambda one: _message(one, around)[1], around.ends)
        case Email() | Sms() | Push() | WhatsApp() | Alert() | Webhook():
            return _message(step, around)
        case Wait():
            return "time-delay", encode_wait(step)
        case StockWait():
            return "back-in-stock-delay", None
        case DateWait():
            return "countdown-delay", encode_countdown(step)
        case UpdateProfile():
            return "update-profile", data_steps.encode_update(step)
        case ListUpdate():
            return "list-update", data_steps.encode_list_update(step, around.ids)
        case RawStep(json=json):
            return str(json["type"]), json.get("data")
        case Exit() | If() | ExitIf() | Switch() | Split():
            raise AssertionError("leaving is a link that leads nowhere, and branches have several")


def _message(step: Email | Sms | Push | WhatsApp | Alert | Webhook, around: Surroundings) -> tuple[str, dict[str, Any]]:
    match step:
        case Email():
            return "send-email", messages.encode_email(step, _own_filter(step.only_if, around), around.ids)
        case Sms():
            return "send-sms", texts.encode_sms(step, _own_filter(step.only_if, around), around.ids)
        case Push():
            return "send-mobile-push", pushes.encode_push(step, _own_filter(step.only_if, around), around.ids)
        case WhatsApp():
            return "send-whatsapp", texts.encode_whatsapp(step, _own_filter(step.only_if, around), around.ids)
        case Alert():
            return "send-internal-alert", alerts.encode_alert(step, around.ids)
        case Webhook():
            return "send-webhook", messages.encode_webhook(step, around.secrets)


def _own_filter(only_if: Condition | None, around: Surroundings) -> Groups:
    return Groups() if only_if is None else _groups(only_if, Place.MESSAGE, around)


def _groups(condition: Condition, place: Place, around: Surroundings) -> Groups:
    groups, problems = compile_groups(condition, place=place, segments=around.segments, metric=around.metric)
    problem = first_error(problems)
    assert problem is None, f"the flow was not checked: {problem}"
    return groups
