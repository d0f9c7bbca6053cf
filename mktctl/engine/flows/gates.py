"""Everything that is asked before a step does something, in the order of F6: all that held it back is told."""

from collections.abc import Collection, Iterator
from datetime import datetime

from mktctl.engine.conditions import holds
from mktctl.engine.flows.consent_gate import consent_checks
from mktctl.engine.flows.course import ActingNode, course_of
from mktctl.engine.flows.effects import Check, Send, Skip, SkipReason
from mktctl.engine.flows.run import Run
from mktctl.engine.flows.setting import Setting
from mktctl.engine.flows.smart_sending import last_attempt
from mktctl.engine.flows.turning import turns_at
from mktctl.engine.flows.viewing import salt_of, view
from mktctl.engine.run_view import RunView
from mktctl.engine.telling import told
from mktctl.model.condition import All, Channel
from mktctl.model.flow_graph import EmailNode, FlowGraph, ListEntry, SegmentEntry, TextNode
from mktctl.model.profile import Profile

Asked = tuple[SkipReason, Check]


def gate(
    node: ActingNode,
    message: EmailNode | TextNode,
    *,
    graph: FlowGraph,
    name: str,
    run: Run,
    person: Profile,
    now: datetime,
    setting: Setting,
    lists: Collection[str] | None = None,
    reviewed: bool = False,
) -> Send | Skip:
    """What becomes of `message`, the step itself or the version of its test, for this person at `now`.

    `name` is the flow's. `lists` are the refs of the lists (of the segments, in a flow that a segment starts) that the
    person is in: without it lists are the profile's, and segments are not asked. `reviewed`: somebody clicked Send, and
    everything is asked again (U2). Quiet hours hold a message, they skip none: ask `held_until` first (M4). Raises
    UndecidableError for a condition that only Klaviyo can decide.
    """
    channel = channel_of(message)
    asked = [
        *_about_the_flow(node, graph, name, run, person, now, lists),
        *_only_if(node, message, graph, name, run, person, now),
        *consent_checks(channel, person, setting, transactional=message.transactional),
        _address(channel, person),
        *_smart_sending(channel, message, person, now, setting),
    ]
    reasons = tuple(reason for reason, check in asked if not check.passed)
    checks = tuple(check for _, check in asked)
    if reasons:
        return Skip(node=node.id, at=now, channel=channel, reasons=reasons, checks=checks)
    return Send(
        node=node.id,
        at=now,
        channel=channel,
        message=message.id,
        variant="" if message is node else message.name,
        review=node.status == "manual" and not reviewed,
        checks=checks,
    )


def gate_action(
    node: ActingNode,
    *,
    graph: FlowGraph,
    name: str,
    run: Run,
    person: Profile,
    now: datetime,
    setting: Setting,
    lists: Collection[str] | None = None,
) -> tuple[tuple[SkipReason, ...], tuple[Check, ...]]:
    """The same for a step that is no message to the person: what holds it back, and what was asked (F1, F4)."""
    every = setting.options.left_list == "every_action"
    asked = [
        (reason, check)
        for reason, check in _about_the_flow(node, graph, name, run, person, now, lists)
        if every or reason != "not_in_list"
    ]
    return tuple(reason for reason, check in asked if not check.passed), tuple(check for _, check in asked)


def channel_of(message: EmailNode | TextNode) -> Channel:
    """What it goes out by."""
    return "email" if isinstance(message, EmailNode) else message.channel


def _about_the_flow(
    node: ActingNode,
    graph: FlowGraph,
    name: str,
    run: Run,
    person: Profile,
    now: datetime,
    lists: Collection[str] | None,
) -> Iterator[Asked]:
    """Its status (U1), the list or segment that it is about (E9), the flow's filter part by part (F1)."""
    yield "draft", Check(question="it is live or manual", passed=node.status in ("live", "manual"), value=node.status)
    match graph.entry:
        case ListEntry(list=ref) if ref is not None:
            inside = ref in (person.lists if lists is None else lists)
            yield "not_in_list", Check(question=f"still on list {ref}", passed=inside)
        case SegmentEntry(segment=ref) if ref is not None and lists is not None:
            yield "not_in_list", Check(question=f"still in segment {ref}", passed=ref in lists)
    yield from _parts("flow_filter", graph.filter, person, now, view(run, name))


def _only_if(
    node: ActingNode,
    message: EmailNode | TextNode,
    graph: FlowGraph,
    name: str,
    run: Run,
    person: Profile,
    now: datetime,
) -> Iterator[Asked]:
    salt = salt_of(name, course_of(graph).paths.get(node.id, ""))
    yield from _parts("only_if", message.only_if, person, now, view(run, salt))


def _parts(reason: SkipReason, condition: All, person: Profile, now: datetime, seen: RunView) -> Iterator[Asked]:
    for part in condition.of:
        met = holds(part, person, now=now, run=seen)
        turns = None if met else turns_at(part, person, now=now, run=seen)
        yield reason, Check(question=told(part), passed=met, turns_at=turns)


def _address(channel: Channel, person: Profile) -> Asked:
    """Mail and text messages go to what the profile says; a push token is the consent itself."""
    field = {"email": "email", "sms": "phone_number", "whatsapp": "phone_number"}.get(channel)
    if field is None:
        return "missing_address", Check(question="a device is known", passed=channel in person.consents)
    found = person.fields.get(field)
    return "missing_address", Check(question=f"{field} is known", passed=bool(found), value=str(found or ""))


def _smart_sending(
    channel: Channel, message: EmailNode | TextNode, person: Profile, now: datetime, setting: Setting
) -> Iterator[Asked]:
    """M1, M2: nothing of the channel inside the window that the last one opened."""
    if not message.smart_sending or (message.transactional and not setting.options.transactional_smart_sending):
        return
    last = last_attempt(channel, person, now, setting)
    question = f"smart sending: no {channel} in the window of the last one"
    if last is None or last.until is None or last.until <= now:
        yield "smart_sending", Check(question=question, passed=True, value="" if last is None else _sent(last.time))
        return
    yield "smart_sending", Check(question=question, passed=False, value=_sent(last.time), turns_at=last.until)


def _sent(at: datetime) -> str:
    return f"last sent {at.isoformat()}"
