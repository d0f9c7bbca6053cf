"""Lists and segments."""

from typing import Literal

import msgspec

from mktctl.model.condition import Condition
from mktctl.model.resource import Resource


class ContactList(msgspec.Struct, frozen=True, kw_only=True):
    """A list of `mktctl.yaml`. `external`: somebody else makes it; it is looked up by name, never written."""

    ref: str
    name: str
    opt_in: Literal["double", "single"] = "double"
    external: bool = False
    tags: tuple[str, ...] = ()
    protect: bool = False


class Segment(Resource, frozen=True, kw_only=True):
    """`segments/<ref>.yaml`. `who` is None for an external segment, which is looked up by name."""

    who: Condition | None
    starred: bool = False
    active: bool = True
