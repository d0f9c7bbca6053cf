"""Refs and ids, joined: which object of the platform each address stands for, from the state and from names."""

from collections.abc import Mapping
from typing import Any

from mktctl.model.address import Address, Kind, parse_address
from mktctl.model.bindings import Binding, State
from mktctl.model.project import Metric
from mktctl.planning.seen import Seen, SeenObject


class Bound:
    """A reading of the account through the state. Metrics have no binding: they are found by name and integration."""

    def __init__(self, seen: Seen, state: State, metrics: Mapping[str, Metric]) -> None:
        self.seen = seen
        self.state = state
        self._by_id = {(one.kind, one.id): one for one in seen.objects}
        self._ids: dict[Address, str] = {}
        self._addresses: dict[tuple[Kind, str], Address] = {}
        self._replaced = {id_ for binding in state.bindings.values() for id_ in binding.replaced}
        for text, binding in state.bindings.items():
            address = parse_address(text)
            if address is not None and (address.kind, binding.id) in self._by_id:
                self.bind(address, binding.id)
        for metric in metrics.values():
            found = self.metric_ids(metric)
            if len(found) == 1:
                self.bind(Address(kind="metric", ref=metric.ref), found[0])

    def bind(self, address: Address, id_: str) -> None:
        """From now on `address` stands for that object."""
        self._ids[address] = id_
        self._addresses.setdefault((address.kind, id_), address)

    def metric_ids(self, metric: Metric) -> list[str]:
        """Ids of the account's metrics of that name, of its integration where one is written (gotcha 12)."""
        return [
            one.id for one in self.seen.of_kind("metric") if is_metric(metric, {**one.attributes, "name": one.name})
        ]

    def binding(self, address: Address) -> Binding | None:
        """What the state remembers of the address."""
        return self.state.bindings.get(str(address))

    def object_of(self, address: Address) -> SeenObject | None:
        """The object that the address stands for, or None: never made, or gone."""
        id_ = self._ids.get(address)
        return self._by_id.get((address.kind, id_)) if id_ else None

    def unbound(self, kind: Kind, name: str) -> tuple[SeenObject, ...]:
        """Objects of that name that no address stands for; archived flows and those that ours followed are none."""
        return tuple(
            one
            for one in self.seen.of_kind(kind)
            if one.name == name
            and (kind, one.id) not in self._addresses
            and one.id not in self._replaced
            and not one.attributes.get("archived")
        )

    def id_of(self, address: Address) -> str:
        """The platform's id; the address itself as text while it has none."""
        return self._ids.get(address, str(address))

    def knows(self, address: Address) -> bool:
        """Whether the address stands for an object that was seen."""
        return address in self._ids

    def address_of(self, kind: Kind, id_: str) -> Address | None:
        """Back from an id."""
        return self._addresses.get((kind, id_))


def is_metric(metric: Metric, attributes: Mapping[str, Any]) -> bool:
    """Whether a metric of the account is the one of the file: its name, and its integration where one is written."""
    integration = attributes.get("integration")
    name = integration.get("name") if isinstance(integration, dict) else None
    return bool(attributes["name"] == metric.name and metric.integration in (None, name))
