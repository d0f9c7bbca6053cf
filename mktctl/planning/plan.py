"""The whole plan: every resource of the files against one reading of the account."""

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec

from mktctl.model.address import Address, parse_address
from mktctl.model.bindings import State
from mktctl.model.project import Environment
from mktctl.model.workspace import Workspace
from mktctl.planning.bound import Bound
from mktctl.planning.budget import calls_of, least_seconds, over_budget
from mktctl.planning.changes import Change, Plan
from mktctl.planning.desired import Desired
from mktctl.planning.flow_changes import flow_outcome, is_settled, must_be_read
from mktctl.planning.metric_changes import metric_outcomes
from mktctl.planning.object_changes import object_outcome
from mktctl.planning.outcome import Outcome
from mktctl.planning.seen import Seen
from mktctl.planning.steps import RetireFlow, SetFlowStatus
from mktctl.planning.warnings import by_hand_of, warnings_of

RETIRE: Final = "retire/"
"""Prefix of intents: a flow that was replaced and still has to become a draft."""

_MANAGED: Final = ("list", "segment", "template", "flow")


def targeted(resources: Mapping[Address, Desired], targets: Iterable[Address]) -> dict[Address, Desired]:
    """The targets and everything they need; all resources when there is no target."""
    wanted = set(targets)
    if not wanted:
        return dict(resources)
    for address in list(wanted):
        wanted.update(need for need in resources[address].needs if need in resources)
    return {address: one for address, one in resources.items() if address in wanted}


def flows_to_read(resources: Mapping[Address, Desired], bound: Bound) -> tuple[str, ...]:
    """Ids of the flows whose definition must be fetched: only what moved, in the files or on the platform."""
    read = (must_be_read(one, bound) for one in resources.values() if one.address.kind == "flow")
    return tuple(id_ for id_ in read if id_ is not None)


def segments_to_count(resources: Mapping[Address, Desired], bound: Bound) -> tuple[str, ...]:
    """Ids of segments that start a flow which is not settled: who is in one today does not enter (E7, P47)."""
    unsettled = [one for one in resources.values() if one.address.kind == "flow" and not _settled(one, bound)]
    triggers = {trigger for one in unsettled if (trigger := trigger_segment(one)) is not None}
    return tuple(bound.id_of(address) for address in sorted(triggers) if bound.knows(address))


def trigger_segment(desired: Desired) -> Address | None:
    """The segment that starts the flow, if one does."""
    (trigger,) = desired.document["definition"]["triggers"]
    return parse_address(str(trigger.get("id"))) if trigger["type"] == "segment" else None


def _settled(desired: Desired, bound: Bound) -> bool:
    flow, binding = bound.object_of(desired.address), bound.binding(desired.address)
    return flow is not None and binding is not None and is_settled(desired, flow, binding)


def build_plan(
    workspace: Workspace,
    environment: Environment,
    seen: Seen,
    state: State,
    *,
    everything: Mapping[Address, Desired],
    targets: Iterable[Address] = (),
) -> Plan:
    """Pure: nothing is read or written. `seen.definitions` must hold what `flows_to_read` named.

    `everything` is what `desired_resources` made of the workspace; without targets all of it is planned.
    """
    resources = targeted(everything, targets)
    bound = Bound(seen, state, workspace.project.metrics)
    needed = {need for one in resources.values() for need in one.needs if need.kind == "metric"}
    outcomes = metric_outcomes(needed, workspace.project.metrics, environment, bound)
    for one in resources.values():
        outcomes.append(_flow(one, bound) if one.address.kind == "flow" else object_outcome(one, bound))
    steps = (*_unfinished(bound), *(step for outcome in outcomes for step in outcome.steps))
    spent = state.spent.get(seen.account.now.date().isoformat(), {})
    calls = calls_of(steps, spent)
    orphans = () if tuple(targets) else _orphans(everything, bound)
    return Plan(
        account=seen.account.id,
        account_name=seen.account.name,
        environment=environment.name,
        changes=(*(outcome.change for outcome in outcomes), *orphans),
        steps=steps,
        warnings=(*(line for outcome in outcomes for line in outcome.warnings), *over_budget(calls)),
        by_hand=tuple(line for outcome in outcomes for line in outcome.by_hand),
        blockers=tuple(problem for outcome in outcomes for problem in outcome.blockers),
        calls=calls,
        seconds=least_seconds(calls),
        requests=seen.requests,
    )


def _flow(desired: Desired, bound: Bound) -> Outcome:
    outcome = flow_outcome(desired, bound)
    flow = bound.object_of(desired.address)
    was_live = flow is not None and flow.attributes.get("status") == "live"
    binding = bound.binding(desired.address)
    there: frozenset[str] = frozenset()
    if flow is not None and binding is not None:
        keys = {action.id: key for key, action in binding.actions.items()}
        there = frozenset(
            keys[id_]
            for id_, action in flow.actions.items()
            if id_ in keys and ((action.get("data") or {}).get("message") or {}).get("transactional")
        )
    return msgspec.structs.replace(
        outcome,
        warnings=(*warnings_of(outcome, desired, was_live=was_live), *_present_members(outcome, desired, bound)),
        by_hand=by_hand_of(outcome, desired, there),
    )


def _present_members(outcome: Outcome, desired: Desired, bound: Bound) -> tuple[str, ...]:
    segment = trigger_segment(desired)
    going_live = any(isinstance(step, SetFlowStatus) and step.status != "draft" for step in outcome.steps)
    if segment is None or not going_live:
        return ()
    count = bound.seen.members.get(bound.id_of(segment))
    if count is None:
        return (f"{desired.address} is started by {segment}: whoever is in it when it is made does not enter",)
    people = "1 person" if count == 1 else f"{count} people"
    return (f"{desired.address} is started by {segment}: the {people} in it today do not enter, only who joins later",)


def _unfinished(bound: Bound) -> tuple[RetireFlow, ...]:
    """Replaced flows that a run which was cut off did not get to retire."""
    steps = []
    for key, intent in sorted(bound.state.intents.items()):
        address = parse_address(intent.name)
        bound_now = {binding.id for binding in bound.state.bindings.values()}
        id_ = key.removeprefix(RETIRE)
        if key.startswith(RETIRE) and address is not None and id_ not in bound_now:
            steps.append(RetireFlow(address=address, id=id_))
    return tuple(steps)


def _orphans(resources: Mapping[Address, Desired], bound: Bound) -> tuple[Change, ...]:
    """Bound objects whose file went away: named, and left alone."""
    moved = {f"{one.address.kind}/{one.moved_from}" for one in resources.values() if one.moved_from}
    known = {str(address) for address in resources} | moved
    changes = []
    for text, binding in sorted(bound.state.bindings.items()):
        kind, _, ref = text.partition("/")
        if text in known or kind not in _MANAGED:
            continue
        address = Address(kind=kind, ref=ref)  # type: ignore[arg-type]
        if bound.object_of(address) is None:
            continue
        note = "its file went away; it is left on the platform as it is"
        changes.append(Change(address=address, verdict="orphan", name=binding.name, notes=(note,)))
    return tuple(changes)
