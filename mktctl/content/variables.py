"""What a mail reads of the event that started its flow, so that a use of it can be held against the trigger (P48)."""

from collections.abc import Iterator
from typing import Final

import msgspec

from mktctl.content.dialect import expressions
from mktctl.content.tags import Tag, live_tags, name_of
from mktctl.model.template import EmailTemplate

_EVENT: Final = "event"
_UNDECLARED: Final = frozenset({"extra"})
"""`event.extra` holds what the shop's own integration adds; nobody declares it."""


class EventUse(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """`event.CheckoutURL` has the path ("CheckoutURL",); in a loop over `event.Items` `item.ItemPrice` has
    ("Items", "ItemPrice"). `event` on its own has the path ()."""

    path: tuple[str, ...]
    written: str


def event_uses(template: EmailTemplate) -> tuple[EventUse, ...]:
    """Everything that subject, preview, HTML and text read of the event, each path once, in order of the paths."""
    found: dict[tuple[str, ...], EventUse] = {}
    for text in (template.subject, template.preview_text, template.html, template.text or ""):
        for use in _uses(text):
            found.setdefault(use.path, use)
    return tuple(found[path] for path in sorted(found))


def _uses(text: str) -> Iterator[EventUse]:
    loops: list[tuple[str, tuple[str, ...] | None]] = []
    for tag in live_tags(text):
        name = name_of(tag)
        if name == "endfor":
            del loops[-1:]
            continue
        paths = [_event_path(expression.path, loops) for expression in expressions(tag)]
        yield from (EventUse(path=path, written=tag.source) for path in paths if path is not None)
        if name == "for":
            loops.append((_variable(tag), paths[0] if paths else None))


def _event_path(path: str, loops: list[tuple[str, tuple[str, ...] | None]]) -> tuple[str, ...] | None:
    """The path below the event, or None when it is about something else."""
    first, *rest = path.split(".")
    below: tuple[str, ...] | None = () if first == _EVENT else None
    for variable, source in reversed(loops):
        if first == variable:
            below = source
            break
    if below is None:
        return None
    whole = (*below, *rest)
    return None if whole[:1] and whole[0] in _UNDECLARED else tuple(part for part in whole if not part.isdigit())


def _variable(tag: Tag) -> str:
    words = tag.body.split()
    return words[1].rstrip(",") if len(words) > 1 else ""
