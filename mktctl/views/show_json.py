"""`mktctl show --format json`: the documents that are sent, with addresses where an account has ids."""

from typing import Final

from mktctl.app.show import Shown
from mktctl.views.visible import json_page

FORMAT_VERSION: Final = 1


def show_json(shown: Shown) -> str:
    """`{"format_version": 1, "address", "name", "file", "facts", "names", "named_by", "documents": {address: …}}`."""
    return json_page(
        {
            "format_version": FORMAT_VERSION,
            "address": str(shown.address),
            "name": shown.name,
            "file": shown.file,
            "description": shown.description,
            "facts": dict(shown.facts),
            "names": [{"role": one.role, "target": str(one.target)} for one in shown.names],
            "named_by": [{"source": str(one.source), "role": one.role} for one in shown.named_by],
            "documents": shown.documents,
        }
    )
