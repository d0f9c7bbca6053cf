"""The door `/sandbox/ui/*`: what on Klaviyo only a person in the browser can do, and the account's clock.

Plain JSON, without keys, limits or Klaviyo's shape; errors are the API's. mktctl's client never uses it: it is for
tests and for people who play the other side. A route file offers `UI_ROUTES`, triples of a method, a path below the
door (`templates/{id}`) and a handler `Door → dict`. A handler that writes opens `door.store.transaction()` itself.
"""

from collections.abc import Callable
from typing import Any

import msgspec

from mktctl.sandbox.call import World
from mktctl.sandbox.jsonapi.errors import not_found, refuse_if_any
from mktctl.sandbox.jsonapi.shapes import Findings, Shape, check
from mktctl.sandbox.store import Row, Store


class Door(msgspec.Struct, frozen=True, kw_only=True):
    """One request at the door: `id` is the one in the path, or empty; `body` the decoded JSON, `{}` without one."""

    store: Store
    world: World
    id: str
    body: Any

    def require(self, kind: str) -> Row:
        """The row of the object in the path; Refused (404) without it."""
        row = self.store.row(f"SELECT * FROM {kind.replace('-', '_')} WHERE id = ?", self.id)
        if row is None:
            raise not_found(kind, self.id)
        return row

    def read(self, shape: Shape) -> dict[str, Any]:
        """The body, if it has the shape; Refused (400) with all that is wrong."""
        findings = Findings()
        check(shape, self.body, "", findings)
        refuse_if_any(findings.problems)
        found: dict[str, Any] = self.body
        return found


UiHandler = Callable[[Door], dict[str, Any]]
UiRoutes = tuple[tuple[str, str, UiHandler], ...]
