"""Klaviyo's tree of actions as steps: copies behind the ways of a split become one tail again.

Normal form: a split whose yes side ends at once is `exit_if`; what several ways end with stands behind the step,
and the others end with `exit`; a tail that only one reaches stays inside it. Draws inside one another are a `split`.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from mktctl.model.flow import AnyStep, Exit, ExitIf
from mktctl.wire.errors import UnreadableError
from mktctl.wire.flows import keys
from mktctl.wire.flows.draws import percent_of
from mktctl.wire.flows.forks import FORKS, Fork, continues, read_draws, read_fork
from mktctl.wire.flows.read_actions import read_action
from mktctl.wire.ids import Ids

_MAX_DEPTH: Final = 100
"""Splits inside splits; a flow drawn deeper is left to Klaviyo's editor."""

_Steps = tuple[AnyStep, ...]


class Fold:
    """One flow being read. `names` maps the platform's action ids to compiled keys, where they are known.

    `made` is when the flow was created.
    """

    def __init__(
        self, actions: list[Mapping[str, Any]], ids: Ids, names: Mapping[str, str], made: str | None = None
    ) -> None:
        self._actions = {_id(action): action for action in actions}
        self._where = {_id(action): f"definition.actions[{index}]" for index, action in enumerate(actions)}
        self._ids = ids
        self._names = names
        self._made = made
        self._is_named = all("temporary_id" in one or _id(one) in names for one in actions)
        self._ways = {way for one in actions for way in keys.ways_in(self._key(one))}
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
            if action["type"] not in FORKS:
                steps.append(read_action(action, self._key, self._ids, f"{self._where[at]}.data", self._made))
                at = (action.get("links") or {}).get("next")
                continue
            fork = self._fork(action, self._where[at])
            if fork.exits is None or fork.targets[0] is not None:
                return (*steps, *self._branched(self._key(action), fork, depth))
            steps.append(ExitIf(key=self._key(action), condition=fork.exits))
            at = fork.targets[1]
        return tuple(steps)

    def _fork(self, action: Mapping[str, Any], where: str) -> Fork:
        """A single draw is an `if` about a sample, unless keys behind it tell of a split."""
        if percent_of(action) is not None:
            draws = self._draws(action)
            if len(draws) > 1 or keys.way(self._key(action), "1") in self._ways:
                return read_draws(draws)
        return read_fork(action, self._ids, where)

    def _draws(self, action: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        key, draws = self._key(action), [action]
        while len(draws) <= _MAX_DEPTH:
            _, rest = read_draws(draws[-1:]).targets
            following = self._actions.get(rest or "")
            if following is None or percent_of(following) is None:
                break
            if not continues(key, len(draws), self._key(following), is_named=self._is_named):
                break
            draws.append(following)
        return draws

    def _branched(self, key: str, fork: Fork, depth: int) -> _Steps:
        ways = [list(self._from(target, depth + 1)) for target in fork.targets]
        markers = [keys.way(key, word) for word in fork.words]
        together = self._together(ways, markers)
        tail: list[AnyStep] = []
        while together and (common := self._common([(ways[at], markers[at]) for at in together])) is not None:
            tail.insert(0, common)
            for at in together:
                ways[at].pop()
        if tail:
            for at, way in enumerate(ways):
                if at not in together:
                    way.append(Exit(key=f"exit@{markers[at]}"))
        return (fork.step(key, tuple(tuple(way) for way in ways)), *tail)

    def _together(self, ways: Sequence[list[AnyStep]], markers: Sequence[str]) -> list[int]:
        """The ways that end with copies of one step, two at least; whoever takes another one has left there."""
        best: list[int] = []
        for first in range(len(ways) - 1):
            pairs = ((at, [(ways[first], markers[first]), (ways[at], markers[at])]) for at in range(first, len(ways)))
            same = [at for at, pair in pairs if self._common(pair) is not None]
            best = max(best, same, key=len)
        return best if len(best) > 1 else []

    def _common(self, ways: Sequence[tuple[list[AnyStep], str]]) -> AnyStep | None:
        """The step that the last ones of all these ways are copies of; None when they are several."""
        if not all(steps for steps, _ in ways):
            return None
        first = ways[0][0][-1]
        if all(steps[-1] == first for steps, _ in ways):
            return first
        if not self._is_named:
            return first if all(keys.keyless(steps[-1]) == keys.keyless(first) for steps, _ in ways) else None
        bare = [keys.without(steps[-1], marker) for steps, marker in ways]
        return bare[0] if all(one == bare[0] for one in bare) else None

    def _key(self, action: Mapping[str, Any]) -> str:
        return str(action.get("temporary_id") or self._names.get(_id(action)) or _id(action))


def _id(action: Mapping[str, Any]) -> str:
    return str(action.get("id") or action.get("temporary_id"))
