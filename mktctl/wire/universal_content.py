"""Universal blocks: attributes of create_universal_content."""

from typing import Any

from mktctl.model.project import UniversalContent


def encode_universal_content(block: UniversalContent, html: str) -> dict[str, Any]:
    """`{name, definition}` of a block of type html; an update replaces the definition as a whole (1.3)."""
    data = {"display_options": {"show_on": "all"}, "content": html}
    return {"name": block.name, "definition": {"content_type": "block", "type": "html", "data": data}}
