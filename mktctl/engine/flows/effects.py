"""What a step of a run asks the world to do. Effects are data: whoever runs the engine carries them out."""

from datetime import datetime
from typing import Any, Literal

import msgspec

from mktctl.engine.flows.run import EndReason
from mktctl.model.condition import Channel
from mktctl.model.flow import PropertyChange

SkipReason = Literal[
    "person_deleted", "draft", "not_in_list", "flow_filter", "only_if", "no_consent", "unsubscribed", "suppressed",
    "missing_address", "smart_sending", "no_way_out", "render_error",
]  # fmt: skip
"""In the order of F6; a message that several hold back has them all, the first one counts."""


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """One question that decided something: what was asked, of what, and the answer. For `why`.

    `value` is what was found, as text; `turns_at` the instant from which the answer would have been another, where
    that can be computed.
    """

    question: str
    passed: bool
    value: str = ""
    turns_at: datetime | None = None


class Effect(msgspec.Struct, frozen=True, kw_only=True, tag=True, tag_field="effect"):
    """Base. `node` is the step that asks for it, `at` when; `checks` are in the order in which they were made."""

    node: str
    at: datetime
    checks: tuple[Check, ...] = ()


class Send(Effect, frozen=True, kw_only=True):
    """Hand a message over. `message` is the node's id of what is sent: the step, or the variation of its test.

    `variant` is the variation's name, empty without a test. `review`: it waits for a person's click instead (U1).
    """

    channel: Channel
    message: str
    variant: str = ""
    review: bool = False


class Skip(Effect, frozen=True, kw_only=True):
    """A step that was passed and not done; the run goes on (F1). `reasons` are all that applied, in F6's order."""

    channel: Channel | None
    reasons: tuple[SkipReason, ...]


class Change(Effect, frozen=True, kw_only=True):
    """`update_profile`."""

    changes: tuple[PropertyChange, ...]


class ListChange(Effect, frozen=True, kw_only=True):
    """`add_to_list`, `remove_from_list`."""

    list: str
    add: bool


class Call(Effect, frozen=True, kw_only=True):
    """A webhook, or an alert to colleagues; `what` is the node as plain values."""

    kind: Literal["webhook", "alert"]
    what: dict[str, Any]


class Branched(Effect, frozen=True, kw_only=True):
    """Which way a split took: `next_if_true`, `next_if_false`, or a branch's id."""

    way: str


class Waits(Effect, frozen=True, kw_only=True):
    """The run waits; `until` is None for what no clock tells, such as stock."""

    until: datetime | None


class Ended(Effect, frozen=True, kw_only=True):
    """The run is over."""

    reason: EndReason


AnyEffect = Send | Skip | Change | ListChange | Call | Branched | Waits | Ended
