"""A template of channel push, as written."""

import re
from typing import Final, Literal

from mktctl.kinds.fields import VALUE, Fields, read_text
from mktctl.kinds.header import COMMON_KEYS, read_header
from mktctl.kinds.spelling import shown
from mktctl.kinds.template_parts import read_fallbacks
from mktctl.model.template import PushBadge, PushButton, PushLinks, PushTemplate

PUSH_KEYS: Final = COMMON_KEYS | {
    "channel", "title", "body", "image", "open", "buttons", "badge", "sound", "data", "fallbacks",
}  # fmt: skip
BUTTONS_MAX: Final = 3
_INSTEAD: Final = {
    "type": f"Write  channel: {VALUE}",
    **dict.fromkeys(("subject", "headline"), "Write title:"),
    **dict.fromkeys(("text", "message", "content"), "Write body:"),
    **dict.fromkeys(("link", "url", "deep_link", "on_open", "opens", "action"), "Write open:"),
    **dict.fromkeys(("actions", "button", "action_buttons"), "Write buttons:"),
    **dict.fromkeys(("image_url", "media", "picture"), "Write image:"),
    **dict.fromkeys(("kv_pairs", "key_value_pairs", "payload", "extra"), "Write data:"),
    **dict.fromkeys(("base", "sections", "source", "html"), "A push message has no layout: write title: and body:"),
}
_BUTTON_WORDS: Final = {
    **dict.fromkeys(("text", "title", "name"), f"Write  label: {VALUE}"),
    **dict.fromkeys(("url", "link", "action", "href", "deep_link", "target", "type"), f"Write  open: {VALUE}"),
}
_SCHEME: Final = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_DEFAULT: Final = re.compile(r"\|\s*default:\s*['\"]([a-z][a-z0-9+.-]*):", re.IGNORECASE)


def read_push_template(fields: Fields, ref: str) -> PushTemplate:
    """The template; with an error in the report it is incomplete."""
    fields.only(PUSH_KEYS, instead=_INSTEAD, what="a push template")
    fields.require("body", "What the message says, such as  body: It is in stock again")
    data = fields.below("data", "texts by name that the app reads, such as  {screen: sale}")
    return PushTemplate(
        ref=ref,
        **read_header(fields, name=ref),
        title=fields.text("title"),
        body=fields.text("body"),
        image=fields.optional_text("image"),
        open=_open(fields),
        buttons=_buttons(fields),
        badge=_badge(fields),
        sound=fields.flag("sound", default=False),
        data={name: data.text(name) for name in data.values} if data is not None else {},
        fallbacks=read_fallbacks(fields),
    )


def links_of(text: str) -> PushLinks:
    """An address as one writes it: http and https lead to the web, any other scheme into the two apps.

    One that begins with a tag is judged by the default in it.
    """
    found = _DEFAULT.search(text) if text.startswith("{{") else _SCHEME.match(text)
    if found is None or found[1].lower() in ("http", "https"):
        return PushLinks(web=text)
    return PushLinks(ios=text, android=text)


def _open(fields: Fields) -> PushLinks | Literal["home"]:
    value = fields.values.get("open", "home")
    if isinstance(value, dict):
        below = Fields(fields.report, value, fields.at("open"))
        below.only(frozenset({"ios", "android", "web"}), what="open:", instead={"url": "Write web:"})
        if not value:
            fields.error("KEY003", "open", "open: says nothing", "Such as  open: {ios: shop://sale, web: https://…}")
        return PushLinks(
            ios=below.optional_text("ios"), android=below.optional_text("android"), web=below.optional_text("web")
        )
    if value in ("dismiss", "app"):
        hint = "Only a button can be  open: dismiss" if value == "dismiss" else "Write  open: home, which opens the app"
        fields.error("KEY004", "open", f"open: {value} is for buttons", hint)
        return "home"
    if value == "home":
        return "home"
    text = fields.text("open")
    return links_of(text) if text else "home"


def _buttons(fields: Fields) -> tuple[PushButton, ...]:
    value = fields.values.get("buttons")
    hint = ""
    if isinstance(value, dict) and value and all(isinstance(one, str) for one in value.values()):
        meant = value if value.keys() & {"label", "open"} else None
        each = [f"{{label: {label}, open: {target}}}" for label, target in value.items()]
        hint = f"Write  buttons: [{', '.join(each)}]" if meant is None else "Put a dash in front:  - label: …"
    expected = f"a list of at most {BUTTONS_MAX}, such as [{{label: Buy now, open: app}}]"
    items = fields.items("buttons", expected, hint=hint)
    if len(items) > BUTTONS_MAX:
        fields.error("KEY003", "buttons", f"phones show {BUTTONS_MAX} buttons at most; these are {len(items)}")
    return tuple(filter(None, (_button(fields, item, index) for index, item in enumerate(items[:BUTTONS_MAX]))))


def _button(fields: Fields, item: object, index: int) -> PushButton | None:
    path = (*fields.at("buttons"), index)
    hint = "Write  {label: Buy now, open: https://…}"
    if not isinstance(item, dict):
        fields.report.error("KEY003", path, f"a button has label: and open:; this is {shown(item)}", hint)
        return None
    if len(item) == 1 and not item.keys() & (_BUTTON_WORDS.keys() | {"label", "open"}):
        ((label, target),) = item.items()
        hint = f"Write  {{label: {label}, open: {target if isinstance(target, str) else 'https://…'}}}"
        fields.report.error("KEY003", path, "a button has label: and open:", hint)
        return None
    one, instead = Fields(fields.report, item, path), _BUTTON_WORDS
    one.only(frozenset({"label", "open"}), what="a button", instead=instead)
    named = one.require("label", "What it says, such as  label: Buy now")
    if not one.require("open", "An address, app (opens the app) or dismiss (closes the message)") or not named:
        return None
    label, target = one.text("label"), item["open"]
    if target == "home":
        one.error("KEY004", "open", "open: home is for the message itself", "A button opens the app with  open: app")
        return None
    if target in ("app", "dismiss"):
        return PushButton(label=label, open=target)
    text = read_text(fields.report, target, one.at("open"), "open")
    return PushButton(label=label, open=links_of(text)) if text else None


def _badge(fields: Fields) -> PushBadge | None:
    if "badge" not in fields:
        return None
    value = fields.values["badge"]
    if isinstance(value, dict):
        below = Fields(fields.report, value, fields.at("badge"))
        below.only(frozenset({"property"}), what="badge:")
        if below.require("property", "A number of people, such as  {property: open_orders}"):
            return PushBadge(property=below.text("property"))
        return None
    # YAML reads +1 as the number 1, which means something else here
    written = fields.report.source.spelling(fields.at("badge")) if not isinstance(value, str) else value
    if written == "+1":
        return PushBadge(increment=True)
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0 and not written.startswith("+"):
        return PushBadge(count=value)
    hint = "+1 adds one, 3 shows 3, and {property: open_orders} shows what the person has"
    fields.error("KEY004", "badge", f"badge: is +1, a whole number or {{property: …}}, not {written}", hint)
    return None
