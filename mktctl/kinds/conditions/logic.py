"""`all`, `any` and `not`."""

from typing import Final

from mktctl.kinds.conditions.scope import Scope
from mktctl.kinds.conditions.windows import WINDOW_KEYS
from mktctl.kinds.fields import Fields
from mktctl.model.condition import All, AnyOf, Condition, Not

_INSTEAD: Final = {
    "count": "Put it beside metric:, inside the list",
    "within": "Put it beside metric:, inside the list",
}
_INSIDE_NOT: Final = {
    word: f"It stands inside:  not: {{metric: …, {word}: …}}" for word in ("count", "sum", *sorted(WINDOW_KEYS))
}


def read_all(fields: Fields, scope: Scope) -> Condition:
    """`all: [COND, …]`."""
    return All(of=_several(fields, "all", scope))


def read_any(fields: Fields, scope: Scope) -> Condition:
    """`any: [COND, …]`."""
    return AnyOf(of=_several(fields, "any", scope))


def read_not(fields: Fields, scope: Scope) -> Condition:
    """`not: COND`."""
    fields.only(frozenset({"not"}), instead=_INSIDE_NOT, what="not:")
    return Not(of=scope.read(fields.values["not"], fields.at("not"), scope))


def _several(fields: Fields, key: str, scope: Scope) -> tuple[Condition, ...]:
    fields.only(frozenset({key}), instead=_INSTEAD, what=f"{key}:")
    value = fields.values[key]
    if isinstance(value, dict):
        fields.error("CND005", key, f"{key}: takes a list of conditions", f"Write  {key}: [{{…}}, {{…}}]")
        return ()
    items = fields.items(key, "a list of conditions", fewest=1)
    return tuple(scope.read(item, (*fields.at(key), index), scope) for index, item in enumerate(items))
