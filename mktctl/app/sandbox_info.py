"""What is in the sandbox."""

from datetime import datetime
from pathlib import Path

import msgspec

from mktctl.sandbox.census import census
from mktctl.sandbox.opening import open_store
from mktctl.sandbox.options import Options


class SandboxInfo(msgspec.Struct, frozen=True, kw_only=True):
    """The account, its clock (UTC) and how many objects of each kind it holds; `size` is the file's, in bytes."""

    account: str
    name: str
    timezone: str
    now: datetime
    counts: dict[str, int]
    size: int


def sandbox_info(database: Path, options: Options) -> SandboxInfo:
    """Read the sandbox's file; raises `SandboxError` when it is none."""
    store = open_store(database, options)
    try:
        return SandboxInfo(
            account=store.account.id,
            name=store.account.name,
            timezone=store.account.timezone,
            now=store.now(),
            counts=census(store),
            size=database.stat().st_size,
        )
    finally:
        store.close()
