"""Klaviyo's own fields of a profile (P61); every other name is a custom property and must be declared."""

from collections.abc import Mapping
from typing import Final

from mktctl.model.condition import PropertyType

_TOP: Final[Mapping[str, PropertyType]] = {
    "email": "text",
    "phone_number": "text",
    "external_id": "text",
    "first_name": "text",
    "last_name": "text",
    "organization": "text",
    "locale": "text",
    "title": "text",
    "image": "text",
    "created": "date",
    "updated": "date",
    "last_event_date": "date",
}
LOCATION_FIELDS: Final[Mapping[str, PropertyType]] = {
    "address1": "text",
    "address2": "text",
    "city": "text",
    "country": "text",
    "region": "text",
    "zip": "text",
    "timezone": "text",
    "latitude": "number",
    "longitude": "number",
}
"""These live in the profile's `location`."""
BUILTIN_FIELDS: Final[Mapping[str, PropertyType]] = {**_TOP, **LOCATION_FIELDS}
"""Name, as `property:` writes it, to type."""
