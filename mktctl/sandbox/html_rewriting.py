"""What Klaviyo does to HTML when it stores it (klaviyo-api.md section 5), in a light and repeatable form.

A client that compares what it reads with what it sent sees a difference where there is none: it has to remember what
was sent, or compare normalised.
"""

import re
from typing import Final

_LINK: Final = re.compile(r"<link\b[^>]*>\s*", re.IGNORECASE)
_STYLE: Final = re.compile(r"(<style\b[^>]*>)(.*?)(</style>)", re.IGNORECASE | re.DOTALL)
_CSS_COMMENT: Final = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
_NO_BREAK_SPACE: Final = "\u00a0"


def rewritten(html: str) -> str:
    """`<link>` elements and CSS comments dropped, `&nbsp;` decoded; rewriting twice changes nothing more."""
    without_links = _LINK.sub("", html)
    without_comments = _STYLE.sub(lambda style: style[1] + _CSS_COMMENT.sub("", style[2]) + style[3], without_links)
    return without_comments.replace("&nbsp;", _NO_BREAK_SPACE)
