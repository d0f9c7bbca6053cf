"""Which resources a value names, by the names of its fields: `metric`, `list`, `segment`, `template`."""

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from mktctl.model.ab_test import ABTest
from mktctl.model.address import Address, Kind

_FIELDS: Final[dict[str, Kind]] = {"metric": "metric", "list": "list", "segment": "segment", "template": "template"}


def named_in(value: Any) -> Iterator[Address]:
    """Every resource that a condition, a step, a trigger or an audience names, in the order of its fields.

    A segment is named, its definition is not entered. Steps below a branch are part of the branching step.
    """
    if isinstance(value, Address):
        yield value
    elif isinstance(value, ABTest):
        yield from named_in(value.variants)  # its metric is a word of its own: clicks, opens or orders
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            inner = getattr(value, field)
            kind = _FIELDS.get(field)
            if kind is not None and isinstance(inner, str):
                if inner:
                    yield Address(kind=kind, ref=inner)
            else:
                yield from named_in(inner)
    elif isinstance(value, tuple):
        for one in value:
            yield from named_in(one)
