"""The one SQLite file: connection, transactions, the account, its clock and its counters.

The SQL of each resource stands in `tables/`; this file knows no resource.
"""

import contextlib
import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from mktctl.sandbox import ids
from mktctl.sandbox.times import instant

Row = sqlite3.Row


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """The account as it was made: `started` is the first instant of its clock."""

    id: str
    name: str
    timezone: str
    currency: str
    started: datetime


class Store:
    """One connection to one account's file; for one thread at a time. Two stores on one file see the same account."""

    def __init__(self, database: Path, connection: sqlite3.Connection) -> None:
        self.database = database
        self._connection = connection
        self.account = self._read_account()

    @contextlib.contextmanager
    def transaction(self, *, write: bool = True) -> Iterator[None]:
        """All or nothing: what is done inside is undone when an exception leaves. Transactions do not nest."""
        self._connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def rows(self, sql: str, *parameters: Any) -> list[Row]:
        """Every row of a query."""
        return self._connection.execute(sql, parameters).fetchall()

    def row(self, sql: str, *parameters: Any) -> Row | None:
        """The first row of a query, or None."""
        found: Row | None = self._connection.execute(sql, parameters).fetchone()
        return found

    def count(self, sql: str, *parameters: Any) -> int:
        """The number that a `SELECT count(*)` gives."""
        found: int = self._connection.execute(sql, parameters).fetchone()[0]
        return found

    def run(self, sql: str, *parameters: Any) -> int:
        """Execute one statement; how many rows it touched."""
        return self._connection.execute(sql, parameters).rowcount

    def insert(self, table: str, **values: Any) -> None:
        """One new row; the names are columns of the table."""
        columns = ", ".join(values)
        marks = ", ".join("?" * len(values))
        self._connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", tuple(values.values()))

    def update(self, table: str, object_id: str, **values: Any) -> None:
        """Set columns of the row with this id; nothing given, nothing done."""
        if values:
            settings = ", ".join(f"{column} = ?" for column in values)
            self._connection.execute(f"UPDATE {table} SET {settings} WHERE id = ?", (*values.values(), object_id))

    def stamp(self) -> int:
        """The account's present instant, as the database keeps it."""
        return self.count("SELECT now FROM account")

    def now(self) -> datetime:
        """The account's present instant, in UTC. It stands still until `advance`."""
        return instant(self.stamp())

    def advance(self, span: timedelta) -> datetime:
        """Move the account's clock forward, never back; the new instant. Takes its own transaction."""
        assert span >= timedelta(0), "the account's clock does not run backwards"
        with self.transaction():
            self.run("UPDATE account SET now = now + ?", span // timedelta(microseconds=1))
        return self.now()

    def next_count(self, kind: str) -> int:
        """One more of a kind; 1 first. Inside a transaction."""
        row = self.row(
            "INSERT INTO counter VALUES (?, 1) ON CONFLICT (kind) DO UPDATE SET value = value + 1 RETURNING value",
            kind,
        )
        assert row is not None
        number: int = row["value"]
        return number

    def new_id(self, kind: str) -> str:
        """A new six-character id of a list, segment, template, metric, flow or flow-message."""
        return ids.short_id(kind, self.next_count(kind))

    def close(self) -> None:
        """Give the file back."""
        self._connection.close()

    def _read_account(self) -> Account:
        row = self.row("SELECT * FROM account")
        assert row is not None
        return Account(
            id=row["id"],
            name=row["name"],
            timezone=row["timezone"],
            currency=row["currency"],
            started=instant(row["started"]),
        )
