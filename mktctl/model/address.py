"""Names of resources: a kind and a ref, as in `flow/welcome`. A ref is never a platform id."""

import re
from typing import Final, Literal, get_args

import msgspec

Kind = Literal[
    "list", "metric", "coupon", "universal-content", "segment", "template", "flow", "campaign", "tag"
]  # fmt: skip
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
REF_PATTERN: Final = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
"""P42, P43: the file's stem; `-` and `_` count as equal when two stems are compared."""
_OCCURRENCE: Final = re.compile(rf"{REF_PATTERN.pattern}@\d{{4}}-\d{{2}}-\d{{2}}")
"""P40: one date of a campaign that comes again, such as `weekly-newsletter@2026-12-01`."""


class Address(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """One resource of the workspace: `Address(kind="flow", ref="welcome")` prints as `flow/welcome`."""

    kind: Kind
    ref: str

    def __str__(self) -> str:
        return f"{self.kind}/{self.ref}"


def parse_address(text: str) -> Address | None:
    """`flow/welcome` as an address; None when it is not one."""
    kind, slash, ref = text.partition("/")
    if not slash or kind not in KINDS:
        return None
    if not REF_PATTERN.fullmatch(ref) and not (kind == "campaign" and _OCCURRENCE.fullmatch(ref)):
        return None
    return Address(kind=kind, ref=ref)
