"""Subjects and preview texts that stand outside templates: they are sent as written, nothing is built."""

from typing import Final

from mktctl.kinds.fields import Fields

SUBJECT_CHARACTERS_MAX: Final = 250
"""Klaviyo's limit for both."""


def read_subject(fields: Fields, key: str, *, default: str = "") -> str:
    """The text under `key`, else `default`; marks of the build step in it are an error."""
    if key not in fields.values:
        return default
    text = fields.text(key, longest=SUBJECT_CHARACTERS_MAX)
    if "[[" in text or "[%" in text:
        message = f"{key}: is not built here: [[ … ]] and [% … %] would be sent as they stand"
        hint = "Write it into the template, which the build step goes through"
        fields.error("FLW020", key, message, hint)
    return text
