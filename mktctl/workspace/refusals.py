"""What YAML allows and this language does not (P52), each with its own words and the line to write instead."""

import json
import re
from typing import Any, Final

import msgspec

from mktctl.diagnostics import Severity
from mktctl.workspace import limits
from mktctl.workspace.loader import Event


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """One mistake in a text; `start` and `end` are offsets."""

    code: str
    message: str
    start: int
    end: int
    hint: str = ""
    severity: Severity = Severity.ERROR


_UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_VALUE: Final = re.compile(r"[ \t]*(?:-[ \t]+)*(?:[\w$.-]+:[ \t]+)?")


def quoted(text: str) -> str:
    """`text` as a double-quoted scalar, for copying out of a message."""
    return json.dumps(text, ensure_ascii=False)


def well_quoted(text: str) -> str:
    """`text` in the quotes that need no escapes, for copying out of a message."""
    if "'" not in text and ('"' in text or "\\" in text):
        return f"'{text}'"
    return quoted(text)


def written_line(text: str, offset: int) -> tuple[str, str]:
    """The key before `offset` on its line (`subject: `, may be empty) and the rest of the line from `offset` on."""
    begin = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    line = text[begin : end if end >= 0 else len(text)].rstrip("\r")
    column = offset - begin
    key = re.search(r"[\w$.-]+:[ \t]+$", line[:column])
    return (key.group().rstrip() + " " if key else ""), line[column:].rstrip()


def write_quoted(text: str, offset: int) -> str:
    """A hint that shows the whole value from `offset` to the end of its line in quotes."""
    key, rest = written_line(text, offset)
    return f"Quote the text:  {key}{well_quoted(rest)}"


def _at(event: Event, **said: Any) -> Refusal:
    start, end = event.start_mark.index, event.end_mark.index
    return Refusal(start=start, end=max(end, start + 1), **said)


def unprintable(text: str) -> Refusal:
    """The first character that no text holds, such as NUL; the parser has found that there is one."""
    found = _UNPRINTABLE.search(text)
    assert found is not None, "the parser refuses exactly these"
    name = f"U+{ord(found.group()):04X}"
    return Refusal(
        code="YML004",
        message=f"the character {name} is a control character; YAML holds none",
        start=found.start(),
        end=found.end(),
        hint="Delete it; it often comes along when text is copied",
    )


def empty(text: str) -> Refusal:
    """Nothing but blanks and comments."""
    what = "holds nothing but comments" if text.strip() else "is empty"
    return Refusal(code="YML005", message=f"the file {what}", start=0, end=1, hint="Write the resource, or delete it")


def several_documents(event: Event) -> Refusal:
    """A second `---`."""
    message = "a second document begins here; one file is one resource"
    return _at(event, code="YML006", message=message, hint="Move it to a file of its own; the file's name is its ref")


def directive(text: str) -> Refusal:
    """`%YAML 1.1` or `%TAG`."""
    start = text.index("%")
    return Refusal(
        code="YML007", message="directives such as %YAML are not read; the language is YAML 1.2",
        start=start, end=start + 5, hint="Delete the line",
    )  # fmt: skip


def anchor(text: str, event: Event) -> Refusal:
    """`&name`: nothing could refer to it, and in front of a text it eats a word."""
    return _at(
        event, code="YML010", message=f"&{event.anchor} is an anchor in YAML{_lost(event)}",
        hint=write_quoted(text, event.start_mark.index) if _is_text(event) else "Anchors are not part of the language",
    )  # fmt: skip


def alias(text: str, event: Event) -> Refusal:
    """`*name`."""
    start = event.start_mark.index
    key, rest = written_line(text, start)
    shown = re.split(r"[,\]}]", rest)[0] if rest[:1] == "*" else rest
    return _at(
        event, code="YML011", message=f"*{event.anchor} is an alias in YAML, not text",
        hint=f"Quote the text:  {key}{quoted(shown)}, or write out what it stands for",
    )  # fmt: skip


def tag(text: str, event: Event) -> Refusal:
    """`!name` and `!!str`."""
    word = text[event.start_mark.index : event.end_mark.index].split()[:1] or [event.tag]
    return _at(
        event, code="YML012", message=f"{word[0]} is a tag in YAML{_lost(event)}",
        hint=write_quoted(text, event.start_mark.index) if _is_text(event) else "Tags are not part of the language",
    )  # fmt: skip


def merge_key(event: Event) -> Refusal:
    """`<<:`."""
    message = "<<: merges another mapping; that is not part of the language"
    return _at(event, code="YML013", message=message, hint="Write the keys out")


def duplicate(event: Event) -> Refusal:
    """The same key twice: most tools keep the last one and say nothing."""
    message = f"{event.value}: stands here a second time"
    return _at(event, code="YML014", message=message, hint="Keep one of the two; YAML readers disagree on which counts")


def key_is_no_text(text: str, start: Event, event: Event) -> Refusal:
    """A list or mapping as a key: almost always `{{ … }}` without quotes."""
    outer, inner = start.start_mark.index, event.start_mark.index
    if text[outer : outer + 2] == "{{" and inner <= outer + 1:
        key, rest = written_line(text, outer)
        closed = re.match(r"(.*\}\})[^\[{]*[\]}]", rest)  # the mapping around it ends on this line too
        shown = closed.group(1) if closed else rest
        return Refusal(
            code="YML020", message="a text that begins with {{ needs quotes: for YAML it is a mapping",
            start=outer, end=outer + 2, hint=f"Quote the text:  {key}{quoted(shown)}",
        )  # fmt: skip
    return _at(event, code="YML015", message="a key is a word, not a list or a mapping", hint="Quote it if it is meant")


def lone_key(text: str, start: Event, event: Event) -> Refusal:
    """`{at_least: 1,5}` or `{fast, cheap}`."""
    before = re.search(r"([0-9]+),$", text[: event.start_mark.index])
    if before and re.fullmatch(r"[0-9]+", event.value):
        number = f"{before.group(1)}.{event.value}"
        return Refusal(
            code="YML021", message=f"{before.group(1)},{event.value} is read as two keys: a comma separates entries",
            start=before.start(), end=event.end_mark.index, hint=f"Write the number with a point:  {number}",
        )  # fmt: skip
    rest = text[event.end_mark.index : event.end_mark.index + 1]
    if rest == ":":
        hint = f"Put a blank behind the colon, and a value:  {event.value}: …"
    else:
        hint = "A comma separates entries; quote a text that has one"
    return _at(event, code="YML022", message=f"{_short(event.value)} has no value", hint=hint)


def too_deep(event: Event) -> Refusal:
    """More levels than anybody reads."""
    message = f"more than {limits.NESTING_MAX} levels inside each other"
    return _at(event, code="YML008", message=message, hint="Split it up: segments can be used in conditions by name")


def too_many_nodes(event: Event) -> Refusal:
    """More keys and values than one resource has."""
    return _at(event, code="YML008", message=f"more than {limits.NODES_MAX} keys and values in one file")


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def _lost(event: Event) -> str:
    return ": the word is lost from the text" if _is_text(event) else ""


def _is_text(event: Event) -> bool:
    return hasattr(event, "value")
