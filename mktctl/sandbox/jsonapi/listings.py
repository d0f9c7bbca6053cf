"""One page of a table: the filters, the order and the cursor of a query, as SQL."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, Literal
from urllib.parse import urlencode

import msgspec

from mktctl.sandbox.jsonapi.cursors import CURSOR_PARAMETER, Cursor, write_cursor
from mktctl.sandbox.jsonapi.documents import Document, Resource, Writer
from mktctl.sandbox.jsonapi.errors import Refused, invalid
from mktctl.sandbox.jsonapi.filters import Filter, Value
from mktctl.sandbox.store import Row
from mktctl.sandbox.times import microseconds

ColumnType = Literal["text", "flag", "instant", "seconds", "number", "member"]

_COMPARISONS: Final = {
    "equals": "=",
    "greater-than": ">",
    "greater-or-equal": ">=",
    "less-than": "<",
    "less-or-equal": "<=",
}


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A field of the API in the database: `sql` is an expression over the listing's source.

    `instant` takes dates; `seconds` takes whole seconds since 1970 and keeps microseconds. `member` is a query of ids,
    in which the id that the filter names has to be.
    """

    sql: str
    type: ColumnType = "text"


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """A list of the API. `source` is a FROM clause with WHERE (`list WHERE 1`) whose rows have `seq` and `*`.

    `columns` are the fields that its filters and its sort name.
    """

    source: str
    columns: Mapping[str, Column]
    select: str = "*"
    seq: str = "seq"
    sort: str = ""


def page(
    writer: Writer,
    path: str,
    listing: Listing,
    resource: Callable[[Row], Resource],
    *parameters: Any,
) -> Document:
    """The page that the writer's query asks for. `path` is the request's, for the links; `parameters` the source's."""
    rows, links = page_rows(writer, path, listing, *parameters)
    return writer.collection([resource(row) for row in rows], links)


def page_of_ids(writer: Writer, path: str, listing: Listing, kind: str, *parameters: Any) -> Document:
    """The same page as identifiers alone; rows have the column `id`."""
    rows, links = page_rows(writer, path, listing, *parameters)
    return {"data": [{"type": kind, "id": row["id"]} for row in rows], "links": links}


def page_rows(writer: Writer, path: str, listing: Listing, *parameters: Any) -> tuple[list[Row], dict[str, str | None]]:
    """The rows of the page and its links `self`, `next`, `prev`."""
    query = writer.query
    sort = query.sort or listing.sort
    cursor = query.cursor
    if cursor is not None and cursor.sort != sort:
        raise Refused(invalid("the cursor belongs to another sort", parameter=CURSOR_PARAMETER))
    backward = cursor is not None and cursor.side == "before"
    key = listing.columns[sort.removeprefix("-")].sql if sort else listing.seq
    down = sort.startswith("-") != backward
    clauses, values = _where(query.filters, listing)
    if cursor is not None:
        clauses.append(f"({key}, {listing.seq}) {'<' if down else '>'} (?, ?)")
        values += [cursor.key, cursor.seq]
    direction = "DESC" if down else "ASC"
    rows = writer.store.rows(
        f"SELECT {listing.select}, {key} AS sort_key, {listing.seq} AS sort_seq FROM {listing.source}"
        + "".join(f" AND {clause}" for clause in clauses)
        + f" ORDER BY {key} {direction}, {listing.seq} {direction} LIMIT ?",
        *parameters,
        *values,
        query.page_size + 1,
    )
    more = len(rows) > query.page_size
    rows = rows[: query.page_size]
    if backward:
        rows.reverse()
    follows, precedes = (True, more) if backward else (more, cursor is not None)
    return rows, {
        "self": _url(writer, path, None if cursor is None else cursor),
        "next": _url(writer, path, _cursor("after", sort, rows[-1])) if follows and rows else None,
        "prev": _url(writer, path, _cursor("before", sort, rows[0])) if precedes and rows else None,
    }


def _cursor(side: Literal["after", "before"], sort: str, row: Row) -> Cursor:
    return Cursor(side, sort, row["sort_key"], row["sort_seq"])


def _url(writer: Writer, path: str, cursor: Cursor | None) -> str:
    pairs = list(writer.query.raw)
    if cursor is not None:
        pairs.append((CURSOR_PARAMETER, write_cursor(cursor)))
    return f"{writer.base}{path}{'?' if pairs else ''}{urlencode(pairs)}"


def _where(filters: tuple[Filter, ...], listing: Listing) -> tuple[list[str], list[Any]]:
    clauses: list[str] = []
    values: list[Any] = []
    for term in filters:
        column = listing.columns.get(term.field)
        if column is None:
            raise Refused(invalid(f"The sandbox keeps no '{term.field}' to filter by.", parameter="filter"))
        if isinstance(term.value, tuple):
            marks = ", ".join("?" * len(term.value))
            clauses.append(f"{column.sql} IN ({marks})")
            values += [_stored(term, value, column.type) for value in term.value]
        elif term.value is None:
            clauses.append(f"{column.sql} IS NOT NULL")
        else:
            clause, value = _plain(term, term.value, column)
            clauses.append(clause)
            values.append(value)
    return clauses, values


def _plain(term: Filter, value: Value, column: Column) -> tuple[str, Any]:
    stored = _stored(term, value, column.type)
    match term.operator:
        case "equals" if column.type == "member":
            return f"? IN ({column.sql})", stored
        case "contains":
            return f"instr({column.sql}, ?) > 0", stored
        case "starts-with":
            return f"substr({column.sql}, 1, {len(stored)}) = ?", stored
        case "ends-with":
            return f"substr({column.sql}, -{max(len(stored), 1)}) = ?", stored
        case operator:
            return f"{column.sql} {_COMPARISONS[operator]} ?", stored


def _stored(term: Filter, value: Value, kind: ColumnType) -> Any:
    match kind, value:
        case "text" | "member", str():
            return value
        case "flag", bool():
            return int(value)
        case "instant", datetime():
            return microseconds(value)
        case "seconds", int() if not isinstance(value, bool):
            return value * 1_000_000
        case "number", int() | float() if not isinstance(value, bool):
            return value
        case _:
            expected = {"text": "text in quotes", "flag": "true or false", "instant": "a bare date and time"}
            raise Refused(
                invalid(
                    f"the field '{term.field}' takes {expected.get(kind, 'a number')}, not {value!r}",
                    parameter="filter",
                )
            )
