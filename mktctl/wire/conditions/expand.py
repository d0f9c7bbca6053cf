"""First pass: segments and engagement written out, `not` pushed down to the leaves, every leaf expressed or refused."""

from collections.abc import Mapping
from typing import Final

from mktctl.model.condition import All, AnyOf, Condition, Engaged, InSegment, Not
from mktctl.model.places import Path
from mktctl.wire.conditions import refusals
from mktctl.wire.conditions.complement import complement
from mktctl.wire.conditions.engagement import written_out
from mktctl.wire.conditions.express import express
from mktctl.wire.conditions.formula import NOTHING, And, Formula, Leaf, Or
from mktctl.wire.conditions.place import Place
from mktctl.wire.conditions.refusals import Findings, Refusal

_MAX_NODES: Final = 2_000
"""Segments that use others twice double at every level; nothing that fits into a hundred conditions is this large."""
_MAX_CHAIN: Final = 40
"""Segments that name segments that name segments; a definition of a hundred conditions needs no longer chain."""


class Expansion:
    """One condition being written out. `metric` is the one that starts the flow, for `event:` conditions."""

    def __init__(self, place: Place, segments: Mapping[str, Condition], metric: str | None, found: Findings) -> None:
        self._place = place
        self._segments = segments
        self._metric = metric
        self._found = found
        self._nodes = 0

    def formula(self, condition: Condition, path: Path, *, negated: bool = False) -> Formula:
        """The condition, or its complement, over expressible leaves; `path` is where it is written."""
        return self._walk(condition, path, chain=(), negated=negated)

    def _walk(self, condition: Condition, path: Path, *, chain: tuple[str, ...], negated: bool) -> Formula:
        """`chain` are the segments being inlined; inside them every finding stands where the outermost is named."""
        self._nodes += 1
        if self._nodes > _MAX_NODES:
            if self._nodes == _MAX_NODES + 1:
                self._refuse(
                    refusals.TOO_MANY, f"more than {_MAX_NODES} conditions once its segments are inlined", path
                )
            return NOTHING
        match condition:
            case All(of=parts) | AnyOf(of=parts):
                word = "all" if isinstance(condition, All) else "any"
                walked = tuple(
                    self._walk(part, path if chain else (*path, word, index), chain=chain, negated=negated)
                    for index, part in enumerate(parts)
                )
                return And(parts=walked) if isinstance(condition, All) != negated else Or(parts=walked)
            case Not(of=part):
                return self._walk(part, path if chain else (*path, "not"), chain=chain, negated=not negated)
            case InSegment(segment=ref):
                return self._inlined(ref, path, chain=chain, negated=negated)
            case Engaged():
                # A pinned path: what is written out has no words of its own in the file.
                return self._walk(written_out(condition), path, chain=(*chain, ""), negated=negated)
            case _:
                return self._leaf(condition, path, negated=negated)

    def _inlined(self, ref: str, path: Path, *, chain: tuple[str, ...], negated: bool) -> Formula:
        definition = self._segments.get(ref)
        if definition is None:
            self._refuse(
                refusals.NOT_INLINED,
                f"segment/{ref} has no conditions here that could be inlined",
                path,
                hint="Klaviyo has no condition about segments; an external one can only start a flow.",
            )
            return NOTHING
        if ref in chain or len(chain) >= _MAX_CHAIN:
            names = " → ".join([*(name for name in chain if name), ref])
            self._refuse(refusals.SEGMENT_CYCLE, f"the segments name each other: {names}", path)
            return NOTHING
        return self._walk(definition, path, chain=(*chain, ref), negated=negated)

    def _leaf(self, leaf: Condition, path: Path, *, negated: bool) -> Formula:
        if not negated:
            return self._expressed(leaf, path)
        opposite = complement(leaf)
        if isinstance(opposite, str):
            self._refuse(refusals.NO_COMPLEMENT, f"Klaviyo cannot say the opposite of {opposite}", path)
            return NOTHING
        if isinstance(opposite, AnyOf):
            return Or(parts=tuple(self._expressed(one, path) for one in opposite.of))
        return self._expressed(opposite, path)

    def _expressed(self, leaf: Condition, path: Path) -> Formula:
        said = express(leaf, self._place, self._metric)
        if isinstance(said, Refusal):
            self._found.refuse(said, path)
            return NOTHING
        return _formula(said, path)

    def _refuse(self, code: str, message: str, path: Path, *, hint: str = "") -> None:
        self._found.refuse(Refusal(code=code, message=message, hint=hint), path)


def _formula(condition: Condition, path: Path) -> Formula:
    """What a leaf was expressed as: a leaf, or an AND or OR of leaves."""
    match condition:
        case All(of=parts):
            return And(parts=tuple(_formula(part, path) for part in parts))
        case AnyOf(of=parts):
            return Or(parts=tuple(_formula(part, path) for part in parts))
        case _:
            return Leaf(condition=condition, path=path)
