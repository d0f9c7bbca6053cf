"""Everything that is asked before a step does something, in the order of F6: all that held it back is told."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

import msgspec

from mktctl.engine.conditions import holds
from mktctl.engine.finding import found
from mktctl.engine.flows.consent_gate import consent_checks
from mktctl.engine.flows.course import ActingNode, course_of
from mktctl.engine.flows.effects import Check, Send, Skip, SkipReason
from mktctl.engine.flows.run import Run
from mktctl.engine.flows.setting import Setting
from mktctl.engine.flows.smart_sending import last_attempt
from mktctl.engine.flows.turning import turns_at
from mktctl.engine.flows.viewing import salt_of, view
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
    here = _Here(node=node, graph=graph, name=name, run=run, person=person, now=now, setting=setting, lists=lists)
    asked = [
        *_about_the_flow(here),
        *_parts("only_if", message.only_if, here, salt_of(name, course_of(graph).paths.get(node.id, ""))),
        *consent_checks(channel, person, setting, transactional=message.transactional),
        _address(channel, person),
        *_smart_sending(channel, message, person, now, setting),
    ]
    reasons, checks = _answers(asked)
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
    here = _Here(node=node, graph=graph, name=name, run=run, person=person, now=now, setting=setting, lists=lists)
    every = setting.options.left_list == "every_action"
    return _answers([(reason, check) for reason, check in _about_the_flow(here) if every or reason != "not_in_list"])


def channel_of(message: EmailNode | TextNode) -> Channel:
    """What it goes out by."""
    return "email" if isinstance(message, EmailNode) else message.channel


class _Here(msgspec.Struct, frozen=True, kw_only=True):
    """One person at one step."""

    node: ActingNode
    graph: FlowGraph
    name: str
    run: Run
    person: Profile
    now: datetime
    setting: Setting
    lists: Collection[str] | None


def _answers(asked: Sequence[Asked]) -> tuple[tuple[SkipReason, ...], tuple[Check, ...]]:
    """Each reason once, though several parts of a filter may fail."""
    reasons = dict.fromkeys(reason for reason, check in asked if not check.passed)
    return tuple(reasons), tuple(check for _, check in asked)


def _about_the_flow(here: _Here) -> Iterator[Asked]:
    """Its status (U1), the list or segment that it is about (E9), the flow's filter part by part (F1)."""
    status, lists = here.node.status, here.lists
    yield "draft", Check(question="it is live or manual", passed=status in ("live", "manual"), value=status)
    match here.graph.entry:
        case ListEntry(list=ref) if ref is not None:
            inside = ref in (here.person.lists if lists is None else lists)
            yield "not_in_list", Check(question=f"still on list {ref}", passed=inside)
        case SegmentEntry(segment=ref) if ref is not None and lists is not None:
            yield "not_in_list", Check(question=f"still in segment {ref}", passed=ref in lists)
    yield from _parts("flow_filter", here.graph.filter, here, here.name)


def _parts(reason: SkipReason, condition: All, here: _Here, salt: str) -> Iterator[Asked]:
    """A filter part by part; `salt` tells its draws from others."""
    person, now, run = here.person, here.now, view(here.run, salt)
    for part in condition.of:
        passed = holds(part, person, now=now, run=run)
        if not here.setting.explain:
            yield reason, Check(question=told(part), passed=passed)
            continue
        value, turns = found(part, person, now=now, run=run), turns_at(part, person, now=now, run=run)
        yield reason, Check(question=told(part), passed=passed, value=value, turns_at=turns)


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
