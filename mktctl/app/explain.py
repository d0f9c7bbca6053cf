"""`mktctl explain`: what a key of the language means, in the schema's own words."""

import difflib
from collections.abc import Iterable, Iterator
from typing import Any, Final, TypeVar

import msgspec

from mktctl.diagnostics import UsageError
from mktctl.kinds.schema_walk import Key, Schema, definition, forms, keys, root
from mktctl.kinds.schema_words import first_sentence, form, listed
from mktctl.model.fields import BUILTIN_FIELDS

FILES: Final = {
    "project": "mktctl.yaml",
    "segment": "segments/<ref>.yaml",
    "template": "templates/<ref>.yaml",
    "flow": "flows/<ref>.yaml",
    "campaign": "campaigns/<ref>.yaml",
    "condition": "who: of a segment; only_if:, if: and exit_if: of a flow",
}
"""Where one can begin, and where it stands."""

CHANNELS: Final = ("email", "sms", "push", "whatsapp")
ONLY_IN: Final = {
    "flows": "only_if:, if: and exit_if: of a flow",
    "segments": "who: of a segment",
}

T = TypeVar("T")

INDEX_DEPTH: Final = 3
GUESSES_MAX: Final = 3
CLOSE: Final = 0.7
"""How much alike two words must be, from 0 to 1, for one to be meant for the other."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A key in one line. `place` says where it stands: "flows only" where not in both; the files, for a root."""

    name: str
    path: str
    summary: str
    required: bool = False
    default: Any = None
    place: str = ""


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    """One key. `forms` are what its value can look like; `inside` and `beside` the keys below it and next to it.

    `whole` are examples of the object that it begins. `elsewhere` maps the other place where the key stands
    ("segments") to what it means there, when that differs.
    """

    path: str
    where: str
    description: str
    forms: tuple[str, ...] = ()
    required: bool = False
    default: Any = None
    examples: tuple[Any, ...] = ()
    whole: tuple[Any, ...] = ()
    inside: tuple[Line, ...] = ()
    beside: tuple[Line, ...] = ()
    elsewhere: dict[str, str] = {}


def overview() -> tuple[Line, ...]:
    """Where one can begin."""
    return tuple(
        Line(name=name, path=name, summary=first_sentence(_described(name)), place=where)
        for name, where in FILES.items()
    )


def explain(path: str) -> Explanation:
    """What stands at `path`, such as `flow.steps.wait.at`; raises UsageError with what may have been meant."""
    first, *rest = path.split(".")
    if first not in FILES:
        message = f"explain knows {listed(FILES)}; {first or 'nothing'} is none of them"
        raise _unknown(message, _close(first, FILES) or _with_last_word(path.split(".")[-1]))
    tried = {place: _walk(path, Key(name=first, value=value), rest) for place, value in _contexts(first).items()}
    found = {place: key for place, key in tried.items() if isinstance(key, Key)}
    if not found:
        raise next(error for error in tried.values() if isinstance(error, UsageError))
    key = _first(found)
    body = key.value.body
    told = body.get("description", "") if rest else _described(first)
    return Explanation(
        path=path,
        where=_where(first, tuple(found)) if len(found) < len(tried) else FILES[first],
        description=told,
        forms=tuple(dict.fromkeys(form(one) for one in forms(key.value))) if rest else (),
        required=key.required,
        default=body.get("default"),
        examples=tuple(body.get("examples", ())),
        whole=tuple(one for one in key.whole if isinstance(one, dict) and len(one) > 1),
        inside=_lines(path, {place: keys(one.value) for place, one in found.items()}),
        beside=_lines(path, {place: one.beside for place, one in found.items()}),
        elsewhere={
            place: there
            for place, one in found.items()
            if rest and (there := one.value.body.get("description", "")) not in ("", told)
        },
    )


def _contexts(first: str) -> dict[str, Schema]:
    """The places where the words of `first` stand; conditions differ a little between flows and segments (P19),
    templates between channels.
    """
    if first == "template":
        return {channel: definition("template.schema.json", channel) for channel in CHANNELS}
    if first != "condition":
        return {first: root(first)}
    return {
        "flows": definition("flow.schema.json", "branch-condition"),
        "segments": definition("segment.schema.json", "condition"),
    }


def _where(first: str, places: tuple[str, ...]) -> str:
    """The places that have a key which the others have not."""
    if first == "template":
        return f"{FILES[first]} of channel {listed(places)}"
    return ONLY_IN[places[0]]


def _described(first: str) -> str:
    """What a file of this kind is; of a condition, what one in a flow is."""
    words = _first(_contexts(first)) if first == "condition" else root(first)
    return str(words.body["description"])


def _first(found: dict[str, T]) -> T:
    return next(iter(found.values()))


def _walk(path: str, key: Key, rest: list[str]) -> Key | UsageError:
    """The key that `rest` leads to, or why there is none."""
    walked = key.name
    for depth, name in enumerate(rest):
        choices = {one.name: one for one in (*key.beside, *keys(key.value))}
        if name not in choices:
            offered = f"it has {listed(choices)}" if choices else "nothing stands below it"
            near = [_as_far(choices[one], f"{walked}.{one}", rest[depth + 1 :]) for one in _close(name, choices)]
            near += [f"{walked}.{one}.{name}" for one, key in choices.items() if _has_beside(key, name)][:GUESSES_MAX]
            if key.name in ("condition", "who") and name in BUILTIN_FIELDS:  # {city: Paris} is what one tries first
                near = [f"{walked}.property"]
            return _unknown(f"{walked} has no key {name}: {offered}", near or _with_last_word(path.split(".")[-1]))
        key, walked = choices[name], f"{walked}.{name}"
    return key


def _has_beside(key: Key, name: str) -> bool:
    return any(one.name == name for one in key.beside)


def _as_far(key: Key, path: str, rest: list[str]) -> str:
    """`path` with what of `rest` stands below `key`."""
    for name in rest:
        below = next((one for one in (*key.beside, *keys(key.value)) if one.name == name), None)
        if below is None:
            break
        key, path = below, f"{path}.{name}"
    return path


def _lines(path: str, places: dict[str, tuple[Key, ...]]) -> tuple[Line, ...]:
    """The union of the keys of every place, each with the only place that has it."""
    named: dict[str, list[str]] = {}
    shown: dict[str, Key] = {}
    for place, found in places.items():
        for key in found:
            named.setdefault(key.name, []).append(place)
            shown.setdefault(key.name, key)
    return tuple(
        Line(
            name=name,
            path=f"{path}.{name}",
            summary=first_sentence(key.value.body.get("description", "")),
            required=key.required,
            default=key.value.body.get("default"),
            place=f"{listed(named[name])} only" if len(named[name]) < len(places) else "",
        )
        for name, key in shown.items()
    )


def _unknown(message: str, guesses: list[str]) -> UsageError:
    return UsageError(message, hint=f"Did you mean {listed(guesses)}?" if guesses else "mktctl explain  lists them")


def _close(word: str, words: Iterable[str]) -> list[str]:
    return difflib.get_close_matches(word, list(words), n=GUESSES_MAX, cutoff=CLOSE)


def _with_last_word(word: str) -> list[str]:
    """Paths that end in the word, or in one much like it; the shortest first."""
    known = sorted(set(_index()), key=lambda one: (one.count("."), one))
    words = sorted({one.rsplit(".", 1)[-1] for one in known})
    close = [word] if word in words else _close(word, words)[:1]
    return [one for one in known if one.rsplit(".", 1)[-1] in close][:GUESSES_MAX]


def _index() -> Iterator[str]:
    """Every path of at most `INDEX_DEPTH` parts."""
    level = [(name, Key(name=name, value=schema)) for name in FILES for schema in _contexts(name).values()]
    for _ in range(INDEX_DEPTH):
        yield from (path for path, _ in level)
        level = [(f"{path}.{below.name}", below) for path, key in level for below in (*key.beside, *keys(key.value))]
