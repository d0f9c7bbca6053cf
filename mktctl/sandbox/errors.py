"""What can go wrong around the sandbox itself, as branches of the documented tree."""

import sqlite3
from typing import Final

from mktctl.diagnostics import OutsideError

RESET_HINT: Final = "`mktctl sandbox reset` makes a new one"
_OF_THE_SYSTEM: Final = ("SQLITE_FULL", "SQLITE_READONLY", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_PERM")
_BUSY: Final = ("SQLITE_BUSY", "SQLITE_LOCKED")


class SandboxError(OutsideError):
    """The sandbox could not be opened or started: an unreadable database, a taken port."""


def of_database(name: str, error: sqlite3.Error | OSError) -> SandboxError:
    """What SQLite or the system says of the file `name`, told apart by who can mend it."""
    kind = getattr(error, "sqlite_errorname", "")
    if isinstance(error, OSError) or kind.startswith(_OF_THE_SYSTEM):
        return SandboxError(
            f"the sandbox's database {name} cannot be opened or written: {_reason(error)}",
            hint="It must be a file that you can write, in a folder that you can write to, on a disk with room",
        )
    if kind.startswith(_BUSY):
        return SandboxError(
            f"another program holds the sandbox's database {name}", hint="Wait for it to end, then try again"
        )
    return SandboxError(f"{name} is not a sandbox's database: {error}", hint=RESET_HINT)


def _reason(error: sqlite3.Error | OSError) -> str:
    return error.strerror or str(error) if isinstance(error, OSError) else str(error)
