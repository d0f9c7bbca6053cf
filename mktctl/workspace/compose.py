"""A text as plain data: one pass over the parser's events, every limit checked on the way.

Mappings become dicts in the order of the file, texts stay as typed (`scalars`). Anchors, aliases, tags, merge keys,
duplicate keys, keys that are no text and second documents are mistakes (P52), so nothing is ever expanded.
"""

from collections.abc import Callable
from typing import Any, Final

import msgspec
import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from mktctl.workspace import limits, refusals
from mktctl.workspace.loader import Event, EventParser
from mktctl.workspace.refusals import Refusal
from mktctl.workspace.scalars import resolve
from mktctl.workspace.syntax import explain

_OPENS: Final = (MappingStartEvent, SequenceStartEvent)
_CLOSES: Final = (MappingEndEvent, SequenceEndEvent)


class Composed(msgspec.Struct, frozen=True):
    """`data` means nothing when there is a refusal."""

    data: object
    refusals: tuple[Refusal, ...] = ()


def compose(text: str) -> Composed:
    """The one document of `text`, or what is wrong with it: everything up to where it cannot be read on."""
    reader = _Reader(text)
    try:
        data = reader.document()
    except _StopError:
        return Composed(None, tuple(reader.found))
    except yaml.reader.ReaderError:
        return Composed(None, (refusals.unprintable(text),))
    except yaml.YAMLError as error:
        explained = explain(text, error)
        earlier = [one for one in reader.found if one.start != explained.start]
        return Composed(None, (*earlier, explained))
    return Composed(data, tuple(reader.found))


class _StopError(Exception):
    """Enough is known; reading on is pointless or too costly."""


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        parser = EventParser(text)
        self._next: Callable[[], Any] = parser.get_event
        self._more: Callable[[], bool] = parser.check_event
        self._nodes = 0
        self.found: list[Refusal] = []

    def refuse(self, refusal: Refusal) -> None:
        self.found.append(refusal)
        if len(self.found) >= limits.MISTAKES_MAX:
            raise _StopError

    def document(self) -> object:
        self._next()  # the start of the stream
        event = self._next()
        if isinstance(event, StreamEndEvent):
            self.refuse(refusals.empty(self._text))
            raise _StopError
        if event.version is not None or event.tags:
            self.refuse(refusals.directive(self._text))
        data = self._value(self._next(), 0)
        self._next()  # the end of the document
        after = self._next()
        if isinstance(after, DocumentStartEvent):
            self.refuse(refusals.several_documents(after))
        return data

    def _value(self, event: Event, depth: int) -> object:
        self._nodes += 1
        if self._nodes > limits.NODES_MAX:
            self.refuse(refusals.too_many_nodes(event))
            raise _StopError
        kind = type(event)
        if kind is AliasEvent:
            self.refuse(refusals.alias(self._text, event))
            return None
        if event.anchor is not None:
            self.refuse(refusals.anchor(self._text, event))
        if event.tag is not None:
            self.refuse(refusals.tag(self._text, event))
        if kind is ScalarEvent:
            return resolve(event.value) if event.implicit[0] else event.value
        if depth >= limits.NESTING_MAX:
            self.refuse(refusals.too_deep(event))
            raise _StopError
        return self._mapping(event, depth) if kind is MappingStartEvent else self._list(depth)

    def _list(self, depth: int) -> list[object]:
        items: list[object] = []
        while True:
            event = self._next()
            if type(event) is SequenceEndEvent:
                return items
            items.append(self._value(event, depth + 1))

    def _mapping(self, start: Event, depth: int) -> dict[str, object]:
        made: dict[str, object] = {}
        read, flow = self._next, start.flow_style
        while True:
            event = read()
            if type(event) is MappingEndEvent:
                self._nodes += len(made)
                return made
            key = event.value if type(event) is ScalarEvent else ""
            if not key or key in made or key == "<<" or event.anchor is not None or event.tag is not None:
                key = self._key(event, start, made, depth)
            value = read()
            if flow and _unsaid(value, event):
                self.refuse(refusals.lone_key(self._text, start, event))
            if type(value) is ScalarEvent and value.tag is None and value.anchor is None:  # most values, without a call
                made[key] = resolve(value.value) if value.implicit[0] else value.value
            else:
                made[key] = self._value(value, depth + 1)

    def _skip(self, event: Event) -> None:
        """Read on to the end of a node that is wrong as a whole."""
        depth = int(type(event) in _OPENS)
        while depth:
            kind = type(self._next())
            depth += (kind in _OPENS) - (kind in _CLOSES)
            if depth > limits.NESTING_MAX:  # the parser itself takes quadratic time for brackets inside each other
                raise _StopError

    def _key(self, event: Event, start: Event, made: dict[str, object], depth: int) -> str:
        if type(event) is not ScalarEvent:
            self.refuse(refusals.key_is_no_text(self._text, start, event))
            self._skip(event)
            return ""
        if event.anchor is not None or event.tag is not None:
            self._value(event, depth)
        key: str = event.value
        if key == "<<" and event.implicit[0]:
            self.refuse(refusals.merge_key(event))
        elif key in made:
            self.refuse(refusals.duplicate(event))
        return key


def _unsaid(value: Event, key: Event) -> bool:
    """Whether a flow mapping's key stands alone, as `5` in `{at_least: 1,5}`: no colon, no value."""
    begin: int = value.start_mark.index
    return (
        begin == value.end_mark.index == key.end_mark.index and type(value) is ScalarEvent and type(key) is ScalarEvent
    )
