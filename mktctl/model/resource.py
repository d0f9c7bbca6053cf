"""What every resource with a file of its own has."""

import msgspec


class Resource(msgspec.Struct, frozen=True, kw_only=True):
    """`ref` is the file's stem, `name` what people see on the platform.

    `protect` keeps it from being deleted; `moved_from` is the ref that it had before; `ignore` are paths whose
    differences on the platform are left alone.
    """

    ref: str
    name: str
    description: str = ""
    tags: tuple[str, ...] = ()
    protect: bool = False
    moved_from: str | None = None
    ignore: tuple[str, ...] = ()
