"""Metrics that the account has never seen (`mktctl/planning/metric_changes.py`)."""

from datetime import UTC, datetime

from mktctl.model.address import Address
from mktctl.model.bindings import State
from mktctl.model.project import Environment, Metric, MetricSeed
from mktctl.planning.bound import Bound
from mktctl.planning.metric_changes import metric_outcomes
from mktctl.planning.outcome import Outcome
from mktctl.planning.seen import Account, Seen, SeenObject

ORDERED = Address(kind="metric", ref="placed_order")


def outcomes(metric: Metric, environment: Environment, *there: str) -> list[Outcome]:
    account = Account(id="A", name="A", timezone="UTC", now=datetime(2026, 11, 2, tzinfo=UTC))
    objects = tuple(
        SeenObject(kind="metric", id=str(number), name=metric.name, attributes={"integration": {"name": name}})
        for number, name in enumerate(there)
    )
    bound = Bound(Seen(account=account, objects=objects), State(account="A"), {metric.ref: metric})
    return metric_outcomes([ORDERED], {metric.ref: metric}, environment, bound)


PLAIN = Metric(ref="placed_order", name="Placed Order")
SEEDED = Metric(ref="placed_order", name="Placed Order", seed=MetricSeed(profile="seed@shop.example"))


def test_a_metric_that_is_there_needs_nothing() -> None:
    assert outcomes(PLAIN, Environment(name="production"), "API") == []


def test_the_sandbox_seeds_every_metric() -> None:
    (outcome,) = outcomes(PLAIN, Environment(name="sandbox", seed_metrics=True))

    assert [type(step).__name__ for step in outcome.steps] == ["SeedMetric"]


def test_a_real_account_is_seeded_only_by_a_profile_that_the_project_names() -> None:
    wanted = Environment(name="production", seed_metrics=True)

    (without,) = outcomes(PLAIN, wanted)
    (named,) = outcomes(SEEDED, wanted)
    (off,) = outcomes(SEEDED, Environment(name="production"))

    assert [problem.code for problem in without.blockers] == ["PLN011"]
    assert "seed: {profile:" in without.blockers[0].hint
    assert (named.blockers, len(named.steps)) == ((), 1)
    assert [problem.code for problem in off.blockers] == ["PLN011"]


def test_two_metrics_of_one_name_are_told_apart_by_integration() -> None:
    (outcome,) = outcomes(PLAIN, Environment(name="production"), "API", "Shopify")
    api = Metric(ref="placed_order", name="Placed Order", integration="API")

    assert [problem.code for problem in outcome.blockers] == ["PLN010"]
    assert outcomes(api, Environment(name="production"), "API", "Shopify") == []
