"""Each step with one way on as a node of the graph."""

from collections.abc import Mapping
from typing import Any, Final, Literal

import msgspec

from mktctl.engine.flows.plain_groups import plain
from mktctl.model import flow_graph as graph
from mktctl.model.condition import All, Condition
from mktctl.model.duration import Duration
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
    SecretHeader,
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
from mktctl.wire.errors import UnreadableError
from mktctl.wire.flows import dates, messages, pushes, texts, waits
from mktctl.wire.flows.experiments import after_placeholder, encode_experiment, main_key, variation_key, varied
from mktctl.wire.flows.read_actions import read_action
from mktctl.wire.ids import Symbolic

_OWN_FIELDS: Final = ("name", "body", "smart_sending_enabled", "transactional", "additional_filters")
"""Of a text message, what the node itself has; the rest is `settings`."""


class Surroundings(msgspec.Struct, frozen=True, kw_only=True):
    """What a step needs to know of its flow."""

    segments: Mapping[str, Condition]
    metric: str | None

    def groups(self, condition: Condition | None, place: Place) -> All:
        """The condition as the platform holds it; None holds for everybody."""
        if condition is None:
            return All(of=())
        found, problems = compile_groups(condition, place=place, segments=self.segments, metric=self.metric)
        problem = first_error(problems)
        assert problem is None, f"the flow was not checked: {problem}"
        return plain(found)


def linear_node(key: str, following: str | None, step: AnyStep, around: Surroundings) -> graph.AnyNode:
    """The node of a step that does not branch."""
    match step:
        case Email(ab_test=test) | Sms(ab_test=test) if test is not None:
            return _experiment(key, following, step, around)
        case Email() | Sms() | Push() | WhatsApp():
            return _message(key, following, step, around)
        case Webhook() | Alert():
            return _call(key, following, step)
        case Wait() | DateWait() | StockWait():
            return _wait(key, following, step)
        case UpdateProfile():
            return graph.UpdateProfileNode(id=key, next=following, status=step.status, changes=step.changes)
        case ListUpdate():
            return graph.ListUpdateNode(id=key, next=following, status=step.status, list=step.list, add=step.add)
        case RawStep(json=json):
            return _raw(key, following, json, around)
        case Exit() | If() | ExitIf() | Switch() | Split():
            raise AssertionError("leaving is a link that leads nowhere, and branches have several")


def _message(
    key: str, following: str | None, step: Email | Sms | Push | WhatsApp, around: Surroundings
) -> graph.EmailNode | graph.TextNode:
    only_if = around.groups(step.only_if, Place.MESSAGE)
    channel: Literal["sms", "push", "whatsapp"]
    match step:
        case Email():
            return _email(key, following, step, only_if)
        case Sms():
            channel, data = "sms", texts.encode_sms(step, Groups(), Symbolic())
        case Push():
            channel, data = "push", pushes.encode_push(step, Groups(), Symbolic())
        case WhatsApp():
            channel, data = "whatsapp", texts.encode_whatsapp(step, Groups(), Symbolic())
    message = data["message"]
    return graph.TextNode(
        id=key,
        next=following,
        channel=channel,
        status=step.status,
        message_id=None,
        name=step.name,
        body=message.get("body") or "",
        smart_sending=step.smart_sending,
        transactional=message.get("transactional", False),
        only_if=only_if,
        settings={name: value for name, value in message.items() if name not in _OWN_FIELDS},
    )


def _email(key: str, following: str | None, step: Email, only_if: All) -> graph.EmailNode:
    return graph.EmailNode(
        id=key,
        next=following,
        status=step.status,
        message_id=None,
        name=step.name,
        subject=step.subject,
        preview_text=step.preview_text,
        from_email=step.sender.email,
        from_label=step.sender.name,
        reply_to=step.sender.reply_to,
        cc=None,
        bcc=None,
        template=step.template,
        smart_sending=step.smart_sending,
        transactional=step.transactional,
        utm=step.utm,
        only_if=only_if,
    )


def _experiment(key: str, following: str | None, step: Email | Sms, around: Surroundings) -> graph.ExperimentNode:
    """The main message is the first version (P36); the test itself is a draft until the platform starts it."""
    test = step.ab_test
    assert test is not None, "a message without a test"
    settings = encode_experiment(key, step, "", lambda one: {}, after_placeholder)["current_experiment"]

    def version(own: str, index: int, name: str) -> graph.EmailNode | graph.TextNode:
        message = msgspec.structs.replace(varied(step, test.variants[index]), name=name)
        return _message(own, None, message, around)

    return graph.ExperimentNode(
        id=key,
        next=following,
        status=step.status,
        experiment_status="draft",
        main=version(main_key(key), 0, step.name),
        variations=tuple(
            version(variation_key(key, one.name), index, one.name) for index, one in enumerate(test.variants)
        ),
        shares=dict(settings["allocations"]),
        winner_metric=settings["winner_metric"],
        settings={name: value for name, value in settings.items() if name != "variations"},
    )


def _call(key: str, following: str | None, step: Webhook | Alert) -> graph.AnyNode:
    """Secrets stay placeholders: they are for the applier alone (P55)."""
    if isinstance(step, Alert):
        return graph.AlertNode(
            id=key,
            next=following,
            status=step.status,
            message_id=None,
            name=step.name,
            subject=step.subject,
            from_email=step.sender.email,
            from_label=step.sender.name,
            to=step.to,
            template=step.template,
        )
    headers = {
        name: messages.placeholder(value.secret) if isinstance(value, SecretHeader) else value
        for name, value in step.headers
    }
    return graph.WebhookNode(
        id=key,
        next=following,
        status=step.status,
        message_id=None,
        name=step.name,
        url=step.url,
        headers=headers,
        body=step.body,
    )


def _wait(key: str, following: str | None, step: Wait | DateWait | StockWait) -> graph.AnyNode:
    """A week is seven days, and the zone is the profile's where no calendar is asked."""
    match step:
        case StockWait():
            return graph.BackInStockNode(id=key, next=following)
        case Wait(span=span):
            data = waits.encode_wait(step)
            if span.unit == "week":
                span = Duration(amount=data["value"], unit="day")
        case DateWait(before=span):
            data = dates.encode_countdown(step)
    return graph.DelayNode(
        id=key,
        next=following,
        span=span,
        zone=data["timezone"],
        at=data.get("delay_until_time"),
        weekdays=tuple(day for day in waits.WEEKDAYS if day in step.weekdays),
        counts_down=isinstance(step, DateWait),
    )


def _raw(key: str, following: str | None, json: dict[str, Any], around: Surroundings) -> graph.AnyNode:
    """An action in the platform's words as the step that it is; what has no step is passed through."""
    try:
        read = read_action(json, lambda action: key, Symbolic(), "raw")
    except UnreadableError:
        read = RawStep(key=key, json=json)
    if isinstance(read, RawStep):
        return graph.OpaqueNode(id=key, next=following, type=str(json["type"]), settings=json.get("data") or {})
    return linear_node(key, following, read, around)
