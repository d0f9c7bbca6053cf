"""The platform's template language, checked without rendering: its tags, filters, nesting and spelling.

What passes here renders in the sandbox; what the platform's render endpoint was seen to refuse does not pass.
"""

import functools
import re
from collections.abc import Iterator
from typing import Final

import msgspec

from mktctl.content.expression import Expression, parse, words
from mktctl.content.mistakes import nearest
from mktctl.content.tags import Tag, TagKind, blanked, live_tags, name_of, silent_ranges, tags_of
from mktctl.content.vocabulary import (
    ANCHOR_TAGS,
    BLOCK_TAGS,
    FILTERS,
    REFUSED_FILTERS,
    REFUSED_TAGS,
    SINGLE_TAGS,
)
from mktctl.diagnostics import Severity

_OPERATORS: Final = frozenset({"and", "or", "not", "in", "is", "==", "!=", "<", ">", "<=", ">="})
_WRONG_OPERATORS: Final = {"=": "==", "&&": "and", "||": "or", "!": "not", "===": "==", "<>": "!="}
_UNCLOSED: Final = re.compile(r"\{\{|\{%")
_MIDDLES: Final = {middle: tag for tag, middles in BLOCK_TAGS.items() for middle in middles}
_BUILD_MARKS: Final = ("[[", "[%", "[#")


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A mistake in a text, at the offset of what was `written`."""

    code: str
    message: str
    offset: int
    hint: str = ""
    written: str = ""
    severity: Severity = Severity.ERROR


def spelling(text: str) -> tuple[Finding, ...]:
    """Every tag of `text` on its own: known words, one argument a filter, no spaces round a colon."""
    tags = live_tags(text)
    found = [
        msgspec.structs.replace(finding, offset=tag.start)
        for tag in tags
        for finding in _spelling_of(tag.kind, tag.source)
    ]
    found += _anchors_in_attributes(text, tags)
    found += _unclosed(text)
    return tuple(sorted(found, key=lambda one: one.offset))


def nesting(text: str) -> tuple[Finding, ...]:
    """Blocks of `text` that are not closed, or closed in the wrong order."""
    found: list[Finding] = []
    open_tags: list[Tag] = []
    for tag in live_tags(text):
        if tag.kind != "block":
            continue
        name = name_of(tag)
        inside = name_of(open_tags[-1]) if open_tags else ""
        if name in BLOCK_TAGS:
            open_tags.append(tag)
        elif name.startswith("end") and name[3:] in BLOCK_TAGS:
            found += _closed(tag, name[3:], open_tags)
        elif name in _MIDDLES and name not in BLOCK_TAGS.get(inside, ()):
            owners = " or ".join(f"{{% {owner} %}}" for owner, middles in BLOCK_TAGS.items() if name in middles)
            hint = "In a loop write {% empty %}" if name == "else" and inside == "for" else ""
            found.append(_finding("TPL125", tag, f"{_short(tag)} stands in no {owners}", hint))
    found += [_unended(tag) for tag in open_tags]
    return tuple(sorted(found, key=lambda one: one.offset))


def expressions(tag: Tag) -> tuple[Expression, ...]:
    """The values that a tag reads: of a variable itself, of a block its operands."""
    return _expressions(tag.kind, tag.source)


@functools.lru_cache(maxsize=4096)
def _expressions(kind: TagKind, source: str) -> tuple[Expression, ...]:
    tag = Tag(kind=kind, source=source, start=0)
    if tag.kind == "variable":
        return (parse(tag.body),)
    name, _, rest = tag.body.partition(" ")
    if tag.kind == "comment":
        return ()
    if name in ("if", "elif"):
        return tuple(parse(word) for word in words(rest) if word not in _OPERATORS and word not in _WRONG_OPERATORS)
    if name == "for":
        looped = re.split(r"\s+in\s+", rest, maxsplit=1)[1:]
        return tuple(parse(re.sub(r"\s+reversed$", "", one)) for one in looped)
    if name == "with":
        values = (word.partition("=")[2] for word in words(rest) if "=" in word)
        return tuple(parse(value) for value in values) or (parse(re.split(r"\s+as\s+", rest)[0]),)
    return tuple(parse(word) for word in words(rest)[:1]) if name in ("currency_format", "catalog") else ()


@functools.lru_cache(maxsize=4096)  # a shop's mails say the same few things again and again
def _spelling_of(kind: TagKind, source: str) -> tuple[Finding, ...]:
    """The findings of one tag, as if it stood at offset 0."""
    return tuple(_mistakes(Tag(kind=kind, source=source, start=0)))


def _mistakes(tag: Tag) -> Iterator[Finding]:
    if tag.kind == "comment" or any(mark in tag.source for mark in _BUILD_MARKS):
        return
    if tag.kind == "block":
        yield from _block(tag)
    for expression in expressions(tag):
        if expression.wrong:
            yield _finding("TPL124", tag, f"{_short(tag)}: {expression.wrong}", expression.hint)
        for one in expression.filters:
            if one.name in REFUSED_FILTERS and one.name not in FILTERS:
                hint = REFUSED_FILTERS[one.name]
                yield _finding("TPL123", tag, f"the platform has no filter {one.name}", hint[0].upper() + hint[1:])
            elif one.name not in FILTERS:
                yield _finding("TPL123", tag, f"the platform has no filter {one.name}", nearest(one.name, FILTERS))


def _block(tag: Tag) -> Iterator[Finding]:
    name = name_of(tag)
    known = name in BLOCK_TAGS or name in SINGLE_TAGS or name in _MIDDLES
    if not known and not (name.startswith("end") and name[3:] in BLOCK_TAGS):
        refused = REFUSED_TAGS.get(name, "")
        hint = refused[0].upper() + refused[1:] if refused else nearest(name, _all_tags())
        yield _finding("TPL122", tag, f"the platform has no tag {name or tag.source}", hint)
    operands = words(tag.body)[1:]
    if name == "today" and "as" not in operands:
        yield _finding("TPL124", tag, f"{_short(tag)} writes nothing", "Write {% today '%Y-%m-%d' as day %}{{ day }}")
    if name in ("if", "elif"):
        if not operands:
            yield _finding("TPL124", tag, f"{_short(tag)}: a condition is missing")
        for word in operands:
            if word in _WRONG_OPERATORS:
                yield _finding(
                    "TPL124", tag, f"{_short(tag)}: {word} is no operator", f"Write {_WRONG_OPERATORS[word]}"
                )
    if name == "for" and not re.fullmatch(r"for\s+\w+(?:\s*,\s*\w+)*\s+in\s+\S.*", tag.body):
        yield _finding("TPL124", tag, f"{_short(tag)} is no loop", "Write {% for item in event.Items %}")
    if name == "else" and operands[:1] == ["if"]:
        yield _finding("TPL124", tag, "the platform has no tag else if", "Write {% elif … %}")


def _anchors_in_attributes(text: str, tags: tuple[Tag, ...]) -> Iterator[Finding]:
    for tag in tags:
        link = ANCHOR_TAGS.get(name_of(tag)) if tag.kind == "block" else None
        if link is not None and re.search(r"=\s*[\"']?\s*$", text[max(0, tag.start - 20) : tag.start]):
            message = f"{_short(tag)} writes a whole link and stands inside an attribute"
            yield _finding("TPL126", tag, message, f"Write {{% {link} %}}")


def _unclosed(text: str) -> Iterator[Finding]:
    tags = tags_of(text)
    if text.count("{{") + text.count("{%") == sum(tag.kind != "comment" for tag in tags):
        return  # as many marks as tags: each opens its own
    silent = silent_ranges(text)
    for opening in _UNCLOSED.finditer(blanked(text, tags)):
        if not any(opening.start() in span for span in silent):
            message = f"{opening[0]} is not closed on its line: it would be sent as it stands"
            yield Finding(code="TPL121", message=message, offset=opening.start(), written=opening[0])


def _all_tags() -> frozenset[str]:
    return SINGLE_TAGS | frozenset(BLOCK_TAGS) | frozenset(f"end{name}" for name in BLOCK_TAGS) | frozenset(_MIDDLES)


def _short(tag: Tag) -> str:
    return tag.source if len(tag.source) <= 60 else tag.source[:57] + "…" + tag.source[-2:]


def _finding(code: str, tag: Tag, message: str, hint: str = "") -> Finding:
    return Finding(code=code, message=message, offset=tag.start, hint=hint, written=tag.source)


def _closed(tag: Tag, name: str, open_tags: list[Tag]) -> Iterator[Finding]:
    """Close `name` on the stack; what stands open inside it was forgotten."""
    if name not in map(name_of, open_tags):
        yield _finding("TPL125", tag, f"{tag.source} closes nothing: no {{% {name} %}} is open")
        return
    while name_of(inner := open_tags.pop()) != name:
        yield _unended(inner)


def _unended(tag: Tag) -> Finding:
    return _finding("TPL125", tag, f"{_short(tag)} is not closed", f"Add {{% end{name_of(tag)} %}}")
