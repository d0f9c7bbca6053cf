"""`mktctl graph`: which resource names which."""

from collections.abc import Iterable, Iterator

import msgspec

from mktctl.diagnostics import UsageError
from mktctl.model.address import Address
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


def resource_names(workspace: Workspace) -> dict[Address, str]:
    """Everything that the files make, with the name that people see."""
    project = workspace.project
    made: dict[Address, str] = {Address(kind="list", ref=one.ref): one.name for one in project.lists.values()}
    made |= {Address(kind="coupon", ref=one.ref): one.pool or one.code or "" for one in project.coupons.values()}
    made |= {Address(kind="universal-content", ref=one.ref): one.name for one in project.universal_content.values()}
    made |= {Address(kind="segment", ref=one.ref): one.name for one in workspace.segments.values()}
    made |= {Address(kind="template", ref=one.ref): one.name for one in workspace.templates.values()}
    made |= {Address(kind="template", ref=one.ref): one.name for one in workspace.messages.values()}
    made |= {Address(kind="flow", ref=one.ref): one.name for one in workspace.flows.values()}
    made |= {Address(kind="campaign", ref=one.ref): one.name for one in workspace.campaigns.values()}
    return made


def file_of(workspace: Workspace, address: Address) -> str:
    """The file that holds it; the project file for what is declared there."""
    places = workspace.places.get(address)
    return places[()].file if places is not None else "mktctl.yaml"


def _resources(workspace: Workspace, found: Iterable[Reference]) -> Iterator[Resource]:
    for address, name in resource_names(workspace).items():
        yield Resource(address=address, name=name, file=file_of(workspace, address))
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
