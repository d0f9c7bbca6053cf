"""Comparisons written as formulas, `tier == gold` and `> 500`: how the language writes them, for hints."""

import re
from typing import Final

from mktctl.kinds.conditions.scope import Scope
from mktctl.kinds.spelling import shown
from mktctl.model.fields import BUILTIN_FIELDS

_OPERATORS: Final = {
    "==": "is", "=": "is", "!=": "is_not", "<>": "is_not", ">=": "at_least", "<=": "at_most", ">": "more_than",
    "<": "less_than", "is": "is",
}  # fmt: skip
_TEST: Final = re.compile(r"(==|!=|<>|>=|<=|=|>|<)\s*([0-9]+(?:\.[0-9]+)?)")
_CONDITION: Final = re.compile(r"([A-Za-z_][\w.$-]*)\s*(==|!=|<>|>=|<=|=|>|<|\bis\b)\s*(\S.*)")
_JOINED: Final = re.compile(r"\s(and|or|AND|OR|&&|\|\|)\s")


def test_for(formula: object) -> str:
    """`{more_than: 500}` for `> 500`; empty for anything else."""
    found = _TEST.fullmatch(formula.strip()) if isinstance(formula, str) else None
    return f"{{{_OPERATORS[found[1]]}: {found[2]}}}" if found else ""


def condition_for(written: object, scope: Scope) -> str:
    """`{property: tier, is: gold}` for `tier == gold`, `{metric: placed_order}` for its bare name; else empty."""
    if not isinstance(written, str):
        return ""
    text = written.strip()
    project = scope.names.project
    if text in project.metrics:
        return f"{{metric: {text}}}"
    if text in scope.names.segments:
        return f"{{segment: {text}}}"
    if text in project.lists:
        return f"{{list: {text}}}"
    if text in project.properties or text in BUILTIN_FIELDS:
        return f"{{property: {text}, is: …}}"
    return "" if _JOINED.search(text) else _compared(text, scope)


def _compared(text: str, scope: Scope) -> str:
    found = _CONDITION.fullmatch(text)
    if found is None:
        return ""
    name, test, value = found[1], _OPERATORS[found[2]], shown(found[3])
    if name in scope.names.project.metrics:
        return f"{{metric: {name}, count: {value if test == 'is' else f'{{{test}: {value}}}'}}}"
    known = name in scope.names.project.properties or name in BUILTIN_FIELDS
    return f"{{property: {name}, {test}: {value}}}" if known else ""
