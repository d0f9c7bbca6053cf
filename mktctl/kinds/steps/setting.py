"""What a step's reading depends on: the flow around it."""

from collections.abc import Callable
from typing import Final

import msgspec

from mktctl.kinds.conditions.read import read_condition
from mktctl.kinds.conditions.scope import Scope
from mktctl.kinds.fields import Fields
from mktctl.kinds.refs import REF_WORDS
from mktctl.model.address import REF_PATTERN
from mktctl.model.condition import Condition
from mktctl.model.flow import AnyStep, ListUpdate, Status, Trigger
from mktctl.model.template import Sender

UNREADABLE: Final = ListUpdate(key="", list="", add=True, status="draft")
"""Stands in for a step with errors, so that what is around it can still be judged; never leaves the kinds alone."""
_RANK: Final = {"draft": 0, "manual": 1, "live": 2}


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """`scope` reads the filters of messages, `branches` the conditions that may ask about the starting event.
    `trigger` is None when it has mistakes.

    `read` reads a list of steps inside a branch. The rest is what a message has that says nothing itself.
    """

    scope: Scope
    branches: Scope
    trigger: Trigger | None
    status: Status
    smart_sending: bool
    utm: bool
    quiet_hours: bool
    sender: Sender | None
    read: "Callable[[Fields, str, Setting], tuple[AnyStep, ...]]"


def step_status(fields: Fields, setting: Setting) -> Status:
    """The step's own status, which may hold it back but not send it ahead of its flow (P45)."""
    if "status" not in fields.values:
        return setting.status
    chosen = fields.choice("status", ("draft", "manual", "live"), default=setting.status)
    if _RANK[chosen] > _RANK[setting.status]:
        message = f"a step goes no further than its flow, which is {setting.status}"
        fields.error("FLW011", "status", message, "Raise the flow's status, and hold the other steps back")
    return chosen  # type: ignore[return-value]  # one of the three


def pinned_key(fields: Fields) -> str:
    """`id:`, empty without one."""
    if "id" not in fields.values:
        return ""
    key = fields.text("id")
    if key and not REF_PATTERN.fullmatch(key):
        fields.error("REF003", "id", f"{key} is no name: {REF_WORDS}")
        return ""
    return key


def read_only_if(fields: Fields, setting: Setting) -> Condition | None:
    """`only_if:` of one message (Klaviyo: additional filters, F3)."""
    if "only_if" not in fields.values:
        return None
    return read_condition(fields.values["only_if"], fields.at("only_if"), setting.scope)
