"""Metrics exist only after their first event: seed them, or say what is missing."""

from collections.abc import Iterable

from mktctl.model.address import Address
from mktctl.model.places import Problem
from mktctl.model.project import Environment, Metric
from mktctl.planning.bound import Bound
from mktctl.planning.changes import Change
from mktctl.planning.outcome import Outcome
from mktctl.planning.steps import SeedMetric


def metric_outcomes(
    needed: Iterable[Address], metrics: dict[str, Metric], environment: Environment, bound: Bound
) -> list[Outcome]:
    """One outcome for each metric that is named and not on the account, or there more than once.

    On a real account only a profile that the project names is used for a seed; the sandbox has one of its own.
    """
    outcomes = []
    for address in sorted(set(needed)):
        metric = metrics[address.ref]
        ids = bound.metric_ids(metric)
        if len(ids) == 1:
            continue
        change = Change(address=address, verdict="none", name=metric.name)
        if len(ids) > 1:
            outcomes.append(Outcome(change=change, blockers=(_ambiguous(address, metric, len(ids)),)))
        elif environment.seed_metrics and (metric.seed is not None or environment.name == "sandbox"):
            created = Change(
                address=address,
                verdict="create",
                name=metric.name,
                notes=("by one backfilled event, which starts no flow",),
            )
            outcomes.append(Outcome(change=created, steps=(SeedMetric(address=address),)))
        else:
            outcomes.append(Outcome(change=change, blockers=(_missing(address, metric, environment),)))
    return outcomes


def _ambiguous(address: Address, metric: Metric, count: int) -> Problem:
    return Problem(
        code="PLN010",
        message=f'{address}: the account has {count} metrics named "{metric.name}"',
        hint=f"Say which in mktctl.yaml: metrics: {{{address.ref}: {{name: {metric.name}, integration: API}}}}",
    )


def _missing(address: Address, metric: Metric, environment: Environment) -> Problem:
    return Problem(
        code="PLN011",
        message=f'{address}: the account has never received an event "{metric.name}", so the metric does not exist yet',
        hint="Let the shop send one, or have mktctl send one backfilled event of a profile that you name: "
        f"metrics: {{{address.ref}: {{seed: {{profile: …}}}}}} and "
        f"environments: {{{environment.name}: {{seed_metrics: true}}}}",
    )
