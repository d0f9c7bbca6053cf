"""`webhook: https-url`."""

import json
import re
from typing import Final

from mktctl.kinds.fields import Fields
from mktctl.kinds.spelling import shown
from mktctl.kinds.steps.setting import UNREADABLE, Setting, pinned_key, step_status
from mktctl.model.flow import AnyStep, SecretHeader, Webhook

WEBHOOK_KEYS: Final = frozenset({"webhook", "headers", "body", "name", "status", "id", "note"})
_URL: Final = re.compile(r"https://[^\s/\\@]+(?:/\S*)?")
"""No `@` in the host: in `https://shop.example@elsewhere.example` the host is the second one."""
_SECRET: Final = re.compile(r"[A-Z_][A-Z0-9_]*")
_PREFIX: Final = "MKTCTL_SECRET_"
"""Of every variable that a file can name (`mktctl.cli.secrets`)."""
_WRITTEN_AS_TEXT: Final = re.compile(r"\{\s*secret\s*:")
_HEADER_NAME: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_INSTEAD: Final = {
    "only_if": "Klaviyo's webhooks have no filter of their own: put it into the then: of an  - if: …",
    "url": "webhook: is the address", "method": "Klaviyo always sends POST", "header": "Write headers:",
    "data": "Write body:", "json": "Write body:", "payload": "Write body:",
}  # fmt: skip
_SECRET_NAMES: Final = re.compile(r"(?i)authorization|token|secret|api-?key|password")


def read_webhook(fields: Fields, setting: Setting) -> AnyStep:
    """Address, headers, and a body as text or as an object that becomes JSON."""
    fields.only(WEBHOOK_KEYS, instead=_INSTEAD, what="a step with webhook:")
    if isinstance(value := fields.values["webhook"], dict) and isinstance(value.get("url"), str):
        beside = "".join(f"  and beside it  {key}:" for key in ("headers", "body") if key in value)
        hint = f"Write  webhook: {value['url']}{beside}"
        fields.error("KEY003", "webhook", "webhook: is an address, not a mapping", hint)
        return UNREADABLE
    url = fields.text("webhook")
    if url and not _URL.fullmatch(url):
        hint = f"Write  webhook: https://{url.removeprefix('http://')}" if url.startswith("http://") else ""
        fields.error("FLW013", "webhook", f"{shown(url)} is no web address that begins with https://", hint)
    return Webhook(
        key=pinned_key(fields),
        note=fields.text("note"),
        url=url,
        name=fields.text("name", default=_host(url)),
        status=step_status(fields, setting),
        headers=_headers(fields),
        body=_body(fields),
    )


def _host(url: str) -> str:
    return url.removeprefix("https://").partition("/")[0] or "webhook"


def _headers(fields: Fields) -> tuple[tuple[str, str | SecretHeader], ...]:
    below = fields.below("headers", "headers by name, such as {Authorization: {secret: SHOP_TOKEN}}")
    found: list[tuple[str, str | SecretHeader]] = []
    for name, value in below.values.items() if below is not None else ():
        assert below is not None
        if isinstance(value, dict):
            one = Fields(fields.report, value, below.at(name))
            one.only(frozenset({"secret"}), what="a header")
            if one.require("secret", "The name of a secret, such as  {secret: SHOP_TOKEN}"):
                found.append((name, SecretHeader(secret=_secret(one))))
            continue
        text = below.text(name)
        found.append((name, text))
        _look_at(below, name, text)
    return tuple(found)


def _look_at(headers: Fields, name: str, text: str) -> None:
    """What is wrong or doubtful about a header that holds a text."""
    if not _HEADER_NAME.fullmatch(name) or any(char < " " or char == "\x7f" for char in text):
        message = f"{shown(name)}: no request can carry this header"
        headers.error("FLW021", name, message, "Its name is one word, and its text holds no line break")
    elif _WRITTEN_AS_TEXT.search(text):
        message = f"{name} is a text here, not the name of a secret"
        hint = f"Write  {name}: {{secret: SHOP_TOKEN}},  without quotes; the whole text is the secret"
        headers.error("FLW015", name, message, hint)
    elif text and _SECRET_NAMES.search(name):
        hint = f"Write  {name}: {{secret: SHOP_TOKEN}},  and set {_PREFIX}SHOP_TOKEN where apply runs"
        message = f"{name} looks like a secret, and git keeps it for ever"
        headers.report.warning("FLW014", headers.at(name), message, hint)


def _secret(one: Fields) -> str:
    name = one.text("secret")
    if name and not _SECRET.fullmatch(name):
        message = f"{shown(name)} is no name of a secret: capital letters, digits and _"
        one.error("FLW015", "secret", message, "Such as  SHOP_TOKEN")
    elif name.startswith("MKTCTL_"):
        message = f"{name}: secrets are written without the prefix of their variables"
        hint = f"{{secret: SHOP_TOKEN}}  is read from {_PREFIX}SHOP_TOKEN; no other variable can be named"
        one.error("FLW015", "secret", message, hint)
    return name


def _body(fields: Fields) -> str:
    value = fields.values.get("body")
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return fields.text("body")
