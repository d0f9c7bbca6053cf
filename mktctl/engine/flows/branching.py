"""Splits: asked once, at the moment when somebody comes by (S1), and which end a way that leads nowhere is."""

from datetime import datetime
from typing import Final

import msgspec

from mktctl.engine.conditions import holds
from mktctl.engine.flows.effects import Branched, Check
from mktctl.engine.flows.run import EndReason, Run
from mktctl.engine.flows.viewing import view
from mktctl.engine.telling import told
from mktctl.model.condition import All, AnyOf, Condition, Sample
from mktctl.model.flow_graph import BranchesNode, SplitNode
from mktctl.model.profile import Profile
from mktctl.wire.flows import switches

_TRUE: Final = "next_if_true"
_FALSE: Final = "next_if_false"


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """The way that somebody takes; `end` is why the run is over when it leads nowhere."""

    effect: Branched
    following: str | None
    end: EndReason


def branch(node: SplitNode | BranchesNode, run: Run, person: Profile, *, salt: str, now: datetime) -> Taken:
    """The first way whose condition holds. `salt` decides samples. What happened before the split stays true (T25).

    The platform's form cannot tell an `exit` from a path that ends. What can be told: a yes that leads nowhere is an
    `exit_if`, a drawn or numbered way that leads nowhere an `exit`, and whoever meets nothing has finished.
    """
    seen = view(run, salt)

    def meets(condition: Condition) -> bool:
        return holds(condition, person, now=now, run=seen)

    if isinstance(node, SplitNode):
        met = meets(node.condition)
        check = Check(question=told(node.condition), passed=met)
        effect = Branched(node=node.id, at=now, way=_TRUE if met else _FALSE, checks=(check,))
        end: EndReason = ("exit" if _is_draw(node.condition) else "exit_if") if met else "finished"
        return Taken(effect=effect, following=node.if_true if met else node.if_false, end=end)
    checks: list[Check] = []
    leaves: EndReason = "exit" if node.name == switches.NAME or len(node.branches) > 2 else "exit_if"
    for one in node.branches:
        met = one.condition is None or meets(one.condition)
        if one.condition is not None:
            checks.append(Check(question=told(one.condition), passed=met, value=one.name))
        if met:
            effect = Branched(node=node.id, at=now, way=one.id, checks=tuple(checks))
            return Taken(effect=effect, following=one.next, end="finished" if one.condition is None else leaves)
    return Taken(effect=Branched(node=node.id, at=now, way="", checks=tuple(checks)), following=None, end="finished")


def _is_draw(condition: All) -> bool:
    match condition:
        case All(of=(AnyOf(of=(Sample(),)),)):
            return True
    return False
