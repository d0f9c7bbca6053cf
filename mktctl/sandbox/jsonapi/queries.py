"""The query of a request, held against what its operation takes: nothing unknown passes silently."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec

from mktctl.model.operations import Operation
from mktctl.sandbox.jsonapi.cursors import CURSOR_PARAMETER, Cursor, read_cursor
from mktctl.sandbox.jsonapi.errors import Problem, Refused, invalid, refuse_if_any
from mktctl.sandbox.jsonapi.filters import Filter, parse_filter

FIXED_PAGE_SIZE: Final = 200
_PAGE_SIZE: Final = "page[size]"
_TYPED: Final = re.compile(r"(fields|additional-fields)\[([a-z-]+)\]")


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """A checked query. `fields` and `additional` map a JSON:API type to names; `sort` has `-` in front if descending.

    `raw` is the query as it came, without the cursor, for the links of a page.
    """

    filters: tuple[Filter, ...] = ()
    sort: str = ""
    include: tuple[str, ...] = ()
    fields: Mapping[str, tuple[str, ...]] = {}
    additional: Mapping[str, tuple[str, ...]] = {}
    page_size: int = FIXED_PAGE_SIZE
    cursor: Cursor | None = None
    raw: tuple[tuple[str, str], ...] = ()

    def wants(self, kind: str, additional_field: str) -> bool:
        """Whether `additional-fields[kind]` names the field."""
        return additional_field in self.additional.get(kind, ())


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """What an operation's row does not say: the fields it sorts by and the relationships it includes."""

    sort: tuple[str, ...] = ()
    include: tuple[str, ...] = ()


def read_query(
    pairs: Iterable[tuple[str, str]],
    operation: Operation,
    choices: Choices,
    attributes: Mapping[str, tuple[str, ...]],
) -> Query:
    """Check a decoded query string. `attributes` lists the fields of each type, for `fields[type]`.

    Raises Refused (400) with `source.parameter` for all that is wrong in it.
    """
    pairs = tuple(pairs)
    query = Query(
        raw=tuple(pair for pair in pairs if pair[0] != CURSOR_PARAMETER),
        page_size=operation.page_size_default or FIXED_PAGE_SIZE,
    )
    problems: list[Problem] = []
    fields: dict[str, tuple[str, ...]] = {}
    additional: dict[str, tuple[str, ...]] = {}
    for key, value in dict(pairs).items():
        typed = _TYPED.fullmatch(key)
        try:
            if typed and typed[1] == "fields":
                fields[typed[2]] = _fields(key, typed[2], value, operation, attributes)
            elif typed:
                additional[typed[2]] = _additional(key, typed[2], value, operation)
            else:
                query = msgspec.structs.replace(query, **_plain(key, value, operation, choices))
        except Refused as refusal:
            problems.extend(refusal.problems)
    refuse_if_any(problems)
    return msgspec.structs.replace(query, fields=fields, additional=additional)


def _plain(key: str, value: str, operation: Operation, choices: Choices) -> dict[str, Any]:
    match key:
        case "filter" if operation.filters:
            return {"filters": parse_filter(value, operation.filters)}
        case "sort" if choices.sort:
            if value.removeprefix("-") not in choices.sort:
                raise _refused(f"'{value}' is not a sortable field; they are: {', '.join(choices.sort)}", key)
            return {"sort": value}
        case "include" if choices.include:
            return {"include": _names(key, value, choices.include, "includable relationship")}
        case "page[cursor]" if operation.cursor:
            return {"cursor": read_cursor(value)}
        case "page[size]" if operation.page_size_max:
            return {"page_size": _page_size(value, operation.page_size_max)}
        case _:
            raise _refused(f"'{key}' is not a valid query parameter for this endpoint", key)


def _fields(
    key: str, kind: str, value: str, operation: Operation, attributes: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    if kind.replace("-", "_") not in operation.sparse:
        raise _refused(f"'{kind}' is not a type that this endpoint returns", key)
    names = tuple(value.split(",")) if value else ()
    known = attributes.get(kind, ())
    for name in names:
        if name.split(".")[0] not in known:
            raise _refused(f"'{name}' is not a valid field for the resource '{kind}'.", key)
    return names


def _additional(key: str, kind: str, value: str, operation: Operation) -> tuple[str, ...]:
    allowed = operation.additional.get(kind.replace("-", "_"), ())
    return _names(key, value, allowed, "additional field")


def _names(key: str, value: str, allowed: tuple[str, ...], what: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(value.split(","))) if value else ()
    for name in names:
        if name not in allowed:
            offer = f"; they are: {', '.join(allowed)}" if allowed else ""
            raise _refused(f"'{name}' is not an {what} of this endpoint{offer}", key)
    return names


def _page_size(value: str, largest: int) -> int:
    size = int(value) if value.isascii() and value.isdigit() else 0
    if not 1 <= size <= largest:
        raise _refused(f"a page has 1 to {largest} objects here, not {value}", _PAGE_SIZE)
    return size


def _refused(detail: str, parameter: str) -> Refused:
    return Refused(invalid(detail, parameter=parameter))
