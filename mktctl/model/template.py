"""Templates, after the build step: what is sent to the platform, in the platform's own template language."""

from typing import Literal

import msgspec


class Sender(msgspec.Struct, frozen=True, kw_only=True):
    """Who a mail comes from."""

    name: str
    email: str
    reply_to: str | None = None


class SectionSource(msgspec.Struct, frozen=True, kw_only=True):
    """What fills one block of the base layout: a text, or a file of the project. Exactly one is set."""

    text: str | None = None
    file: str | None = None


class TemplateSource(msgspec.Struct, frozen=True, kw_only=True):
    """`templates/<ref>.yaml` of channel email as written, before the build step.

    `source` is a whole `.html` or `.mjml` file; or `base` is a layout whose blocks `sections` fill. Paths are relative
    to `templates/`, with `/`.
    """

    ref: str
    name: str
    subject: str
    source: str | None = None
    base: str | None = None
    sections: dict[str, SectionSource] = {}
    preview_text: str = ""
    text: str | None = None
    sender: Sender | None = None
    fallbacks: dict[str, str] = {}
    library: bool = False
    description: str = ""
    tags: tuple[str, ...] = ()
    protect: bool = False
    moved_from: str | None = None
    ignore: tuple[str, ...] = ()


class EmailTemplate(msgspec.Struct, frozen=True, kw_only=True):
    """`templates/<ref>.yaml` of channel email. `html` and `text` are built (Jinja2, then MJML), Klaviyo's tags kept.

    `library`: keep it in the platform's template library; otherwise it lives only as the copy in each message that
    uses it.
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
