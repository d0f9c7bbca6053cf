"""What templates of several channels have: files below `templates/`, and fallbacks."""

from mktctl.kinds.fields import Fields
from mktctl.kinds.spelling import quoted, shown


def read_fallbacks(fields: Fields) -> dict[str, str]:
    """`fallbacks:`, by the name of the value."""
    below = fields.below(
        "fallbacks", f"values and what stands in for each, such as  {quoted('person.first_name')}: there"
    )
    return {name: below.text(name) for name in below.values} if below is not None else {}


def check_inside(fields: Fields, key: str, text: str) -> None:
    """An error when the path leads out of `templates/`."""
    parts = text.replace("\\", "/").split("/")
    if text.startswith(("/", "templates/")) or ".." in parts or "\\" in text or ":" in parts[0]:
        hint = f"Write  {text.removeprefix('templates/')}" if text.startswith("templates/") else ""
        fields.error("TPL004", key, f"{shown(text)} is not below templates/: paths are relative to it", hint)
