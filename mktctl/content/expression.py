"""What stands in `{{ … }}`: a value and filters behind it, each with at most one argument."""

import functools
import re
from typing import Final

import msgspec

from mktctl.content.vocabulary import REFUSED_FILTERS, SINGLE_TAGS

_STRING: Final = r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'"
_PIECE: Final = re.compile(rf"(?:{_STRING}|[^|\"'])+")
_PIECES: Final = re.compile(rf"(?:{_STRING}|[^|\"'])+(?:\|(?:{_STRING}|[^|\"'])+)*")
_WORD: Final = re.compile(rf"(?:{_STRING}|[^\s\"'])+")
_FILTER: Final = re.compile(r"(?P<name>\w+)(?::(?P<argument>.*))?", re.DOTALL)
_VALUE: Final = re.compile(rf"{_STRING}|[-+]?\d+(?:\.\d+)?|[^\W_]\w*(?:\.\w+)*")


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """`|name:argument` as written; `argument` with its quotes, None without one."""

    name: str
    argument: str | None = None


class Expression(msgspec.Struct, frozen=True, kw_only=True):
    """`value|filter:argument|…`. `wrong` says why it cannot be read, and is empty for a good one."""

    value: str
    filters: tuple[Filter, ...] = ()
    wrong: str = ""
    hint: str = ""

    @property
    def has_default(self) -> bool:
        """Whether something is printed when the value is missing."""
        return any(one.name in ("default", "default_if_none") for one in self.filters)

    @property
    def path(self) -> str:
        """The name that is read: `person|lookup:'tier'` reads `person.tier`, `first_name` itself."""
        first = self.filters[0] if self.filters else None
        if first is not None and first.name == "lookup" and first.argument and first.argument[0] in "'\"":
            return f"{self.value}.{first.argument[1:-1]}"
        return self.value


def words(text: str) -> list[str]:
    """The words of a block tag, texts in quotes kept whole."""
    return _WORD.findall(text)


@functools.lru_cache(maxsize=4_000)
def parse(text: str) -> Expression:
    """Read one expression; a mistake is a value, with what to write instead."""
    if not text.strip():
        return Expression(value="", wrong="nothing stands in it")
    if not _PIECES.fullmatch(text):
        return Expression(value=text, wrong="a quote is not closed, or a filter is missing behind |")
    pieces = [piece.strip() for piece in _PIECE.findall(text)]
    value = pieces[0]
    if wrong := _value_mistake(value):
        return Expression(value=value, wrong=wrong[0], hint=wrong[1])
    filters: list[Filter] = []
    for piece in pieces[1:]:
        wrong = _filter_mistake(piece)
        if wrong:
            return Expression(value=value, wrong=wrong[0], hint=wrong[1])
        found = _FILTER.fullmatch(piece)
        assert found is not None, "a filter without a mistake reads"
        filters.append(Filter(name=found["name"], argument=found["argument"]))
    return Expression(value=value, filters=tuple(filters))


def _value_mistake(value: str) -> tuple[str, str] | None:
    if value in SINGLE_TAGS:
        return f"{value} is a tag, not a variable", f"Write {{% {value} %}}"
    if _VALUE.fullmatch(value):
        return None
    if re.search("[‘’“”]", value):
        return "typographic quotes are no quotes here", "Write ' or \""
    if re.fullmatch(r"\w+(?:\.[\w$ -]+)+", value):
        owner, _, key = value.partition(".")
        return f"{value} is no plain name", f"Write {{{{ {owner}|lookup:'{key}' }}}}"
    if re.search(r"[-+*/%]", value):
        return "there is no arithmetic here", "Use a filter: |add:-1, |multiply:2"
    if "(" in value:
        return "there are no calls here", "Filters take their argument behind a colon: |default:'x'"
    return f"{value} is no name, text or number", ""


def _filter_mistake(piece: str) -> tuple[str, str] | None:
    if called := re.fullmatch(r"(\w+)\s*\((.*)\)", piece, re.DOTALL):
        hint = REFUSED_FILTERS.get(called[1], f"write |{called[1]}:{called[2]}")
        return f"|{piece}: a filter is not called", hint[0].upper() + hint[1:]
    found = re.fullmatch(r"(\w+)(\s*):(\s*)(.*)", piece, re.DOTALL)
    if found is None:
        return None if re.fullmatch(r"\w+", piece) else (f"|{piece} is no filter", "")
    name, before, after, argument = found.groups()
    if before or after:
        return f"|{piece}: no space may stand round the colon of a filter", f"Write |{name}:{argument}"
    if not argument:
        return f"|{piece} has no argument: it stands right behind the colon, without a space", ""
    if _VALUE.fullmatch(argument):
        return None
    if re.match(rf"(?:{_STRING}|[\w.]+)\s*[,:]", argument):
        hint = REFUSED_FILTERS.get(name, "")
        return f"|{piece}: a filter takes one argument", hint[:1].upper() + hint[1:]
    if re.search(r"\s", argument) and argument[0] not in "'\"":
        return f"|{piece}: the text is not quoted", f"Write |{name}:'{argument}'"
    if re.search("[‘’“”]", argument):
        return f"|{piece}: typographic quotes are no quotes here", "Write ' or \""
    return f"|{piece}: the argument is no name, text or number", ""
