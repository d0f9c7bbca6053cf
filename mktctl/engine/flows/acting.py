"""Steps that do something: what they ask the world for, or why they are passed (F1, U1)."""

from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec

from mktctl.engine.conditions import holds
from mktctl.engine.flows.course import ActingNode
from mktctl.engine.flows.effects import AnyEffect, Call, Change, Check, ListChange, Send, Skip, SkipReason
from mktctl.engine.flows.run import Run
from mktctl.engine.flows.setting import Setting
from mktctl.engine.flows.variants import assign
from mktctl.engine.flows.viewing import view
from mktctl.engine.telling import told
from mktctl.model.condition import Channel
from mktctl.model.flow import PropertyChange
from mktctl.model.flow_graph import (
    AlertNode,
    EmailNode,
    ExperimentNode,
    FlowGraph,
    ListUpdateNode,
    OpaqueNode,
    TextNode,
    UpdateProfileNode,
    WebhookNode,
)
from mktctl.model.profile import Profile

MessageNode = EmailNode | TextNode | ExperimentNode
_WEIGHTS: Final = 10_000
"""Shares of a test are fractions on the wire; weights are whole."""


def act(
    node: ActingNode | OpaqueNode,
    graph: FlowGraph,
    run: Run,
    person: Profile,
    *,
    salt: str,
    now: datetime,
    setting: Setting,
) -> AnyEffect | None:
    """What comes of the step; None for the platform's own actions, which are passed.

    A draft is passed, a manual message goes to review and the run goes on (U1); everything else must pass the flow's
    filter (F1, F4).
    """
    if isinstance(node, OpaqueNode):
        return None
    if node.status in ("draft", "disabled"):
        return Skip(node=node.id, at=now, channel=channel_of(node), reasons=("draft",))
    if isinstance(node, MessageNode):
        return _message(node, graph, run, person, salt=salt, now=now)
    met = holds(graph.filter, person, now=now, run=view(run, salt))
    checks = (Check(question=told(graph.filter), passed=met),)
    if not met:
        return Skip(node=node.id, at=now, channel=None, reasons=("flow_filter",), checks=checks)
    match node:
        case UpdateProfileNode(changes=changes):
            today = now.astimezone(ZoneInfo(setting.zone)).date()
            return Change(node=node.id, at=now, changes=tuple(_dated(one, today) for one in changes), checks=checks)
        case ListUpdateNode(list=str(ref), add=add):
            return ListChange(node=node.id, at=now, list=ref, add=add, checks=checks)
        case ListUpdateNode():  # its list is not set up yet
            return None
        case WebhookNode() | AlertNode():
            kind: Any = "webhook" if isinstance(node, WebhookNode) else "alert"
            return Call(node=node.id, at=now, kind=kind, what=msgspec.to_builtins(node), checks=checks)


def channel_of(node: ActingNode) -> Channel | None:
    """What a message goes out by; None for steps that are no message to the person."""
    match node:
        case EmailNode():
            return "email"
        case TextNode(channel=channel):
            return channel
        case ExperimentNode(main=main):
            return channel_of(main)
    return None


def _message(
    node: EmailNode | TextNode | ExperimentNode,
    graph: FlowGraph,
    run: Run,
    person: Profile,
    *,
    salt: str,
    now: datetime,
) -> AnyEffect:
    """Of a test the version that is drawn for this person; a decided one sends its main message."""
    message = _drawn(node, person, salt) if isinstance(node, ExperimentNode) else node
    checks: list[Check] = []
    reasons: list[SkipReason] = []
    asked: tuple[tuple[SkipReason, Any], ...] = (("flow_filter", graph.filter), ("only_if", message.only_if))
    for reason, condition in asked:
        met = holds(condition, person, now=now, run=view(run, salt))
        checks.append(Check(question=told(condition), passed=met))
        if not met:
            reasons.append(reason)
    channel = channel_of(message)
    assert channel is not None, "a message has a channel"
    if reasons:
        return Skip(node=node.id, at=now, channel=channel, reasons=tuple(reasons), checks=tuple(checks))
    return Send(
        node=node.id,
        at=now,
        channel=channel,
        message=message.id,
        variant=message.name if message is not node else "",
        review=node.status == "manual",
        checks=tuple(checks),
    )


def _drawn(node: ExperimentNode, person: Profile, salt: str) -> EmailNode | TextNode:
    if node.experiment_status == "completed" or not node.variations:
        return node.main
    shares = [round(_WEIGHTS * node.shares.get(one.id, 0)) for one in node.variations]
    if not any(shares):
        shares = [1] * len(node.variations)
    return node.variations[assign(shares, person.sample_key or person.id, salt)]


def _dated(change: PropertyChange, today: date) -> PropertyChange:
    """`today` is the day of the account."""
    is_today = change.type == "date" and change.value == "today"
    return msgspec.structs.replace(change, value=today.isoformat()) if is_today else change
