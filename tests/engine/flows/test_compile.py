"""The graph of the files is the graph that the platform reads out of what is sent."""

from hypothesis import HealthCheck, given, settings

from mktctl.engine.flows.compile import graph_of
from mktctl.model import flow_graph as graph
from mktctl.model.condition import All
from mktctl.model.flow import Flow
from mktctl.sandbox.reading.flows import read_flow
from mktctl.wire.flows.encode import encode_flow
from mktctl.wire.ids import Symbolic
from tests.support.flow_strategies import flows
from tests.support.wire_cases import bare_ref

many = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


@many
@given(flow=flows)
def test_files_and_platform_run_the_same_graph(flow: Flow) -> None:
    sent = encode_flow(flow, segments={}, ids=Symbolic())["definition"]
    platform = read_flow(sent, bare_ref)  # type: ignore[arg-type]
    own = graph_of(flow, segments={})
    assert own.nodes == platform.nodes
    assert list(own.nodes) == list(platform.nodes)
    assert (own.first, own.filter, own.reentry) == (platform.first, platform.filter, platform.reentry)
    assert without_order(own.entry) == without_order(platform.entry)


def without_order(entry: graph.Entry) -> object:
    """The platform's groups are in an order of their own."""
    if isinstance(entry, graph.MetricEntry | graph.ProductEntry):
        return type(entry), groups_of(entry.where), getattr(entry, "settings", None)
    return entry


def groups_of(condition: All) -> set[frozenset[str]]:
    return {frozenset(str(leaf) for leaf in group.of) for group in condition.of}  # type: ignore[union-attr]
