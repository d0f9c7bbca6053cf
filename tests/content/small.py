"""A project and a layout of a few lines, for tests of the build step."""

from typing import Any

import msgspec

from mktctl.content.build import build_email
from mktctl.model.places import Problem
from mktctl.model.project import Project, UniversalContent
from mktctl.model.template import EmailTemplate
from tests.support.programme import project_from, source_from

_WRITTEN = project_from({
    "brand": {
        "name": "Mientior",
        "colors": {"primary": "#1b4d3e"},
        "fonts": {"body": "Arial"},
        "sender": {"name": "Mientior", "email": "hello@mientior.example"},
        "address": "1 rue de Rivoli, 75001 Paris",
    },
    "store": {"url": "https://mientior.example", "currency": "EUR", "timezone": "Europe/Paris"},
    "sandbox": {"start": "2026-11-02 09:00"},
    "environments": {
        "sandbox": {"set": {"host": "sandbox.example"}},
        "production": {"account": "AbC123", "set": {"host": "shop.example"}},
    },
    "coupons": {"welcome": {"code": "BIENVENUE"}, "cart-10": {"pool": "CART10"}},
    "recommendations": {"for-you": {"property": "recommended", "fallback": {"feed": "best"}}},
    "personas": {},
    "metrics": {},
})  # fmt: skip
HOURS = UniversalContent(ref="hours", name="Opening hours", html="<p>[[ brand.name ]] is open</p>")
PROJECT: Project = msgspec.structs.replace(_WRITTEN, universal_content={"hours": HOURS})

BASE = """\
<mjml>
  <mj-body>
    <mj-section>
      <mj-column>
[% block hero %]
        <mj-text>Nothing yet</mj-text>
[% endblock %]
        <mj-text>{{ organization.full_address }} {% unsubscribe 'Out' %}</mj-text>
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>
"""
FILES = {"layouts/base.mjml": BASE}


def build(written: dict[str, Any], files: dict[str, str] | None = None) -> tuple[EmailTemplate | None, list[Problem]]:
    """A template from the keys of its file, over FILES and more files."""
    source = source_from("mail", {"subject": "Hello", **written})
    return build_email(source, files=FILES | (files or {}), project=PROJECT)


def build_hero(text: str, files: dict[str, str] | None = None) -> tuple[EmailTemplate | None, list[Problem]]:
    """The layout with `text` as its only section."""
    return build({"base": "layouts/base.mjml", "sections": {"hero": text}}, files)


def build_html(text: str, files: dict[str, str] | None = None) -> tuple[EmailTemplate | None, list[Problem]]:
    """`text` as a whole HTML mail, with what the law wants behind it."""
    page = text + "|\n[[ brand.address ]] {% unsubscribe 'Out' %}\n"
    return build({"source": "mail.html"}, {"mail.html": page, **(files or {})})
