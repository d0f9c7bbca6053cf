"""Templates, after the build step: what is sent to the platform, in the platform's own template language."""

from typing import Literal

import msgspec


class Sender(msgspec.Struct, frozen=True, kw_only=True):
    """Who a mail comes from."""

    name: str
    email: str
    reply_to: str | None = None


class EmailTemplate(msgspec.Struct, frozen=True, kw_only=True):
    """`templates/<ref>.yaml` of channel email. `html` and `text` are built (Jinja2, then MJML), Klaviyo's tags kept.

    `library`: keep it in the platform's template library; otherwise it lives only as the copy in each message that
    uses it. `fallbacks` maps a variable to the text that stands in when it is missing.
    """

    ref: str
    name: str
    subject: str
    html: str
    preview_text: str = ""
    text: str | None = None
    sender: Sender | None = None
    library: bool = False
    description: str = ""
    tags: tuple[str, ...] = ()
    protect: bool = False
    moved_from: str | None = None
    ignore: tuple[str, ...] = ()
    channel: Literal["email"] = "email"
