"""Library templates: attributes of create_template."""

from typing import Any

from mktctl.model.template import EmailTemplate


def encode_template(template: EmailTemplate) -> dict[str, Any]:
    """`{name, editor_type, html, text}`; `editor_type` is fixed at creation, an update sends the rest (1.3)."""
    return {"name": template.name, "editor_type": "CODE", "html": template.html, "text": template.text}
