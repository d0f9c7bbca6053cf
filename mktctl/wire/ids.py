"""Where refs become ids and ids become refs: the only thing about an account that the codecs need to know."""

from typing import Final, Protocol

from mktctl.model.address import Address, Kind

_FOREIGN: Final = "id:"


class Ids(Protocol):
    """Both directions between addresses and the platform's ids of one account."""

    def id_of(self, address: Address) -> str:
        """The platform's id of a resource that exists."""

    def address_of(self, kind: Kind, id: str) -> Address | None:
        """The resource that an id belongs to; None when the workspace does not know it."""


class Symbolic:
    """Addresses as their own ids: `metric/placed_order`. Documents of two accounts compare equal in this form."""

    def id_of(self, address: Address) -> str:
        return str(address)

    def address_of(self, kind: Kind, id: str) -> Address | None:
        prefix, slash, ref = id.partition("/")
        return Address(kind=kind, ref=ref) if slash and prefix == kind else None


def id_of(ids: Ids, kind: Kind, ref: str) -> str:
    """The id of `kind/ref`; a ref that `ref_of` made of an unknown id gives that id back."""
    if ref.startswith(_FOREIGN):
        return ref.removeprefix(_FOREIGN)
    return ids.id_of(Address(kind=kind, ref=ref))


def ref_of(ids: Ids, kind: Kind, id: str) -> str:
    """The ref behind an id; `id:AbC123`, which no file can be called, for what the workspace does not know."""
    address = ids.address_of(kind, id)
    return f"{_FOREIGN}{id}" if address is None else address.ref
