"""Klaviyo's tree of actions as steps: copies behind both sides of a split become one tail again.

Normal form: a split whose yes side ends at once is `exit_if`; what both sides end with stands behind the `if`; a tail
that only one side reaches stays inside that side.
"""

from collections.abc import Mapping
from typing import Any, Final

from mktctl.model.flow import AnyStep, Email, ExitIf, If
from mktctl.wire.errors import UnreadableError
from mktctl.wire.flows import data_steps, keys, messages, splits, waits
from mktctl.wire.ids import Ids

_MAX_DEPTH: Final = 100
"""Splits inside splits; a flow drawn deeper is left to Klaviyo's editor."""

_Steps = tuple[AnyStep, ...]


class Fold:
    """One flow being read. `names` maps the platform's action ids to compiled keys, where they are known."""

    def __init__(self, actions: list[Mapping[str, Any]], ids: Ids, names: Mapping[str, str]) -> None:
        self._actions = {_id(action): action for action in actions}
        self._where = {_id(action): f"definition.actions[{index}]" for index, action in enumerate(actions)}
        self._ids = ids
        self._names = names
        self._is_named = all("temporary_id" in one or _id(one) in names for one in actions)
        self._read: dict[str, _Steps] = {}

    def steps(self, entry: str | None) -> _Steps:
        """The steps from that action on."""
        return self._from(entry, depth=0)

    def _from(self, start: str | None, depth: int) -> _Steps:
        """Paths that were joined in Klaviyo's editor are read once, whichever way leads there."""
        if start is None:
            return ()
        if start not in self._read:
            self._read[start] = self._path(start, depth)
        return self._read[start]

    def _path(self, start: str, depth: int) -> _Steps:
        if depth > _MAX_DEPTH:
            raise UnreadableError(self._where.get(start, "definition.actions"), "splits in splits without end")
        steps: list[AnyStep] = []
        seen: set[str] = set()
        at: str | None = start
        while at is not None:
            action = self._actions.get(at)
            if action is None or at in seen:
                raise UnreadableError("definition.actions", f"a link to {at}, which leads nowhere new")
            seen.add(at)
            if action["type"] not in frozenset(splits.Split):
                steps.append(self._linear(action))
                at = (action.get("links") or {}).get("next")
                continue
            split = splits.decode_split(action, self._ids, self._where[at])
            if split.then is not None:
                return (*steps, *self._branched(at, split, depth))
            steps.append(ExitIf(key=self._key(action), condition=split.condition))
            at = split.otherwise
        return tuple(steps)

    def _branched(self, at: str, split: splits.ReadSplit, depth: int) -> _Steps:
        key = self._key(self._actions[at])
        then = list(self._from(split.then, depth + 1))
        otherwise = list(self._from(split.otherwise, depth + 1))
        tail: list[AnyStep] = []
        ways = (keys.side(key, then=True), keys.side(key, then=False))
        while then and otherwise and (common := self._common(then[-1], otherwise[-1], ways)) is not None:
            tail.insert(0, common)
            then.pop()
            otherwise.pop()
        step = If(key=key, condition=split.condition, then=tuple(then), otherwise=tuple(otherwise))
        return (step, *tail)

    def _common(self, left: AnyStep, right: AnyStep, ways: tuple[str, str]) -> AnyStep | None:
        """The step that both are copies of; None when they are two."""
        if left == right:
            return left
        if not self._is_named:
            return left if keys.keyless(left) == keys.keyless(right) else None
        from_left, from_right = keys.without(left, ways[0]), keys.without(right, ways[1])
        return from_left if from_left == from_right else None

    def _linear(self, action: Mapping[str, Any]) -> AnyStep:
        key, where = self._key(action), f"{self._where[_id(action)]}.data"
        data = action.get("data") or {}
        match action["type"]:
            case "send-email":
                email: Email = messages.decode_email(key, data, self._ids, where)
                return email
            case "time-delay":
                return waits.decode_wait(key, data, where)
            case "send-webhook":
                return messages.decode_webhook(key, data, where)
            case "update-profile":
                return data_steps.decode_update(key, data, where)
            case "list-update":
                return data_steps.decode_list_update(key, data, self._ids, where)
            case other:
                raise UnreadableError(where, f"an action of type {other}")

    def _key(self, action: Mapping[str, Any]) -> str:
        return str(action.get("temporary_id") or self._names.get(_id(action)) or _id(action))


def _id(action: Mapping[str, Any]) -> str:
    return str(action.get("id") or action.get("temporary_id"))
