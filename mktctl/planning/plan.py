"""The whole plan: every resource of the files against one reading of the account."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import msgspec

from mktctl.model.address import Address, parse_address
from mktctl.model.bindings import State
from mktctl.model.project import Environment
from mktctl.model.workspace import Workspace
from mktctl.planning.bound import Bound
from mktctl.planning.budget import calls_of, least_seconds, over_budget
from mktctl.planning.by_hand import by_hand_of
from mktctl.planning.campaign_desired import DesiredCampaign
from mktctl.planning.campaign_orphans import campaign_orphans
from mktctl.planning.campaign_plan import planned_campaign
from mktctl.planning.campaign_warnings import going_out
from mktctl.planning.catalog_checks import with_catalog_checks
from mktctl.planning.changes import Change, Plan
from mktctl.planning.coupon_changes import coupon_outcome
from mktctl.planning.desired import Desired
from mktctl.planning.flow_changes import bound_flow, flow_outcome, is_settled, must_be_read
from mktctl.planning.metric_changes import metric_outcomes
from mktctl.planning.object_changes import object_outcome
from mktctl.planning.outcome import Outcome
from mktctl.planning.seen import Seen
from mktctl.planning.steps import SetFlowStatus
from mktctl.planning.unfinished import unfinished
from mktctl.planning.warnings import warnings_of
from mktctl.planning.webhook_warnings import alert_warnings, webhook_warnings

_MANAGED: Final = ("list", "segment", "universal-content", "template", "flow")


def targeted(resources: Mapping[Address, Desired], targets: Iterable[Address]) -> dict[Address, Desired]:
    """The targets and everything they need, directly or not; all resources when there is no target."""
    waiting = list(targets)
    if not waiting:
        return dict(resources)
    wanted: set[Address] = set()
    while waiting:  # each resource is taken at most once
        address = waiting.pop()
        if address in resources and address not in wanted:
            wanted.add(address)
            waiting += (*resources[address].needs, *library_templates(resources[address]))
    return {address: one for address, one in resources.items() if address in wanted}


def library_templates(desired: Desired) -> Iterator[Address]:
    """The templates that a flow copies; those that are kept in the library are resources of their own."""
    return (Address(kind="template", ref=ref) for ref in desired.contents)


def flows_to_read(resources: Mapping[Address, Desired], bound: Bound, *, everything: bool = False) -> tuple[str, ...]:
    """Ids of the flows whose definition must be fetched: only what moved, in the files or on the platform.

    `everything`: all that are there, since trigger and filters do not show in the list pages.
    """
    flows = [one for one in resources.values() if one.address.kind == "flow"]
    if everything:
        there = (bound_flow(one, bound)[0] for one in flows)
        return tuple(flow.id for flow in there if flow is not None)
    return tuple(id_ for one in flows if (id_ := must_be_read(one, bound)) is not None)


def segments_to_count(resources: Mapping[Address, Desired], bound: Bound) -> tuple[str, ...]:
    """Ids of segments that start a flow which is not settled: who is in one today does not enter (E7, P47)."""
    unsettled = [one for one in resources.values() if one.address.kind == "flow" and not is_settled(one, bound)]
    triggers = {trigger for one in unsettled if (trigger := trigger_segment(one)) is not None}
    return tuple(bound.id_of(address) for address in sorted(triggers) if bound.knows(address))


def trigger_segment(desired: Desired) -> Address | None:
    """The segment that starts the flow, if one does."""
    (trigger,) = desired.document["definition"]["triggers"]
    return parse_address(str(trigger.get("id"))) if trigger["type"] == "segment" else None


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
    outcomes = unfinished(bound)
    outcomes += metric_outcomes(needed, workspace.project.metrics, environment, bound)
    outcomes += (
        with_catalog_checks(_outcome(one, workspace, environment, bound), one, workspace, seen)
        for one in resources.values()
    )
    if not tuple(targets):
        outcomes += campaign_orphans(_kept(everything), workspace.campaigns, bound)
    steps = tuple(step for outcome in outcomes for step in outcome.steps)
    spent = state.spent.get(seen.account.now.date().isoformat(), {})
    tags = {tag for one in seen.objects for tag in one.tags}
    library = frozenset(address.ref for address in everything if address.kind == "template")
    calls = calls_of(steps, spent, resources=resources, tags=tags, library=library)
    orphans = () if tuple(targets) else _orphans(everything, bound)
    return Plan(
        account=seen.account.id,
        account_name=seen.account.name,
        environment=environment.name,
        changes=(*(outcome.change for outcome in outcomes), *orphans),
        steps=steps,
        warnings=(
            *going_out(outcomes, resources, bound),
            *(line for outcome in outcomes for line in outcome.warnings),
            *over_budget(calls),
        ),
        by_hand=tuple(line for outcome in outcomes for line in outcome.by_hand),
        blockers=tuple(problem for outcome in outcomes for problem in outcome.blockers),
        left_out=tuple(line for outcome in outcomes for line in outcome.left_out),
        calls=calls,
        seconds=least_seconds(calls),
        requests=seen.requests,
    )


def _outcome(desired: Desired, workspace: Workspace, environment: Environment, bound: Bound) -> Outcome:
    if isinstance(desired, DesiredCampaign):
        return planned_campaign(desired, environment, bound)
    if desired.address.kind == "coupon":
        ref = desired.address.ref
        return coupon_outcome(desired, workspace.project.coupons[ref], bound, in_file=len(workspace.codes.get(ref, ())))
    return _flow(desired, bound) if desired.address.kind == "flow" else object_outcome(desired, bound)


def _flow(desired: Desired, bound: Bound) -> Outcome:
    outcome = flow_outcome(desired, bound)
    flow, binding = bound_flow(desired, bound)
    return msgspec.structs.replace(
        outcome,
        warnings=(
            *warnings_of(outcome, desired, flow, binding),
            *webhook_warnings(outcome, desired, flow, binding),
            *alert_warnings(outcome, desired, flow),
            *_present_members(outcome, desired, bound),
        ),
        by_hand=by_hand_of(outcome, desired, flow, binding),
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


def _orphans(resources: Mapping[Address, Desired], bound: Bound) -> tuple[Change, ...]:
    """Bound objects whose file went away: named, and left alone."""
    known = _kept(resources)
    changes = []
    for text, binding in sorted(bound.state.bindings.items()):
        kind, _, ref = text.partition("/")
        if text in known or kind not in _MANAGED:
            continue
        address = Address(kind=kind, ref=ref)  # type: ignore[arg-type]
        if bound.object_of(address) is None:
            continue
        note = "no file asks for it any more; it is left on the platform as it is"
        changes.append(Change(address=address, verdict="orphan", name=binding.name, notes=(note,)))
    return tuple(changes)


def _kept(resources: Mapping[Address, Desired]) -> set[str]:
    """Addresses that the files ask for, also by the refs that they had before."""
    moved = {f"{one.address.kind}/{one.moved_from}" for one in resources.values() if one.moved_from}
    return {str(address) for address in resources} | moved
