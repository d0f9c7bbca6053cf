"""The platform's own filters, for Django's engine. Loaded only by `render`, because it imports Django.

What they do follows the platform's glossary; numbers that are none count as 0.
"""

import base64
import functools
import hashlib
import html
import math
import re
import urllib.parse
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from django.template import Library
from django.template.defaultfilters import register as django_filters

from mktctl.content.refusals import RenderRefusal
from mktctl.content.vocabulary import DJANGO_FILTERS

TEXT_MAX: Final = 1_000_000
"""Characters that a filter may return."""

DECIMALS_MAX: Final = 20

register = Library()


def _number(value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return 0.0
    return number if math.isfinite(number) else 0.0


def _items(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else []


def _pair(argument: str) -> tuple[str, str]:
    """`'old|new'`, the platform's way to give a filter two texts."""
    old, _, new = str(argument).partition("|")
    return old, new


def lookup(value: Any, key: Any) -> Any:
    """The value under `key` of a mapping, or at that place of a list; None when there is none, which prints "None"."""
    if isinstance(value, Mapping):
        return value.get(str(key))
    index = str(key)
    return value[int(index)] if isinstance(value, list) and index.isdigit() and int(index) < len(value) else None


def _round(value: Any, digits: int, rounding: Callable[[float], int]) -> float:
    scale = 10 ** min(abs(int(_number(digits))), DECIMALS_MAX)
    return float(rounding(round(_number(value) * scale, 9)) / scale)


def _half_up(value: float) -> int:
    return int(Decimal(str(value)).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _remove(value: Any, old: str, times: int = -1) -> str:
    return str(value).replace(old, "", times)


def _replace_last(value: Any, argument: str) -> str:
    old, new = _pair(argument)
    return new.join(str(value).rsplit(old, 1)) if old else str(value)


def _date(value: Any) -> datetime | None:
    if isinstance(value, datetime):
        return value
    try:
        return datetime.fromisoformat(str(value).strip())
    except ValueError:
        return None


def _days_later(value: Any, days: Any) -> datetime | None:
    day = _date(value)
    return day + timedelta(days=max(min(_number(days), 36_500), -36_500)) if day is not None else None


def _list_where(value: Any, test: str) -> list[Any]:
    name, _, wanted = str(test).partition("=")
    return [item for item in _items(value) if str(lookup(item, name)) == wanted]


def _unique(value: Any, name: str = "") -> list[Any]:
    seen: dict[str, Any] = {}
    for item in _items(value):
        seen.setdefault(repr(lookup(item, name) if name else item), item)
    return list(seen.values())


def _sorted(value: Any, name: str = "", fold: bool = False) -> list[Any]:
    def key(item: Any) -> tuple[bool, str | float]:
        shown = lookup(item, name) if name else item
        is_number = isinstance(shown, int | float) and not fold
        return (not is_number, shown) if is_number else (True, str(shown).casefold() if fold else str(shown))

    return sorted(_items(value), key=key)


def _sentence(value: Any) -> str:
    items = [str(item) for item in _items(value)]
    return " and ".join([", ".join(items[:-1]), items[-1]]) if len(items) > 1 else "".join(items)


def _concat(value: Any, more: Any) -> Any:
    return [*value, *_items(more)] if isinstance(value, list) else f"{value}{more}"


def _stringformat(value: Any, form: str) -> str:
    if re.search(r"\d{3,}", str(form)):
        raise RenderRefusal(f"|stringformat:'{form}' makes a text of hundreds of characters")
    return str(_DJANGO["stringformat"](value, form))


def _floatformat(value: Any, decimals: Any = -1) -> str:
    if (digits := re.search(r"\d+", str(decimals))) and int(digits[0]) > DECIMALS_MAX:
        raise RenderRefusal(f"|floatformat:{decimals} asks for more than {DECIMALS_MAX} decimals")
    return str(_DJANGO["floatformat"](value, decimals))


def _decoded(value: Any, decode: Callable[[bytes], bytes]) -> str:
    try:
        return decode(str(value).encode()).decode(errors="replace")
    except ValueError:
        return ""


_DJANGO: Final[dict[str, Callable[..., Any]]] = django_filters.filters
_BLANK_IMAGE: Final = "https://images.example/missing.png"

_OWN: Final[dict[str, Callable[..., Any]]] = {
    "lookup": lookup,
    "abs": lambda v: abs(_number(v)),
    "at_least": lambda v, least: max(_number(v), _number(least)),
    "at_most": lambda v, most: min(_number(v), _number(most)),
    "ceil": lambda v: float(math.ceil(_number(v))),
    "floor": lambda v: float(math.floor(_number(v))),
    "round": lambda v, digits=0: _round(v, digits, _half_up),
    "round_up": lambda v, digits=0: _round(v, digits, math.ceil),
    "round_down": lambda v, digits=0: _round(v, digits, math.floor),
    "multiply": lambda v, by: _number(v) * _number(by),
    "divide": lambda v, by: _number(v) / _number(by) if _number(by) else 0.0,
    "floatadd": lambda v, more: _number(v) + _number(more),
    "plus": lambda v, more: _number(v) + _number(more),
    "floatsub": lambda v, less: _number(v) - _number(less),
    "minus": lambda v, less: _number(v) - _number(less),
    "modulo": lambda v, by: math.fmod(_number(v), _number(by)) if _number(by) else 0.0,
    "remainder": lambda v, by: math.fmod(_number(v), _number(by)) if _number(by) else 0.0,
    "percentize": lambda v, digits=0: f"{_number(v) * 100:.{min(int(_number(digits)), DECIMALS_MAX)}f}%",
    "sum_list": lambda v: float(sum(map(_number, _items(v)))),
    "gt": lambda v, other: _number(v) > _number(other),
    "gte": lambda v, other: _number(v) >= _number(other),
    "lt": lambda v, other: _number(v) < _number(other),
    "lte": lambda v, other: _number(v) <= _number(other),
    "floatformat": _floatformat,
    "stringformat": _stringformat,
    "append": lambda v, more: f"{v}{more}",
    "prepend": lambda v, more: f"{more}{v}",
    "concat": _concat,
    "capitalize": lambda v: str(v)[:1].upper() + str(v)[1:],
    "capfirst": lambda v: str(v)[:1].upper() + str(v)[1:],
    "downcase": lambda v: str(v).lower(),
    "upcase": lambda v: str(v).upper(),
    "truncate": lambda v, most=50: _DJANGO["truncatechars"](v, most),
    "strip": lambda v: str(v).strip(),
    "lstrip": lambda v: str(v).lstrip(),
    "rstrip": lambda v: str(v).rstrip(),
    "strip_html": lambda v: _DJANGO["striptags"](v),
    "strip_newlines": lambda v: re.sub(r"[\r\n]+", "", str(v)),
    "newline_to_br": lambda v: _DJANGO["linebreaksbr"](v),
    "remove": _remove,
    "remove_first": lambda v, old: _remove(v, old, 1),
    "remove_last": lambda v, old: _replace_last(v, f"{old}|"),
    "find_replace": lambda v, pair: str(v).replace(*_pair(pair)),
    "replace_first": lambda v, pair: str(v).replace(*_pair(pair), 1),
    "replace_last": _replace_last,
    "split": lambda v, by: str(v).split(str(by)) if by else [str(v)],
    "escape_once": lambda v: html.escape(html.unescape(str(v))),
    "urlencodeplus": lambda v: urllib.parse.quote_plus(str(v)),
    "urldecode": lambda v: urllib.parse.unquote(str(v)),
    "urldecodeplus": lambda v: urllib.parse.unquote_plus(str(v)),
    "base64_encode": lambda v: base64.b64encode(str(v).encode()).decode(),
    "base64_decode": lambda v: _decoded(v, base64.b64decode),
    "base64_url_safe_encode": lambda v: base64.urlsafe_b64encode(str(v).encode()).decode(),
    "base64_url_safe_decode": lambda v: _decoded(v, base64.urlsafe_b64decode),
    "md5_hash": lambda v: hashlib.md5(str(v).encode(), usedforsecurity=False).hexdigest(),
    "sha_1": lambda v: hashlib.sha1(str(v).encode(), usedforsecurity=False).hexdigest(),
    "sha_256": lambda v: hashlib.sha256(str(v).encode()).hexdigest(),
    "httpize": lambda v: str(v) if re.match(r"https?://", str(v)) else f"http://{v}",
    "trim_slash": lambda v: str(v).strip("/"),
    "compact": lambda v: [item for item in _items(v) if item is not None],
    "count": lambda v: _DJANGO["length"](v),
    "size": lambda v: _DJANGO["length"](v),
    "list_to_string": _sentence,
    "list_where": _list_where,
    "map": lambda v, name: [lookup(item, name) for item in _items(v)],
    "reverse": lambda v: _items(v)[::-1] if isinstance(v, list) else str(v)[::-1],
    "sort": _sorted,
    "sort_natural": lambda v, name="": _sorted(v, name, True),
    "uniq": _unique,
    "random": lambda v: next(iter(_items(v)), ""),  # nothing here depends on chance
    "missing_image": lambda v: v or _BLANK_IMAGE,
    "missing_product_image": lambda v: v or _BLANK_IMAGE,
    "datetime_from_string": _date,
    "format_date_string": _date,
    "days_later": _days_later,
}


def _bounded(function: Callable[..., Any]) -> Callable[..., Any]:
    """The filter, refused when its text grows beyond TEXT_MAX. Django's flags on it are kept."""

    @functools.wraps(function)
    def call(*arguments: Any, **named: Any) -> Any:
        result = function(*arguments, **named)
        if isinstance(result, str) and len(result) > TEXT_MAX:
            raise RenderRefusal(f"a filter writes more than {TEXT_MAX:,} characters")
        return result

    return call


for _name in sorted(DJANGO_FILTERS):
    register.filters[_name] = _bounded(_DJANGO[_name])
for _name, _function in _OWN.items():
    register.filters[_name] = _bounded(_function)
