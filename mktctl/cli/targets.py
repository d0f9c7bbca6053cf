"""`--target flow/welcome` as addresses."""

from collections.abc import Sequence

from mktctl.diagnostics import UsageError
from mktctl.model.address import Address, parse_address


def addresses(targets: Sequence[str] | None) -> tuple[Address, ...]:
    """Raises `UsageError` for what is no address at all."""
    found = []
    for text in targets or ():
        address = parse_address(text)
        if address is None:
            raise UsageError(f"{text!r} is not a resource", hint="Write a kind and a ref, such as flow/welcome.")
        found.append(address)
    return tuple(found)
