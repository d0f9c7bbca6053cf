"""The shape of each type of action (klaviyo-api.md section 2, the table).

`code` and `internal-service` are Klaviyo's own: they can be read where they are, never sent.
"""

import functools
from collections.abc import Mapping
from typing import Any, Final

from mktctl.sandbox.flows import message_shapes as messages
from mktctl.sandbox.flows.experiment_shapes import experiment_data
from mktctl.sandbox.flows.filters import groups
from mktctl.sandbox.flows.parts import (
    COUNT,
    LINK,
    STATUS,
    TIME_OF_DAY,
    WEEKDAYS,
    YES_NO_LINKS,
    ZONE,
    Mode,
    NotHere,
    SentOnly,
    defaulted,
    not_on_create,
    only_on_create,
)
from mktctl.sandbox.flows.profile_operations import PROFILE_OPERATION
from mktctl.sandbox.jsonapi.shapes import (
    Either,
    Field,
    Flag,
    Items,
    Number,
    Record,
    Reference,
    Shape,
    Text,
    Variants,
    nullable,
    required,
)

LINEAR: Final = frozenset(
    {
        "send-email", "send-sms", "send-mobile-push", "send-whatsapp", "send-webhook", "send-internal-alert",
        "time-delay", "target-date", "countdown-delay", "back-in-stock-delay", "update-profile", "list-update",
    }
)  # fmt: skip
"""One way on, and no experiment inside."""
YES_NO: Final = frozenset({"conditional-split", "trigger-split", "action-output-split"})
MULTI_BRANCH: Final = "multi-branch-split"
EXPERIMENTS: Final = frozenset({"ab-test", "content-experiment"})

_MESSAGE: Final = {
    "send-email": messages.email,
    "send-sms": messages.sms,
    "send-mobile-push": messages.push,
    "send-whatsapp": messages.whatsapp,
    "send-webhook": messages.webhook,
    "send-internal-alert": messages.alert,
}
CHANNELS: Final = {
    "send-email": "email",
    "send-sms": "sms",
    "send-mobile-push": "push",
    "send-whatsapp": "whatsapp",
    "send-webhook": "webhook",
    "send-internal-alert": "internal_alert",
}
"""What an action with a message of its own sends through."""
_FULL_MESSAGE: Final = frozenset({"send-webhook", "send-internal-alert"})
_LINK: Final = defaulted(LINK, {"next": None}, nullable=True)
_YES_NO_LINKS: Final = defaulted(YES_NO_LINKS, {"next_if_true": None, "next_if_false": None}, nullable=True)
_TRIGGER_TYPES: Final = ("date", "list", "low-inventory", "metric", "price-drop", "scheduled", "segment")
_SUBTYPES: Final = ("custom-object", "legacy-custom-object", "profile-property", "profile-trait")


def kind_of(action: Any) -> str:
    """The type of an action as it was sent; empty where it has none, or none that is a text."""
    kind = action.get("type") if isinstance(action, dict) else None
    return kind if isinstance(kind, str) else ""


@functools.cache
def action(mode: Mode) -> Variants:
    """Any action."""
    return Variants(
        name="FlowAction",
        key="type",
        cases={
            **{kind: _sending(kind, mode) for kind in _MESSAGE},
            **{kind: _linear(kind, data, mode) for kind, data in _PLAIN_DATA.items()},
            **{kind: _linear(kind, experiment_data(kind, mode, _variation(kind, mode)), mode) for kind in EXPERIMENTS},
            "back-in-stock-delay": _record("back-in-stock-delay", {"links": _LINK}, mode),
            "conditional-split": _split("conditional-split", "profile_filter", groups("split"), {}, mode),
            "trigger-split": _split("trigger-split", "trigger_filter", groups("trigger-split"), _TRIGGER_KEYS, mode),
            "action-output-split": _split(
                "action-output-split", "action_output_filter", groups("action-output"), {}, mode
            ),
            MULTI_BRANCH: _multi_branch(mode),
        },
    )


def variant(kind: str, mode: Mode) -> Record:
    """The shape of one type of action."""
    shape = action(mode).cases[kind]
    assert isinstance(shape, Record)
    return shape


def _record(kind: str, fields: Mapping[str, Field], mode: Mode, *, nested: bool = False) -> Record:
    ids: dict[str, Field]
    if mode == "create":
        ids = {
            "id": not_on_create(),
            "temporary_id": SentOnly(Text(min_length=1), required=not nested, nullable=nested),
        }
    else:
        ids = {"id": required(Text(min_length=1)), "temporary_id": only_on_create()}
    return Record(name=kind, fields={**ids, "type": required(Text()), **fields})


def _linear(kind: str, data: Record, mode: Mode) -> Record:
    return _record(kind, {"links": _LINK, "data": required(data)}, mode)


def _sending(kind: str, mode: Mode, *, nested: bool = False) -> Record:
    """Webhooks and alerts must say their message; the others can be set up later."""
    must = mode == "update" or kind in _FULL_MESSAGE
    message = _MESSAGE[kind](mode)
    data = Record(
        name=f"{kind} data",
        fields={"message": required(message) if must else defaulted(message, {}, nullable=True), "status": STATUS},
    )
    fields = {"links": _LINK, "data": required(data) if must else defaulted(data, {}, nullable=True)}
    return _record(kind, fields, mode, nested=nested)


def _variation(kind: str, mode: Mode) -> Variants:
    kinds = ("send-email", "send-sms") if kind == "ab-test" else ("send-mobile-push", "send-whatsapp")
    return Variants(name=kind, key="type", cases={inner: _sending(inner, mode, nested=True) for inner in kinds})


def _split(kind: str, key: str, filter_groups: Shape, more: Mapping[str, Field], mode: Mode) -> Record:
    data = Record(name=f"{kind} data", fields={key: Field(filter_groups, required=True, nullable=True), **more})
    return _record(kind, {"links": _YES_NO_LINKS, "data": required(data)}, mode)


def _multi_branch(mode: Mode) -> Record:
    branch = Record(
        name="MultiBranchSplitBranch",
        fields={
            "branch_id": required(Text(min_length=1)),
            "order": nullable(COUNT),
            "is_else": defaulted(Flag(), value=False),
            "branch_filter": nullable(groups("branch")),
            "links": _LINK,
            "name": nullable(Text()),
        },
    )
    data = Record(
        name="MultiBranchSplitActionData",
        fields={"branches": required(Items(of=branch, at_least=1)), "name": required(Text())},
    )
    links = NotHere(Either(shapes=(), expected="null: the branches carry the links"), nullable=True)
    return _record(MULTI_BRANCH, {"links": links, "data": required(data)}, mode)


_TRIGGER_KEYS: Final = {
    "trigger_id": required(Text()),
    "trigger_type": required(Text(choices=_TRIGGER_TYPES)),
    "trigger_subtype": nullable(Text(choices=_SUBTYPES)),
}
_PLAIN_DATA: Final = {
    "time-delay": Record(
        name="TimeDelayActionData",
        fields={
            "unit": defaulted(Text(choices=("days", "hours", "minutes")), "days"),
            "value": required(COUNT),
            "secondary_value": nullable(Number(whole=True, minimum=0, maximum=59)),
            "timezone": ZONE,
            "delay_until_time": nullable(TIME_OF_DAY),
            "delay_until_weekdays": nullable(WEEKDAYS),
        },
    ),
    "target-date": Record(
        name="TargetDateActionData",
        fields={"timezone": ZONE, "target_time": Field(TIME_OF_DAY), "target_days": nullable(WEEKDAYS)},
    ),
    "countdown-delay": Record(
        name="CountdownDelayActionData",
        fields={
            "unit": defaulted(Text(choices=("days", "months", "weeks")), "days"),
            "value": defaulted(COUNT, 0),
            "timezone": ZONE,
            "delay_until_time": nullable(TIME_OF_DAY),
            "delay_until_weekdays": nullable(WEEKDAYS),
        },
    ),
    "update-profile": Record(
        name="UpdateProfileActionData",
        fields={"profile_operations": required(Items(of=PROFILE_OPERATION, at_least=1)), "status": STATUS},
    ),
    "list-update": Record(
        name="ListUpdateActionData",
        fields={
            "name": required(Text()),
            "on_execution": Field(Flag(), required=True, nullable=True),
            "list_id": Field(Reference(kinds=("list",)), required=True, nullable=True),
            "status": STATUS,
        },
    ),
}
