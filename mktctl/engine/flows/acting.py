"""Steps that do something: what they ask the world for, or why they are passed (F1, U1)."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Final, Literal
from zoneinfo import ZoneInfo

import msgspec

from mktctl.engine.flows.course import ActingNode, course_of
from mktctl.engine.flows.effects import AnyEffect, Call, Change, Check, ListChange, Skip, Waits
from mktctl.engine.flows.gates import gate, gate_action
from mktctl.engine.flows.quiet import held_until
from mktctl.engine.flows.run import Run
from mktctl.engine.flows.setting import Setting
from mktctl.engine.flows.variants import assign
from mktctl.engine.flows.viewing import salt_of
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
    name: str,
    run: Run,
    person: Profile,
    *,
    now: datetime,
    setting: Setting,
    lists: Collection[str] | None = None,
) -> AnyEffect | None:
    """What comes of the step: `Waits` for a message in quiet hours (M4), None for the platform's own actions.

    A draft is passed, a manual message goes to review and the run goes on (U1); everything else must pass the flow's
    filter (F1, F4), and messages the checks of `gate`, which says what `lists` are.
    """
    if isinstance(node, OpaqueNode):
        return None
    if node.status in ("draft", "disabled"):
        return Skip(node=node.id, at=now, channel=channel_of(node), reasons=("draft",))
    if isinstance(node, MessageNode):
        message = _version(node, graph, name, person) if isinstance(node, ExperimentNode) else node
        held = held_until(message, person, now=now, setting=setting) if node.status == "live" else None
        if held is not None:
            return Waits(node=node.id, at=now, until=held, checks=(Check(question="no quiet hours", passed=False),))
        return gate(
            node, message, graph=graph, name=name, run=run, person=person, now=now, setting=setting, lists=lists
        )
    reasons, checks = gate_action(
        node, graph=graph, name=name, run=run, person=person, now=now, setting=setting, lists=lists
    )
    if reasons:
        return Skip(node=node.id, at=now, channel=None, reasons=reasons, checks=checks)
    return _done(node, now, setting, checks)


def _done(
    node: UpdateProfileNode | ListUpdateNode | WebhookNode | AlertNode,
    now: datetime,
    setting: Setting,
    checks: tuple[Check, ...],
) -> AnyEffect | None:
    match node:
        case UpdateProfileNode(changes=changes):
            today = now.astimezone(ZoneInfo(setting.zone)).date()
            return Change(node=node.id, at=now, changes=tuple(_dated(one, today) for one in changes), checks=checks)
        case ListUpdateNode(list=str(ref), add=add):
            return ListChange(node=node.id, at=now, list=ref, add=add, checks=checks)
        case ListUpdateNode():  # its list is not set up yet
            return None
        case WebhookNode() | AlertNode():
            kind: Literal["webhook", "alert"] = "webhook" if isinstance(node, WebhookNode) else "alert"
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


def _version(node: ExperimentNode, graph: FlowGraph, name: str, person: Profile) -> EmailNode | TextNode:
    """What is drawn for this person (T50); a decided test sends its main message."""
    if node.experiment_status == "completed" or not node.variations:
        return node.main
    shares = [round(_WEIGHTS * node.shares.get(one.id, 0)) for one in node.variations]
    if not any(shares):
        shares = [1] * len(node.variations)
    salt = salt_of(name, course_of(graph).paths.get(node.id, ""))
    return node.variations[assign(shares, person.sample_key or person.id, salt)]


def _dated(change: PropertyChange, today: date) -> PropertyChange:
    """`today` is the day of the account."""
    is_today = change.type == "date" and change.value == "today"
    return msgspec.structs.replace(change, value=today.isoformat()) if is_today else change
