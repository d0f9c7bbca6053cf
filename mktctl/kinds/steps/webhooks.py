"""`webhook: https-url`."""

import json
import re
from typing import Final

from mktctl.kinds.fields import Fields
from mktctl.kinds.spelling import shown
from mktctl.kinds.steps.setting import Setting, pinned_key, step_status
from mktctl.model.flow import AnyStep, SecretHeader, Webhook

WEBHOOK_KEYS: Final = frozenset({"webhook", "headers", "body", "name", "status", "id", "note"})
_URL: Final = re.compile(r"https://[^\s/]+(?:/\S*)?")
_SECRET: Final = re.compile(r"[A-Z_][A-Z0-9_]*")
_INSTEAD: Final = {
    "only_if": "Klaviyo's webhooks have no filter of their own: put it into the then: of an  - if: …",
    "url": "webhook: is the address", "method": "Klaviyo always sends POST", "header": "Write headers:",
    "data": "Write body:", "json": "Write body:", "payload": "Write body:",
}  # fmt: skip
_SECRET_NAMES: Final = re.compile(r"(?i)authorization|token|secret|api-?key|password")


def read_webhook(fields: Fields, setting: Setting) -> AnyStep:
    """Address, headers, and a body as text or as an object that becomes JSON."""
    fields.only(WEBHOOK_KEYS, instead=_INSTEAD, what="a step with webhook:")
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
            if one.require("secret", "The name of an environment variable, such as  {secret: SHOP_TOKEN}"):
                found.append((name, SecretHeader(secret=_secret(one))))
            continue
        text = below.text(name)
        found.append((name, text))
        if text and _SECRET_NAMES.search(name):
            hint = f"Write  {name}: {{secret: SHOP_TOKEN}},  and set SHOP_TOKEN where apply runs"
            fields.report.warning(
                "FLW014", below.at(name), f"{name} looks like a secret, and git keeps it for ever", hint
            )
    return tuple(found)


def _secret(one: Fields) -> str:
    name = one.text("secret")
    if name and not _SECRET.fullmatch(name):
        message = f"{shown(name)} is no name of an environment variable: capital letters, digits and _"
        one.error("FLW015", "secret", message, "Such as  SHOP_TOKEN")
    return name


def _body(fields: Fields) -> str:
    value = fields.values.get("body")
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return fields.text("body")
