"""Every text of a message that people or their phones read, by its place in the template's file."""

from collections.abc import Mapping
from typing import Final

import msgspec

from mktctl.model.places import Path
from mktctl.model.template import (
    EmailTemplate,
    MessageTemplate,
    PushButton,
    PushLinks,
    PushTemplate,
    SmsTemplate,
    Template,
)

_APPS: Final = ("ios", "android", "web")


def texts_of(template: Template) -> tuple[str, ...]:
    """The built texts of any channel that may hold the platform's tags."""
    if isinstance(template, EmailTemplate):
        return (template.subject, template.preview_text, template.html, template.text or "")
    return tuple(message_texts(template).values())


def message_texts(template: MessageTemplate) -> dict[Path, str]:
    """The texts of a message; `body` is missing where a file holds it. What WhatsApp says is not known here."""
    match template:
        case SmsTemplate():
            texts: dict[Path, str] = {("body",): template.body} if template.source is None else {}
        case PushTemplate():
            texts = {("title",): template.title} if template.title else {}
            texts |= {("body",): template.body, **_link_texts(template.open, ("open",))}
            for index, button in enumerate(template.buttons):
                texts[("buttons", index, "label")] = button.label
                texts |= _link_texts(button.open, ("buttons", index, "open"))
            texts |= {("data", name): text for name, text in template.data.items()}
        case _:
            return {}
    return texts | ({("image",): template.image} if template.image is not None else {})


def with_texts(template: MessageTemplate, texts: Mapping[Path, str]) -> MessageTemplate:
    """The message that says `texts` at their places, with nothing left to build."""
    match template:
        case SmsTemplate():
            return msgspec.structs.replace(
                template, body=texts["body",], image=texts.get(("image",)), source=None, fallbacks={}
            )
        case PushTemplate():
            return msgspec.structs.replace(
                template,
                title=texts.get(("title",), ""), body=texts["body",], image=texts.get(("image",)), fallbacks={},
                open="home" if template.open == "home" else _with_links(template.open, texts, ("open",)),
                buttons=tuple(_with_button(button, texts, index) for index, button in enumerate(template.buttons)),
                data={name: texts["data", name] for name in template.data},
            )  # fmt: skip
    return template


def _link_texts(links: PushLinks | str, path: Path) -> dict[Path, str]:
    if not isinstance(links, PushLinks):
        return {}
    written = {app: getattr(links, app) for app in _APPS}
    return {(*path, app): text for app, text in written.items() if text is not None}


def _with_links(links: PushLinks, texts: Mapping[Path, str], path: Path) -> PushLinks:
    return PushLinks(**{app: texts[*path, app] for app in _APPS if getattr(links, app) is not None})


def _with_button(button: PushButton, texts: Mapping[Path, str], index: int) -> PushButton:
    label = texts["buttons", index, "label"]
    if not isinstance(button.open, PushLinks):
        return PushButton(label=label, open=button.open)
    return PushButton(label=label, open=_with_links(button.open, texts, ("buttons", index, "open")))
