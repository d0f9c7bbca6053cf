"""A condition while it is being compiled: AND and OR over leaves that remember where they were written."""

from typing import Final

import msgspec

from mktctl.model.condition import Condition
from mktctl.model.places import Path


class Leaf(msgspec.Struct, frozen=True, kw_only=True):
    """One condition without AND, OR and NOT, at the path of the words that it comes from."""

    condition: Condition
    path: Path


class And(msgspec.Struct, frozen=True, kw_only=True):
    """Every part holds; without parts it is true."""

    parts: tuple["Formula", ...]


class Or(msgspec.Struct, frozen=True, kw_only=True):
    """One part holds; without parts it is false."""

    parts: tuple["Formula", ...]


Formula = Leaf | And | Or

NOTHING: Final = Or(parts=())
"""Stands where a part was refused, so that the rest is still looked at."""
