"""Library templates: attributes of create_template; the marks of universal blocks in their HTML."""

import re
from typing import Any, Final

from mktctl.model.address import Address
from mktctl.model.template import EmailTemplate
from mktctl.wire.ids import Ids, Symbolic

CODE: Final = "CODE"
HYBRID: Final = "USER_DRAGGABLE"
"""The kind of template whose regions may hold universal blocks (klaviyo-api.md section 5)."""
_BLOCK: Final = re.compile(r'(data-klaviyo-universal-block=")universal-content/([a-z0-9_-]+)(")')


def encode_template(template: EmailTemplate, ids: Ids | None = None) -> dict[str, Any]:
    """`{name, editor_type, html, text}`; `editor_type` is fixed at creation, an update sends the rest (1.3).

    Without `ids` the addresses of universal blocks stay, so that the same files give the same bytes for every account.
    """
    known = ids if ids is not None else Symbolic()
    html, blocks = _BLOCK.subn(lambda mark: f"{mark[1]}{known.id_of(_address(mark[2]))}{mark[3]}", template.html)
    return {"name": template.name, "editor_type": HYBRID if blocks else CODE, "html": html, "text": template.text}


def universal_blocks(html: str) -> tuple[Address, ...]:
    """The universal blocks that a built mail embeds, each once."""
    return tuple(dict.fromkeys(_address(mark[2]) for mark in _BLOCK.finditer(html)))


def _address(ref: str) -> Address:
    return Address(kind="universal-content", ref=ref)
