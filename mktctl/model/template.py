"""Templates of every channel: as written, and after the build step, in the platform's own template language."""

from typing import Literal

import msgspec

from mktctl.model.resource import Resource


class Sender(msgspec.Struct, frozen=True, kw_only=True):
    """Who a mail comes from."""

    name: str
    email: str
    reply_to: str | None = None


class SectionSource(msgspec.Struct, frozen=True, kw_only=True):
    """What fills one block of the base layout: a text, or a file of the project. Exactly one is set."""

    text: str | None = None
    file: str | None = None


class TemplateSource(Resource, frozen=True, kw_only=True):
    """`templates/<ref>.yaml` of channel email as written, before the build step.

    `source` is a whole `.html` or `.mjml` file; or `base` is a layout whose blocks `sections` fill. Paths are relative
    to `templates/`, with `/`.
    """

    subject: str
    source: str | None = None
    base: str | None = None
    sections: dict[str, SectionSource] = {}
    preview_text: str = ""
    text: str | None = None
    sender: Sender | None = None
    fallbacks: dict[str, str] = {}
    library: bool = False


class EmailTemplate(Resource, frozen=True, kw_only=True):
    """`templates/<ref>.yaml` of channel email. `html` and `text` are built (Jinja2, then MJML), Klaviyo's tags kept.

    `library`: keep it in the platform's template library; otherwise it lives only as the copy in each message that
    uses it.
    """

    subject: str
    html: str
    preview_text: str = ""
    text: str | None = None
    sender: Sender | None = None
    library: bool = False
    channel: Literal["email"] = "email"


class SmsTemplate(Resource, frozen=True, kw_only=True):
    """`templates/<ref>.yaml` of channel sms: as written from `kinds`, as built from `content`, then without `source`.

    `prefix` puts the brand's name in front, `opt_out` the way to unsubscribe behind it (klaviyo-api.md section 5).
    """

    body: str = ""
    source: str | None = None
    """A text file below `templates/` that holds the body instead."""
    image: str | None = None
    shorten_links: bool = True
    contact_card: bool = False
    prefix: bool = True
    opt_out: bool = True
    fallbacks: dict[str, str] = {}
    channel: Literal["sms"] = "sms"


class PushLinks(msgspec.Struct, frozen=True, kw_only=True):
    """Where a push or its button leads: deep links of the two apps, an address on the web. At least one is set."""

    ios: str | None = None
    android: str | None = None
    web: str | None = None


class PushButton(msgspec.Struct, frozen=True, kw_only=True):
    """One button: `app` opens the app, `dismiss` only closes the message."""

    label: str
    open: PushLinks | Literal["app", "dismiss"]


class PushBadge(msgspec.Struct, frozen=True, kw_only=True):
    """The number on the app's icon: one more, a count, or what a profile property holds. Exactly one is set."""

    increment: bool = False
    count: int | None = None
    property: str | None = None


class PushTemplate(Resource, frozen=True, kw_only=True):
    """`templates/<ref>.yaml` of channel push; texts as written from `kinds`, as built from `content`."""

    body: str
    title: str = ""
    image: str | None = None
    open: PushLinks | Literal["home"] = "home"
    buttons: tuple[PushButton, ...] = ()
    badge: PushBadge | None = None
    sound: bool = False
    data: dict[str, str] = {}
    fallbacks: dict[str, str] = {}
    channel: Literal["push"] = "push"


class WhatsAppTemplate(Resource, frozen=True, kw_only=True):
    """`templates/<ref>.yaml` of channel whatsapp: a message that Meta approved under the name `vendor_id`.

    Its text lives there; the platform takes nothing but that name.
    """

    vendor_id: str
    channel: Literal["whatsapp"] = "whatsapp"


MessageTemplate = SmsTemplate | PushTemplate | WhatsAppTemplate
WrittenTemplate = TemplateSource | MessageTemplate
"""As the file says it."""
Template = EmailTemplate | MessageTemplate
"""As it is sent."""
