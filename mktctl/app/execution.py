"""What every step of an apply works with."""

import threading
from collections.abc import Callable, Mapping

import msgspec

from mktctl.app.ledger import Ledger
from mktctl.app.tag_ids import TagIds
from mktctl.app.uploads import Uploads
from mktctl.clock import Stopwatch
from mktctl.diagnostics import OutsideError
from mktctl.klaviyo.remote import Remote
from mktctl.model.address import Address, Kind
from mktctl.model.workspace import Workspace
from mktctl.planning.desired import Desired
from mktctl.planning.seen import Seen

Secrets = Callable[[str], str]
"""The value of a secret by its name; raises `OutsideError` when it is not to be had."""


class StoredOtherwise(OutsideError):  # noqa: N818 - the name says what happened
    """The platform accepted a resource and stored something else."""


class LiveIds:
    """Ids by address during an apply, growing as things are made. Implements `wire.ids.Ids`; templates stay symbolic,
    because a message names either its own copy or an upload."""

    def __init__(self, ids: Mapping[Address, str]) -> None:
        self._lock = threading.Lock()
        self._ids = dict(ids)
        self._addresses = {(address.kind, id_): address for address, id_ in ids.items()}

    def add(self, address: Address, id_: str) -> None:
        """From now on the address has that id."""
        with self._lock:
            self._ids[address] = id_
            self._addresses[address.kind, id_] = address

    def id_of(self, address: Address) -> str:
        """The platform's id. An address without one is a mistake of the plan: an assert."""
        if address.kind == "template":
            return str(address)
        assert address in self._ids, f"{address} has no id yet"
        return self._ids[address]

    def address_of(self, kind: Kind, id: str) -> Address | None:
        """Back from an id."""
        return self._addresses.get((kind, id))


class Execution(msgspec.Struct, frozen=True, kw_only=True):
    """One apply under way: the platform, the files, the plan's view of both, the state, and the uploads."""

    remote: Remote
    workspace: Workspace
    resources: Mapping[Address, Desired]
    seen: Seen
    ledger: Ledger
    ids: LiveIds
    uploads: Uploads
    tags: TagIds
    secrets: Secrets
    stopwatch: Stopwatch
