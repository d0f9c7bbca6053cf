"""Opening the account's file, and making it when it is not there yet."""

import sqlite3
from importlib import resources
from pathlib import Path
from typing import Final

from mktctl.sandbox.errors import RESET_HINT, SandboxError, of_database
from mktctl.sandbox.options import Options
from mktctl.sandbox.store import Store
from mktctl.sandbox.tables.metrics import add_own_metrics
from mktctl.sandbox.tables.tags import add_tag_group
from mktctl.sandbox.times import microseconds

SCHEMA_VERSION: Final = 8
_SCHEMA: Final = (
    "account",
    "people",
    "audiences",
    "consent",
    "push_tokens",
    "imports",
    "templates",
    "tags",
    "flows",
    "campaigns",
    "coupons",
    "universal_content",
    "catalog",
    "images",
    "webhooks",
)
_BUSY_SECONDS: Final = 10.0
_BESIDE: Final = ("", "-wal", "-shm", "-journal")
_OWNER_ONLY: Final = 0o600
"""The file holds what was applied, the values of webhooks' secrets among it."""


def open_store(database: Path, options: Options) -> Store:
    """Open the account's file, making it with what `options` say of the account if it is not there yet.

    Raises SandboxError if the file is no account of this version.
    """
    try:
        connection = _connect(database)
    except (sqlite3.Error, OSError) as error:
        raise of_database(database.name, error) from error
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = NORMAL")
        if _version(connection) == 0:
            _create(database, connection, options)
        if _version(connection) != SCHEMA_VERSION or _does_more_than_keep(connection):
            raise SandboxError(
                f"the sandbox's database {database.name} was made by another version of mktctl", hint=RESET_HINT
            )
        return Store(database, connection)
    except sqlite3.DatabaseError as error:
        connection.close()
        raise of_database(database.name, error) from error
    except BaseException:
        connection.close()
        raise


def _connect(database: Path) -> sqlite3.Connection:
    database.parent.mkdir(parents=True, exist_ok=True)
    for suffix in _BESIDE:  # SQLite would follow a link, and write where it leads
        if database.with_name(database.name + suffix).is_symlink():
            raise SandboxError(f"{database.name}{suffix} is a link; the sandbox is kept in a file", hint="Remove it")
    database.touch(mode=_OWNER_ONLY)  # what SQLite puts beside it gets the same mode
    # One thread at a time uses it, but not always the one that opened it: the server has its own.
    connection = sqlite3.connect(database, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    return connection


def _version(connection: sqlite3.Connection) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


def _does_more_than_keep(connection: sqlite3.Connection) -> bool:
    """Whether the file has triggers or views: ours has none, and those of a stranger's file would run."""
    found = connection.execute("SELECT 1 FROM sqlite_schema WHERE type IN ('trigger', 'view')").fetchone()
    return found is not None


def _create(database: Path, connection: sqlite3.Connection, options: Options) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("BEGIN IMMEDIATE")
    try:
        if _version(connection) == 0:  # else another process was faster while this one waited
            for statement in _schema().split(";\n"):
                connection.execute(statement)
            start = microseconds(options.start)
            connection.execute(
                "INSERT INTO account VALUES (?, ?, ?, ?, ?, ?)",
                (options.account_id, options.account_name, options.timezone, options.currency, start, start),
            )
            store = Store(database, connection)
            add_own_metrics(store)
            add_tag_group(store, name="Default", exclusive=False, is_default=True)
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _schema() -> str:
    folder = resources.files("mktctl.sandbox.tables")
    return "".join(folder.joinpath(f"{name}.sql").read_text(encoding="utf-8") for name in _SCHEMA)
