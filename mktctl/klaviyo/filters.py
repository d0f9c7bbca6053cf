"""Filters for lists: `equals(name,"Autumn sale")`. Built by hand, because the SDK's builder strips all whitespace.

Strings are quoted as JSON strings, as the SDK's builder does; which operators a field takes is in
`mktctl/model/operations.json`. Several filters are joined by a comma, which means "and".
"""

from collections.abc import Iterable

import msgspec


def equals(field: str, value: str | bool | int) -> str:
    """Rows whose `field` is exactly `value`."""
    return f"equals({field},{_quoted(value)})"


def any_of(field: str, values: Iterable[str]) -> str:
    """Rows whose `field` is one of `values` (at least one)."""
    listed = list(values)
    assert listed, "a filter over no values would select everything on one endpoint and nothing on another"
    return f"any({field},{_quoted(listed)})"


def both(*filters: str) -> str:
    """Rows that pass all of them."""
    return ",".join(filters)


def _quoted(value: str | bool | int | list[str]) -> str:
    return msgspec.json.encode(value).decode()
