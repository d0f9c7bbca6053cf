"""Klaviyo's splits as they are read: which ways they have, and the step that they make with what hangs on each."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from mktctl.model.flow import AnyStep, Case, If, Share, Split, Switch
from mktctl.wire.conditions.decode import decode_groups
from mktctl.wire.errors import UnreadableError
from mktctl.wire.flows import switches
from mktctl.wire.flows.draws import draw_key, percent_of, shares_of
from mktctl.wire.flows.splits import SIDES
from mktctl.wire.flows.splits import Split as Kind
from mktctl.wire.ids import Ids

_Steps = tuple[AnyStep, ...]
FORKS: Final = frozenset(Kind)
"""Types of action with several ways on."""


class Fork(msgspec.Struct, frozen=True, kw_only=True):
    """A split as read: the word and the first action of each way, and the step, given its key and what each way does.

    `exits` is the condition when whoever meets it may leave here: an `if` of two ways.
    """

    words: tuple[str, ...]
    targets: tuple[str | None, ...]
    step: Callable[[str, tuple[_Steps, ...]], AnyStep]
    exits: Any = None


def read_fork(action: Mapping[str, Any], ids: Ids, where: str) -> Fork:
    """A split about conditions; a multi-branch split of two ways is an `if`, unless a `switch` made it."""
    data = action.get("data") or {}
    if action["type"] == switches.TYPE:
        return _branches(data, ids, where)
    links = action.get("links") or {}
    condition = _condition(data.get("profile_filter") or data.get("trigger_filter"), ids, where)
    return _either(condition, links.get(SIDES["then"]), links.get(SIDES["else"]))


def read_draws(draws: list[Mapping[str, Any]]) -> Fork:
    """Draws inside one another: the first of each takes its share, the no of the last one the rest."""
    shares = shares_of(tuple(percent_of(one) or 0 for one in draws))
    yes = [(one.get("links") or {}).get(SIDES["then"]) for one in draws]
    rest = (draws[-1].get("links") or {}).get(SIDES["else"])

    def step(key: str, ways: tuple[_Steps, ...]) -> AnyStep:
        made = (Share(percent=share, steps=steps) for share, steps in zip(shares, ways, strict=True))
        return Split(key=key, shares=tuple(made))

    return Fork(words=tuple(str(index + 1) for index in range(len(shares))), targets=(*yes, rest), step=step)


def continues(key: str, number: int, following_key: str, *, is_named: bool) -> bool:
    """Whether the draw behind draw `number` of a split belongs to it; without keys every chain is one split."""
    return following_key == draw_key(key, number + 1) if is_named else True


def _either(condition: Any, then: str | None, otherwise: str | None) -> Fork:
    def step(key: str, ways: tuple[_Steps, ...]) -> AnyStep:
        return If(key=key, condition=condition, then=ways[0], otherwise=ways[1])

    return Fork(words=("then", "else"), targets=(then, otherwise), step=step, exits=condition)


def _branches(data: Mapping[str, Any], ids: Ids, where: str) -> Fork:
    listed = sorted(data.get("branches") or (), key=lambda one: (bool(one.get("is_else")), one.get("order") or 0))
    cases = [one for one in listed if not one.get("is_else")]
    rest = [one for one in listed if one.get("is_else")]
    if not cases or len(rest) > 1:
        raise UnreadableError(where, f"a split with {len(listed)} branches, {len(rest)} of them for the rest")
    conditions = [_condition(one.get("branch_filter"), ids, where) for one in cases]
    targets = [(one.get("links") or {}).get("next") for one in (*cases, *rest)]
    targets += [] if rest else [None]
    if len(cases) == 1 and data.get("name") != switches.NAME:
        return _either(conditions[0], *targets)
    names = [_name(one, index) for index, one in enumerate(cases)]

    def step(key: str, ways: tuple[_Steps, ...]) -> AnyStep:
        *own, otherwise = ways
        made = (
            Case(condition=condition, steps=steps, name=name)
            for condition, steps, name in zip(conditions, own, names, strict=True)
        )
        return Switch(key=key, cases=tuple(made), otherwise=otherwise)

    words = (*(str(index + 1) for index in range(len(cases))), switches.ELSE)
    return Fork(words=words, targets=tuple(targets), step=step)


def _name(branch: Mapping[str, Any], index: int) -> str:
    name = str(branch.get("name") or "")
    return "" if name == str(index + 1) else name


def _condition(document: Any, ids: Ids, where: str) -> Any:
    if not document or not document.get("condition_groups"):
        raise UnreadableError(where, "a split without conditions")
    return decode_groups(document, ids)
