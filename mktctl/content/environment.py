"""The build step's language: Jinja2 with its own marks, cut down to what content needs.

`[[ … ]]` prints, `[% … %]` decides, `[# … #]` is dropped, so that the platform's `{{ }}` and `{% %}` pass untouched.
Templates are data of the project and may come from a pull request: nothing here reaches Python objects, files, the
clock or chance, and every loop, call and growing text is paid from a budget.
"""

import contextvars
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

import msgspec
from jinja2 import StrictUndefined, nodes
from jinja2.loaders import FunctionLoader
from jinja2.runtime import BlockReference, Context, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment

from mktctl.content import grammar
from mktctl.content.budget import Budget
from mktctl.content.mistakes import BuildError, nearest
from mktctl.content.trace import add_marks

TEXT_FILTERS: Final = ("capitalize", "escape", "float", "int", "lower", "round", "title", "trim", "upper", "urlencode")
OTHER_FILTERS: Final = ("abs", "d", "default", "first", "items", "last", "length", "list", "sort", "unique")
"""Filters of Jinja2 that cost no more than their input; `join` and `replace` are ours, because theirs can explode."""

RANGE_MAX: Final = 1_000
NUMBER_MAX: Final = 10**12


_KNOWN: Final = "The build step sees brand, store, set, coupon('…'), universal('…'), products('…', 4) and range(…)"
_OF_A_PERSON: Final = "What depends on a person is the platform's: {{ person.first_name }}, {{ event.… }}"
_MEANT: Final = {
    "coupons": "Write [[ coupon('…') ]]",
    "shop": "Did you mean store?",
    "recommendations": "Write [[ products('…', 4) ]]",
    "url": "Did you mean store.url?",
    **dict.fromkeys(("person", "event", "first_name", "organization", "profile"), _OF_A_PERSON),
}
"""What people write in the build step, and what to write instead."""


class Section(dict[str, Any]):
    """A group of names that a template may read, such as `brand.colors`; it knows its own path, for messages."""

    def __init__(self, path: str, values: Mapping[str, Any]) -> None:
        super().__init__(values)
        self.path = path


class Running(msgspec.Struct, frozen=True, kw_only=True):
    """The build under way: its files, by path relative to `templates/`, and its budget."""

    files: Mapping[str, str]
    budget: Budget
    traced: bool = False


_running: contextvars.ContextVar[Running] = contextvars.ContextVar("running build")


def begin(files: Mapping[str, str], *, traced: bool = False) -> Running:
    """Start a build over `files` in this context; what was begun before is over. `traced`: with marks in it."""
    running = Running(files=files, budget=Budget(), traced=traced)
    _running.set(running)
    return running


def built_in(function: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a function of ours: nothing else can be called from a template but macros and `super()`."""
    function.of_the_build_step = True  # type: ignore[attr-defined]
    return function


class Missing(StrictUndefined):
    """A name that is not there: using it is a mistake that says what was meant, in a second line of its message."""

    @property
    def _undefined_message(self) -> str:
        owner, name = self._undefined_obj, str(self._undefined_name)
        if isinstance(owner, Section):
            return f"{owner.path} has no {name}\n{nearest(name, owner)}"
        if self._undefined_hint:
            return self._undefined_hint
        return f"{name} is not known here\n{_MEANT.get(name, _KNOWN)}"


class BuildEnvironment(ImmutableSandboxedEnvironment):
    """Jinja2 as content needs it; see the module."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%"})

    def __init__(self) -> None:
        super().__init__(
            block_start_string="[%", block_end_string="%]", variable_start_string="[[", variable_end_string="]]",
            comment_start_string="[#", comment_end_string="#]", trim_blocks=True, lstrip_blocks=True,
            keep_trailing_newline=True, undefined=Missing, autoescape=False, loader=FunctionLoader(_load),
            cache_size=2_000, finalize=_printed,
        )  # fmt: skip
        known = self.filters
        self.filters = {name: _of_text(known[name]) for name in TEXT_FILTERS}
        self.filters |= {name: known[name] for name in OTHER_FILTERS}
        self.filters |= {"join": _join, "replace": _replace}
        self.globals = {"range": _range, grammar.ROUNDS: _rounds, grammar.JOINED: _joined, grammar.SCALAR: _scalar}

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        grammar.check_and_meter(source, name)
        return super()._generate(source, name, filename, defer_init)

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> Any:
        _running.get().budget.step()
        return super().get_template(name, parent, globals)

    def is_safe_callable(self, obj: Any) -> bool:
        return isinstance(obj, Macro | BlockReference) or getattr(obj, "of_the_build_step", False) is True

    def call(self, context: Context, obj: Any, *args: Any, **kwargs: Any) -> Any:
        budget = _running.get().budget
        budget.step()
        result = super().call(context, obj, *args, **kwargs)
        if isinstance(result, str):
            budget.text(len(result))
        return result

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if not all(isinstance(side, int | float) and abs(side) <= NUMBER_MAX for side in (left, right)):
            raise BuildError("TPL102", f"{operator} works on numbers only", hint="Put texts together with ~")
        if operator in ("/", "//", "%") and right == 0:
            raise BuildError("TPL102", f"{left} {operator} 0 has no result")
        return super().call_binop(context, operator, left, right)


class TracedEnvironment(BuildEnvironment):
    """Writes the same text, with marks that say where each line came from."""

    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        add_marks(source, name)
        return super()._generate(source, name, filename, defer_init)


@functools.cache
def environment(*, traced: bool = False) -> BuildEnvironment:
    """The one environment of the process: layouts are compiled once for all templates that stand on them."""
    return TracedEnvironment() if traced else BuildEnvironment()


def _load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
    text = _running.get().files.get(name)
    if text is None:
        return None
    return text, name, lambda: _running.get().files.get(name) == text


@built_in
def _rounds(values: Iterable[Any]) -> Iterator[Any]:
    budget = _running.get().budget
    for value in values:
        budget.step()
        yield value


@built_in
def _joined(*parts: Any) -> str:
    return "".join(str(_printed(part)) for part in parts)  # the environment's call() counts the characters


@built_in
def _scalar(value: Any) -> Any:
    if isinstance(value, list | tuple | dict):
        raise BuildError("TPL102", "lists do not stand in lists")
    return value


def _printed(value: Any) -> Any:
    """What may be written out: texts, numbers and what a macro wrote."""
    if isinstance(value, str | int | float | StrictUndefined):
        return value
    said = {"list": "a list", "tuple": "a list", "dict": "a group", "Section": "a group", "NoneType": "nothing"}
    raise BuildError(
        "TPL102", f"{said.get(type(value).__name__, 'this')} cannot be written out", hint="Join a list: |join(', ')"
    )


@built_in
def _range(*bounds: int) -> range:
    numbers = range(*bounds)
    if len(numbers) > RANGE_MAX:
        raise BuildError("TPL103", f"range() counts to {RANGE_MAX:,} at most, not {len(numbers):,}")
    return numbers


def _join(values: Iterable[Any], separator: str = "") -> str:
    return _paid(str(separator).join(str(_printed(value)) for value in values))


def _replace(text: str, old: str, new: str) -> str:
    if not old:
        raise BuildError("TPL102", "|replace needs a text to replace")
    _running.get().budget.text(len(_text(text)) + _text(text).count(str(old)) * len(_text(new)))
    return _text(text).replace(_text(old), _text(new))


def _text(value: Any) -> str:
    return str(_printed(value))


def _paid(text: str) -> str:
    _running.get().budget.text(len(text))
    return text


def _of_text(function: Callable[..., Any]) -> Callable[..., Any]:
    """A filter of Jinja2 that would write a list out to work on its text."""

    @functools.wraps(function)
    def call(value: Any, *arguments: Any, **named: Any) -> Any:
        return function(_printed(value), *arguments, **named)

    return call
