"""What Klaviyo's API offers: one row an operation, with its scopes, limits, filters and page sizes.

Facts of the SDK klaviyo-api 25.0.0 and the OpenAPI document at revision 2026-10-15. The client's limiter and the
sandbox read the same rows, so that a limit is written down once.
"""

import functools
from importlib import resources
from typing import Final

import msgspec

REVISION: Final = "2026-10-15"


class Operation(msgspec.Struct, frozen=True, kw_only=True):
    """One operation: `name` as in the SDK (`create_flow`), `path` with `{id}` placeholders.

    Limits are requests: `burst_per_second`, `steady_per_minute`, `daily` (None: no cap). `success` is the HTTP
    status of a success. `filters` maps a field to the operators it takes; `sparse` and `additional` name the
    resource types in snake case, as the SDK's arguments do.
    """

    name: str
    group: str
    method: str
    path: str
    scopes: tuple[str, ...]
    burst_per_second: int
    steady_per_minute: int
    success: int
    daily: int | None = None
    filters: dict[str, tuple[str, ...]] = {}
    page_size_default: int | None = None
    page_size_max: int | None = None
    cursor: bool = False
    sorted: bool = False
    included: bool = False
    sparse: tuple[str, ...] = ()
    additional: dict[str, tuple[str, ...]] = {}


class _Table(msgspec.Struct, frozen=True):
    revision: str
    operations: tuple[Operation, ...]


@functools.cache
def operations() -> dict[str, Operation]:
    """Every operation by its SDK name (423 rows)."""
    raw = resources.files("mktctl.model").joinpath("operations.json").read_bytes()
    return {row.name: row for row in msgspec.json.decode(raw, type=_Table).operations}
