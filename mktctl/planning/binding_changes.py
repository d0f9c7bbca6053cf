"""Which object a resource without a binding should take: its own of a run that was killed, or one of its name."""

import msgspec

from mktctl.model.address import Address
from mktctl.model.places import Problem
from mktctl.planning.bound import Bound
from mktctl.planning.desired import Desired
from mktctl.planning.seen import SeenObject
from mktctl.planning.steps import AnyPlanStep, Bind, Move, RetireFlow


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """The object to work on (None: create one), the steps that bind it, and reasons why nothing can be done."""

    object: SeenObject | None = None
    steps: tuple[AnyPlanStep, ...] = ()
    blockers: tuple[Problem, ...] = ()
    note: str = ""
    adoptable: bool = False
    """What blocks is an object of the name that `mktctl adopt` could bind."""


def find_object(desired: Desired, bound: Bound, *, external: bool) -> Found:
    """Made by a run that was cut off, bound already, renamed in git (`moved_from`), or the one list of that name.

    Names are not unique on Klaviyo, so an unbound object of the same name is never taken silently, but for lists,
    which have no content of ours, and for external resources, which are looked up by design.
    """
    if desired.address.kind == "coupon":
        return _coupon(desired, bound)
    if (cut_off := _made_by_a_run_cut_off(desired, bound)) is not None:
        return cut_off
    if seen := bound.object_of(desired.address):
        return Found(object=seen)
    if desired.moved_from is not None:
        source = Address(kind=desired.address.kind, ref=desired.moved_from)
        if (seen := bound.object_of(source)) is not None:
            return Found(object=seen, steps=(Move(address=desired.address, source=str(source)),))
    candidates = bound.unbound(desired.address.kind, desired.name)
    if candidates and (external or desired.address.kind == "list"):
        if len(candidates) > 1:
            return Found(blockers=(_ambiguous(desired, len(candidates)),))
        note = f"bound to the existing {candidates[0].kind} of this name"
        return Found(object=candidates[0], steps=(_bind(desired, candidates[0]),), note=note)
    if external:
        return Found(blockers=(_missing(desired),))
    if candidates:
        return Found(blockers=(_taken(desired, candidates[0]),), adoptable=True)
    lost = bound.binding(desired.address) is not None
    return Found(note="deleted on the platform since the last apply" if lost else "")


def _coupon(desired: Desired, bound: Bound) -> Found:
    """A coupon's name is its id, and there is one of a name: the store's own system may have made it."""
    there = next((one for one in bound.seen.of_kind("coupon") if one.id == desired.name), None)
    if there is None:
        return Found()
    binding = bound.binding(desired.address)
    if binding is not None and binding.id == there.id:
        return Found(object=there)
    return Found(object=there, steps=(_bind(desired, there),), note="bound to the existing coupon of this name")


def _made_by_a_run_cut_off(desired: Desired, bound: Bound) -> Found | None:
    """The object that an intent of the state led to, whatever the file calls it by now; None without one.

    A flow may be made in place of another that is still bound: that one is retired before the new one goes on.
    """
    intent = bound.state.intents.get(str(desired.address))
    if intent is None:
        return None
    made = [one for one in bound.unbound(desired.address.kind, intent.name) if one.id not in intent.others]
    if len(made) != 1:
        return Found(blockers=(_ambiguous(desired, len(made)),)) if made else None
    before = bound.object_of(desired.address)
    bind = _bind(desired, made[0], replaces=before)
    retire = (RetireFlow(address=desired.address, id=before.id),) if before and before.kind == "flow" else ()
    return Found(object=made[0], steps=(bind, *retire), note="made by a run that was cut off")


def _bind(desired: Desired, one: SeenObject, *, replaces: SeenObject | None = None) -> Bind:
    return Bind(address=desired.address, id=one.id, name=one.name, replaces=replaces.id if replaces else None)


def _ambiguous(desired: Desired, count: int) -> Problem:
    kind = desired.address.kind
    return Problem(
        code="PLN001",
        message=f'{desired.address}: the account has {count} {kind}s named "{desired.name}"; which one is meant?',
        hint="Rename all but one in Klaviyo.",
    )


def _missing(desired: Desired) -> Problem:
    kind = desired.address.kind
    return Problem(
        code="PLN002",
        message=f'{desired.address} is external, and the account has no {kind} named "{desired.name}"',
        hint="Make it in Klaviyo, correct its name, or take `external: true` away so that mktctl makes it.",
    )


def _taken(desired: Desired, one: SeenObject) -> Problem:
    return Problem(
        code="PLN003",
        message=f'{desired.address}: the account already has a {one.kind} named "{desired.name}" ({one.id}), '
        "and mktctl did not make it",
        hint=f"If the file means that one, bind it: mktctl adopt {desired.address}. Else rename one of the two.",
    )
