"""How ids become names while reading, and how the platform spells a profile's property."""

import re
from collections.abc import Callable
from typing import Final, Literal

NamedKind = Literal["metric", "list", "segment", "template"]
Names = Callable[[NamedKind, str], str]
"""What to write in a ref field for an id; `same_names` leaves the id as it is."""

_CUSTOM: Final = re.compile(r"""properties\[(['"])(?P<name>.*)\1\]""", re.DOTALL)
_LOCATION: Final = re.compile(r"""location\[(['"])(?P<name>.*)\1\]""", re.DOTALL)


def same_names(kind: NamedKind, object_id: str) -> str:
    """The id itself, for readers that need no names."""
    del kind
    return object_id


def property_name(path: str) -> tuple[str, bool]:
    """`properties['tier']` is a custom property, `location['city']` and `email` are Klaviyo's own fields (P61).

    The name, and whether it is one of Klaviyo's own.
    """
    if found := _CUSTOM.fullmatch(path):
        return found["name"].replace("\\'", "'"), False
    if found := _LOCATION.fullmatch(path):
        return found["name"], True
    return path, True
