"""What is printed when a variable is missing: `fallbacks:` of a template, as the platform's own `default` filter."""

import functools
from collections import Counter
from collections.abc import Mapping
from typing import Final

import msgspec

from mktctl.content.budget import CHARACTERS_MAX
from mktctl.content.dialect import expressions
from mktctl.content.expression import Expression
from mktctl.content.mistakes import BuildError
from mktctl.content.tags import Tag, live_tags, name_of

PROFILE_FIELDS: Final = frozenset(
    "first_name last_name organization title phone_number city region country zip".split()
)
"""Fields of a person that a template may name without `person.`; `email` is not among them: a mail has one."""


class Gap(msgspec.Struct, frozen=True, kw_only=True):
    """A variable of the person that prints nothing, or None, for who has no value."""

    name: str
    written: str
    offset: int


def printed(text: str) -> frozenset[str]:
    """The names of all variables that `text` prints."""
    variables = (tag for tag in live_tags(text) if tag.kind == "variable")
    return frozenset(expressions(tag)[0].path for tag in variables)


def apply(text: str, fallbacks: Mapping[str, str]) -> tuple[str, frozenset[str]]:
    """`text` with `|default:` behind each variable named in `fallbacks` that has none yet, and the names found.

    A name is written as in the tag: `first_name` means `person.first_name` too; `event.City` and
    `event|lookup:'City'` are one. Raises BuildError TPL103 for a text that grows beyond all bounds.
    """
    names: dict[str, str] = {}
    for name in fallbacks:
        names.setdefault(_full(name), name)
    used: set[str] = set()
    pieces: list[str] = []
    end = added = 0
    for tag in live_tags(text) if fallbacks else ():
        if tag.kind != "variable":
            continue
        (expression,) = expressions(tag)
        named = None if expression.wrong else names.get(_full(expression.path))
        if named is None:
            continue
        used.add(named)
        if not expression.has_default:
            pieces += (text[end : tag.start], _with_default(expression, fallbacks[named]))
            added += len(fallbacks[named])
            if added > CHARACTERS_MAX:
                raise BuildError("TPL103", f"fallbacks: add more than {CHARACTERS_MAX:,} characters")
            end = tag.end
    pieces.append(text[end:])
    return "".join(pieces), frozenset(used)


def gaps(text: str) -> tuple[Gap, ...]:
    """Variables about the person, printed without a default and outside an `{% if %}` that asks for them."""
    found: list[Gap] = []
    open_ifs: list[list[str]] = []
    asked: Counter[str] = Counter()
    for tag in live_tags(text):
        name = name_of(tag)
        if name == "if" or (name == "elif" and open_ifs):
            paths = list(_paths(tag))
            asked.update(paths)
            if name == "if":
                open_ifs.append(paths)
            else:
                open_ifs[-1] += paths
        elif name == "endif" and open_ifs:
            asked.subtract(open_ifs.pop())
        path = _without_default(tag.source) if tag.kind == "variable" else ""
        if path and not asked[_full(path)]:
            found.append(Gap(name=path, written=tag.body, offset=tag.start))
    return tuple(found)


@functools.lru_cache(maxsize=4096)  # a shop's mails print the same few variables again and again
def _without_default(source: str) -> str:
    """What this variable reads of the person without a default; empty for any other."""
    (expression,) = expressions(Tag(kind="variable", source=source, start=0))
    path = expression.path
    personal = not expression.wrong and (path.startswith("person.") or path in PROFILE_FIELDS)
    return path if personal and path != "person.email" and not expression.has_default else ""


def _paths(tag: Tag) -> frozenset[str]:
    return frozenset(_full(expression.path) for expression in expressions(tag))


def _full(path: str) -> str:
    return f"person.{path}" if path in PROFILE_FIELDS else path


def _with_default(expression: Expression, text: str) -> str:
    filters = [f"{one.name}:{one.argument}" if one.argument is not None else one.name for one in expression.filters]
    filters.insert(1 if filters and expression.path != expression.value else 0, f"default:{_quoted(text)}")
    return "{{ " + "|".join([expression.value, *filters]) + " }}"


def _quoted(text: str) -> str:
    if "'" not in text:
        return f"'{text}'"
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
