"""Compiled groups as the platform holds them: an `All` of one `AnyOf` a group; raw JSON in words, if there are any."""

import msgspec

from mktctl.model.condition import All, AnyOf, Condition, EventProperty, Raw
from mktctl.wire.conditions.decode import decode_condition
from mktctl.wire.conditions.normal_form import Groups
from mktctl.wire.conditions.starts import PROPERTY_OF
from mktctl.wire.ids import Symbolic


def plain(groups: Groups) -> All:
    """No group holds for everybody."""
    return All(of=tuple(AnyOf(of=tuple(_leaf(leaf) for leaf in group)) for group in groups.groups))


def _leaf(leaf: Condition) -> Condition:
    read = decode_condition(leaf.json, Symbolic()) if isinstance(leaf, Raw) else leaf
    if isinstance(read, EventProperty) and read.metric in PROPERTY_OF:
        return msgspec.structs.replace(read, metric=None)  # the platform names no metric there
    return read
