"""Items of the custom catalog; that of a store platform is not shown to programs (klaviyo-api.md 1.5)."""

from collections.abc import Iterable
from typing import Final

from mktctl.klaviyo.filters import any_of
from mktctl.klaviyo.listing import collect
from mktctl.klaviyo.remote import Remote

IDS_OF_FILTER_MAX: Final = 50
"""Of one request: addresses get long."""
_CUSTOM: Final = "$custom:::$default:::"


def existing_items(remote: Remote, items: Iterable[str]) -> frozenset[str]:
    """Those of `items`, as mails name them, that the catalog has; the ones of fifty are asked for at once."""
    by_id = {item if item.startswith(_CUSTOM) else f"{_CUSTOM}{item}": item for item in sorted(set(items))}
    ids = list(by_id)
    found: set[str] = set()
    for start in range(0, len(ids), IDS_OF_FILTER_MAX):
        query = {
            "filter": any_of("ids", ids[start : start + IDS_OF_FILTER_MAX]),
            "fields[catalog-item]": ("external_id",),
        }
        rows = collect(remote, "get_catalog_items", query=query).resources
        found.update(by_id[row["id"]] for row in rows if row["id"] in by_id)
    return frozenset(found)
