"""Each step as an action: `{temporary_id, type, links, data}`."""

from collections.abc import Mapping
from typing import Any

import msgspec

from mktctl.model.condition import Condition
from mktctl.model.flow import Email, Exit, ExitIf, If, ListUpdate, UpdateProfile, Wait, Webhook
from mktctl.wire.conditions.compile import compile_groups
from mktctl.wire.conditions.normal_form import Groups
from mktctl.wire.conditions.place import Place
from mktctl.wire.conditions.refusals import first_error
from mktctl.wire.flows import data_steps, messages, splits
from mktctl.wire.flows.experiments import Ends
from mktctl.wire.flows.tree import Placed
from mktctl.wire.flows.waits import encode_wait
from mktctl.wire.ids import Ids


class Surroundings(msgspec.Struct, frozen=True, kw_only=True):
    """What a step needs to know of its flow and of the account."""

    segments: Mapping[str, Condition]
    metric: str | None
    ids: Ids
    secrets: messages.Secrets
    ends: Ends


def encode_action(placed: Placed, around: Surroundings) -> dict[str, Any]:
    """One action; the flow passed `check_flow`, else an assert."""
    assert placed.refused is None, f"the flow was not checked: {placed.refused}"
    return {"temporary_id": placed.key, **_written(placed, around)}


def _written(placed: Placed, around: Surroundings) -> dict[str, Any]:
    match placed.step:
        case If(condition=condition) | ExitIf(condition=condition):
            kind = splits.kind_of(condition)
            groups = _groups(condition, splits.PLACES[kind], around)
            return splits.encode_split(placed.key, groups, kind, placed.links, around.metric, around.ids)
        case Email(only_if=only_if) as step:
            groups = Groups() if only_if is None else _groups(only_if, Place.MESSAGE, around)
            return _linear("send-email", messages.encode_email(step, groups, around.ids), placed)
        case Wait() as step:
            return _linear("time-delay", encode_wait(step), placed)
        case Webhook() as step:
            return _linear("send-webhook", messages.encode_webhook(step, around.secrets), placed)
        case UpdateProfile() as step:
            return _linear("update-profile", data_steps.encode_update(step), placed)
        case ListUpdate() as step:
            return _linear("list-update", data_steps.encode_list_update(step, around.ids), placed)
        case Exit():
            raise AssertionError("leaving is a link that leads nowhere")


def _linear(type_: str, data: dict[str, Any], placed: Placed) -> dict[str, Any]:
    return {"type": type_, "links": {"next": placed.links["next"]}, "data": data}


def _groups(condition: Condition, place: Place, around: Surroundings) -> Groups:
    groups, problems = compile_groups(condition, place=place, segments=around.segments, metric=around.metric)
    problem = first_error(problems)
    assert problem is None, f"the flow was not checked: {problem}"
    return groups
