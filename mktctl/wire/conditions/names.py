"""How Klaviyo spells a profile's property (P61)."""

import re
from typing import Final

from mktctl.model.fields import BUILTIN_FIELDS, LOCATION_FIELDS

_INDEXED: Final = re.compile(r"(?P<where>properties|location)\[(?P<quote>['\"])(?P<name>.*)(?P=quote)\]", re.DOTALL)


def property_path(name: str, *, builtin: bool) -> str:
    """`email`, `location['city']` or `properties['tier']`."""
    if builtin:
        return f"location['{name}']" if name in LOCATION_FIELDS else name
    escaped = name.replace("\\", "\\\\").replace("'", "\\'")
    return f"properties['{escaped}']"


def property_name(path: str) -> tuple[str, bool] | None:
    """The name, and whether it is one of Klaviyo's own fields; None for a path of another form."""
    found = _INDEXED.fullmatch(path)
    if found is None:
        return (path, True) if path in BUILTIN_FIELDS and path not in LOCATION_FIELDS else None
    name = re.sub(r"\\(.)", r"\1", found["name"])
    if found["where"] == "location":
        return (name, True) if name in LOCATION_FIELDS else None
    return name, False
