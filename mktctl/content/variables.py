"""What a message reads of the event that started its flow, to be held against the trigger (P48)."""

from collections.abc import Iterator
from typing import Final

import msgspec

from mktctl.content.dialect import expressions
from mktctl.content.message_texts import texts_of
from mktctl.content.mistakes import nearest
from mktctl.content.tags import Tag, live_tags, name_of
from mktctl.model.places import Path, Problem
from mktctl.model.project import Metric
from mktctl.model.template import Template

_EVENT: Final = "event"
_NAMED_MAX: Final = 3
PROBLEMS_MAX: Final = 100
"""Of one mail."""
_UNDECLARED: Final = frozenset({"extra"})
"""`event.extra` holds what the shop's own integration adds; nobody declares it."""


class EventUse(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """`event.CheckoutURL` has the path ("CheckoutURL",); in a loop over `event.Items` `item.ItemPrice` has
    ("Items", "ItemPrice"). `event` on its own has the path ()."""

    path: tuple[str, ...]
    written: str


def event_uses(template: Template) -> tuple[EventUse, ...]:
    """Everything that its texts read of the event, each path once, in order of the paths."""
    found: dict[tuple[str, ...], EventUse] = {}
    for text in texts_of(template):
        for use in _uses(text):
            found.setdefault(use.path, use)
    return tuple(found[path] for path in sorted(found))


def event_problems(
    template: Template, metric: Metric | None, *, path: Path, starts: str = "this flow"
) -> list[Problem]:
    """What `template` reads of an event that `metric` does not declare; None: what `starts` names has no event.

    `path` is that of the step that sends it. Klaviyo's and the platform's own metrics without declared properties
    are not judged.
    """
    uses = event_uses(template)
    where = f"templates/{template.ref}.yaml reads"
    if metric is None:
        hint = "Use it in a flow with  trigger: {metric: …},  or read person."
        named = ", ".join(_shown(use) for use in uses[:_NAMED_MAX]) + (" …" if len(uses) > _NAMED_MAX else "")
        message = f"{where} {named}, but no event starts {starts}"
        return [Problem(code="TPL141", message=message, path=path, hint=hint)] if uses else []
    if metric.builtin and not metric.fields:
        return []
    found: dict[tuple[str, ...], Problem] = {}
    for use in uses:
        if len(found) >= PROBLEMS_MAX:
            break
        if use.path[:1] not in found and (reason := _undeclared(use.path, metric)) is not None:
            message = f"{where} {_shown(use)}, {reason[0]}"
            found[use.path] = Problem(code="TPL141", message=message, path=path, hint=reason[1])
    return list(found.values())


def _undeclared(path: tuple[str, ...], metric: Metric) -> tuple[str, str] | None:
    """Why the metric's events have no such value, and a hint; None when they have."""
    if not path:
        return None
    field = metric.fields.get(path[0])
    if field is None:
        hint = nearest(path[0], metric.fields) or f"Declare it under  metrics: {metric.ref}: properties:"
        return f"which {metric.ref} does not declare", hint
    if len(path) > 1 and field.items and path[1] not in field.items:
        return f"which the items of {metric.ref} do not have", nearest(path[1], field.items)
    return None


def _shown(use: EventUse) -> str:
    first, *rest = use.path or ("",)
    whole = f"event|lookup:'{first}'" if not first.isidentifier() else f"event.{first}"
    return ".".join([whole, *rest]) if use.path else "event"


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
