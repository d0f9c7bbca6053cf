"""Who a mail comes from."""

import re
from typing import Final

from mktctl.kinds.fields import VALUE, Fields
from mktctl.kinds.spelling import shown
from mktctl.model.template import Sender

EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")

SENDER_WORDS: Final = {
    "from_name": f"Write  from: {{name: {VALUE}, email: …}}", "from_email": f"Write  from: {{name: …, email: {VALUE}}}",
    "from_label": f"Write  from: {{name: {VALUE}, email: …}}",
    "reply_to": f"It stands inside:  from: {{name: …, email: …, reply_to: {VALUE}}}",
}  # fmt: skip
"""What people write beside a subject who know other tools."""


def read_sender(fields: Fields, key: str) -> Sender | None:
    """`{name, email, reply_to?}`; None when it is not there or broken."""
    value = fields.values.get(key)
    parts = f"name: …, email: {value}" if EMAIL.fullmatch(str(value)) else f"name: {value}, email: …"
    hint = f"Write  {key}: {{{parts}}}" if isinstance(value, str) else ""
    below = fields.below(key, "a name and an address, such as {name: Shop, email: hello@shop.example}", hint=hint)
    if below is None:
        return None
    below.only(frozenset({"name", "email", "reply_to"}), what=f"{key}:", instead={"label": "Write name:"})
    complete = below.require("name", "Who the mail comes from, such as  name: Shop")
    complete &= below.require("email", "Where it comes from, such as  email: hello@shop.example")
    name, email, reply_to = below.text("name"), read_email(below, "email"), read_email(below, "reply_to")
    return Sender(name=name, email=email, reply_to=reply_to or None) if complete and name and email else None


def read_email(fields: Fields, key: str) -> str:
    """An address; empty when it is not there or none."""
    text = fields.text(key)
    if text and not EMAIL.fullmatch(text):
        fields.error("KEY010", key, f"{shown(text)} is no e-mail address")
        return ""
    return text
