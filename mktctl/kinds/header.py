"""COMMON: what every resource says of itself."""

from typing import Final, TypedDict

from mktctl.kinds.fields import Fields
from mktctl.model.address import REF_PATTERN

COMMON_KEYS: Final = frozenset({"name", "description", "tags", "protect", "moved_from", "ignore", "lint"})


class Header(TypedDict):
    """Keyword arguments of every resource's struct."""

    name: str
    description: str
    tags: tuple[str, ...]
    protect: bool
    moved_from: str | None
    ignore: tuple[str, ...]


def read_header(fields: Fields, *, name: str = "") -> Header:
    """The common part. `name` is what a missing name means; without it a name is required."""
    if not name:
        fields.require("name", "What people see on Klaviyo, such as  name: Cart recovery")
    moved_from = fields.optional_text("moved_from")
    if moved_from and not REF_PATTERN.fullmatch(moved_from):
        fields.error(
            "REF003", "moved_from", f"{moved_from} is no former file name", "Write it without folder and .yaml"
        )
    if lint := fields.below("lint", "a code and a reason, such as  {FLW101: the sale ends that night}"):
        for code in lint.values:
            lint.text(code)
    return Header(
        name=fields.text("name", default=name),
        description=fields.text("description"),
        tags=fields.texts("tags"),
        protect=fields.flag("protect", default=False),
        moved_from=moved_from,
        ignore=fields.texts("ignore"),
    )
