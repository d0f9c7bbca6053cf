"""`mktctl graph`: which resource names which."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from mktctl.diagnostics import UsageError
from mktctl.model.address import Address, Kind
from mktctl.model.project import Coupon
from mktctl.model.workspace import Workspace
from mktctl.planning.references import Reference, references


class Resource(msgspec.Struct, frozen=True, kw_only=True):
    """One node. `file` is where it is written; empty for what Klaviyo or the store's preset brings along."""

    address: Address
    name: str
    file: str = ""


class Graph(msgspec.Struct, frozen=True, kw_only=True):
    """Sorted by address. `focus` is the resource that was asked for; None: everything."""

    resources: tuple[Resource, ...]
    references: tuple[Reference, ...]
    focus: Address | None = None


def graph(workspace: Workspace, focus: Address | None = None) -> Graph:
    """All resources of the files and what they name; with a `focus`, it and its neighbours, near and far, both ways.

    Raises UsageError for a resource that is not there.
    """
    found = references(workspace)
    known = {one.address: one for one in _resources(workspace, found)}
    if focus is None:
        return Graph(resources=tuple(known[address] for address in sorted(known)), references=found)
    require(focus, known)
    kept = {focus, *_reached(focus, found, forward=True), *_reached(focus, found, forward=False)}
    return Graph(
        resources=tuple(known[address] for address in sorted(known) if address in kept),
        references=tuple(one for one in found if one.source in kept and one.target in kept),
        focus=focus,
    )


def require(address: Address, known: Iterable[Address]) -> None:
    """Raises UsageError, with the nearest name, when `address` is not among `known`."""
    from mktctl.kinds.spelling import nearest

    names = sorted(str(one) for one in known)
    if str(address) not in names:
        meant = nearest(str(address), names)
        raise UsageError(
            f"there is no {address}", hint=f"Did you mean {meant}?" if meant else "mktctl graph lists all."
        )


def declared(workspace: Workspace) -> dict[Address, Any]:
    """Everything that the files make: each resource by its address, in the order in which one can name the other."""
    project = workspace.project
    kinds: tuple[tuple[Kind, Mapping[str, Any]], ...] = (
        ("list", project.lists),
        ("coupon", project.coupons),
        ("universal-content", project.universal_content),
        ("segment", workspace.segments),
        ("template", {**workspace.templates, **workspace.messages}),
        ("flow", workspace.flows),
        ("campaign", workspace.campaigns),
    )
    return {Address(kind=kind, ref=ref): one for kind, found in kinds for ref, one in found.items()}


def name_of(resource: Any) -> str:
    """What people see; of a coupon its pool, or its one code."""
    if isinstance(resource, Coupon):
        return resource.pool or resource.code or ""
    return str(resource.name)


def file_of(workspace: Workspace, address: Address) -> str:
    """The file that holds it; the project file for what is declared there."""
    places = workspace.places.get(address)
    return places[()].file if places is not None else "mktctl.yaml"


def _resources(workspace: Workspace, found: Iterable[Reference]) -> Iterator[Resource]:
    for address, one in declared(workspace).items():
        yield Resource(address=address, name=name_of(one), file=file_of(workspace, address))
    for address in {one.target for one in found if one.target.kind == "metric"}:
        metric = workspace.project.metrics.get(address.ref)
        if metric is not None:
            yield Resource(address=address, name=metric.name, file="" if metric.builtin else "mktctl.yaml")


def _reached(start: Address, found: Iterable[Reference], *, forward: bool) -> set[Address]:
    edges: dict[Address, list[Address]] = {}
    for one in found:
        source, target = (one.source, one.target) if forward else (one.target, one.source)
        edges.setdefault(source, []).append(target)
    reached: set[Address] = set()
    waiting = [start]
    while waiting:  # each resource is taken at most once
        for target in edges.get(waiting.pop(), ()):
            if target not in reached:
                reached.add(target)
                waiting.append(target)
    return reached
