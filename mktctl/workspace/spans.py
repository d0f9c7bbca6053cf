"""Where each key and value of a document stands: computed only for files that somebody asks about."""

from collections.abc import Iterator
from typing import Any, Final

import msgspec
import yaml
from yaml.events import MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent

from mktctl.model.places import KEY, Path
from mktctl.workspace.limits import NESTING_MAX
from mktctl.workspace.loader import Event, EventParser

_ENDS: Final = (MappingEndEvent, SequenceEndEvent)


class Span(msgspec.Struct, frozen=True):
    """Offsets in the text, `end` exclusive; `plain` is a scalar without quotes."""

    start: int
    end: int
    plain: bool = False


def spans(text: str) -> dict[Path, Span]:
    """Path to span, each key under `(*path, KEY)`; `()` is the document.

    A block mapping or list is found at its key or dash, where people look; on a broken text, as far as it can be read.
    """
    found: dict[Path, Span] = {(): Span(0, 0)}
    parser = EventParser(text)
    try:
        events = iter(_content(parser))
        for event in events:
            _walk(event, events, (), found, 0)
            break
    except yaml.YAMLError:
        return found
    return found


def _content(parser: EventParser) -> Iterator[Event]:
    while parser.check_event():
        event = parser.get_event()
        if isinstance(event, (ScalarEvent, MappingStartEvent, SequenceStartEvent, *_ENDS)):
            yield event


def _walk(event: Event, events: Iterator[Event], path: Path, found: dict[Path, Span], depth: int) -> int:
    """Note `event` and all below it under `path`; return where it ends."""
    start: int = event.start_mark.index
    found[path] = Span(start, event.end_mark.index, isinstance(event, ScalarEvent) and not event.style)
    if isinstance(event, ScalarEvent) or depth > NESTING_MAX:
        return int(event.end_mark.index)
    end = _walk_list(events, path, found, depth) if isinstance(event, SequenceStartEvent) else None
    if end is None:
        end = _walk_mapping(events, path, found, depth)
    block = isinstance(event, MappingStartEvent | SequenceStartEvent) and not event.flow_style
    if block and (key := found.get((*path, KEY))):
        found[path] = key
    else:
        found[path] = Span(start, end if path else start)
    return end


def _walk_list(events: Iterator[Event], path: Path, found: dict[Path, Span], depth: int) -> int:
    for index, event in enumerate(events):
        if type(event) in _ENDS:
            return int(event.end_mark.index)
        _walk(event, events, (*path, index), found, depth + 1)
    return 0


def _walk_mapping(events: Iterator[Event], path: Path, found: dict[Path, Span], depth: int) -> int:
    for event in events:
        if type(event) in _ENDS:
            return int(event.end_mark.index)
        key: Any = event.value if isinstance(event, ScalarEvent) else ""
        below = (*path, key)
        if (*below, KEY) not in found:
            found[(*below, KEY)] = Span(event.start_mark.index, event.end_mark.index)
        if not isinstance(event, ScalarEvent):
            _walk(event, events, (*below, KEY), found, depth + 1)
        for value in events:
            _walk(value, events, below, found, depth + 1)
            break
    return 0
