"""One text through the build step, and where a mistake of the author's stands."""

import functools
import re
from collections.abc import Callable, Mapping
from types import CodeType, TracebackType
from typing import Any, Final

from jinja2 import Template
from jinja2.exceptions import SecurityError, TemplateNotFound, TemplateSyntaxError, UndefinedError

from mktctl.content.environment import Running, environment
from mktctl.content.mistakes import BuildError, Origin, nearest

MARKS: Final = ("[[", "[%", "[#")
_NAME: Final = re.compile(r"\[\[ *([a-z]\w*(?:\.[a-z]\w*)*) *\]\]")
_LOST: Final = re.compile(r"unexpected|expected token|Unexpected end|Missing end", re.IGNORECASE)
_UNCLOSED: Final = "Marks of the build step are closed as they are opened: [[ … ]], [% … %]"


def expand_file(path: str, running: Running, names: Mapping[str, Any]) -> str:
    """The file `path` of the build, with every mark filled in. Raises BuildError with its origin."""
    return _expand(lambda: environment(traced=running.traced).get_template(path, globals=dict(names)), running)


def expand_text(text: str, part: str, running: Running, names: Mapping[str, Any]) -> str:
    """A text of the template's YAML; `part` names it in mistakes. Raises BuildError with its origin."""
    if not running.traced and (known := _names_filled_in(text, names)) is not None:
        running.budget.text(len(known))
        return known

    def load() -> Template:
        env = environment(traced=running.traced)
        return env.template_class.from_code(env, _compiled(text, part, running.traced), env.make_globals(dict(names)))

    return _expand(load, running)


def _names_filled_in(text: str, names: Mapping[str, Any]) -> str | None:
    """`text` when its only marks are names of texts, such as `[[ brand.name ]]`; None when Jinja2 must see it.

    Most texts are of this kind, and compiling one costs more than all the rest of a build.
    """
    if "[" not in text:
        return text
    filled = _NAME.sub(lambda name: _value(name[1], names), text)
    return None if any(mark in filled for mark in MARKS) else filled


def _value(path: str, names: Mapping[str, Any]) -> str:
    """The text of that name, or a mark that keeps the whole text for Jinja2 when there is none."""
    value: Any = names
    for key in path.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    return value if isinstance(value, str) else MARKS[0]


@functools.lru_cache(maxsize=1_000)
def _compiled(text: str, part: str, traced: bool) -> CodeType:
    return environment(traced=traced).compile(text, name=part, filename=part)


def _expand(load: Callable[[], Template], running: Running) -> str:
    pieces: list[str] = []
    try:
        template = load()
        for piece in template.root_render_func(template.new_context()):
            running.budget.text(len(piece))
            pieces.append(piece)
    except BuildError as error:
        error.origin = error.origin or _origin(error.__traceback__)
        raise
    except TemplateSyntaxError as error:
        place = Origin(part=error.name or "", line=error.lineno)
        hint = _UNCLOSED if _LOST.match(error.message or "") else ""
        raise BuildError("TPL101", error.message or "", hint=hint, origin=place) from error
    except TemplateNotFound as error:
        missing = str(error.name)
        hint = nearest(missing, running.files)
        origin = _origin(error.__traceback__)
        raise BuildError("TPL104", f"templates/{missing} does not exist", hint=hint, origin=origin) from error
    except SecurityError as error:
        hint = "Macros, coupon(), products() and range() can be called; for the rest there are filters"
        raise BuildError("TPL102", _plain(error), hint=hint, origin=_origin(error.__traceback__)) from error
    except UndefinedError as error:
        message, _, hint = str(error).partition("\n")
        raise BuildError("TPL102", message, hint=hint, origin=_origin(error.__traceback__)) from error
    except (TypeError, ValueError) as error:  # a filter or test given what it cannot take
        raise BuildError("TPL102", str(error), origin=_origin(error.__traceback__)) from error
    except (RecursionError, SyntaxError, MemoryError) as error:  # nested too deep for Python's own compiler
        raise BuildError("TPL103", "files, macros or brackets stand in each other without end") from error
    return "".join(pieces)


def _plain(error: SecurityError) -> str:
    """Jinja2's sentence without addresses in memory, which differ from run to run."""
    said = str(error)
    return "this cannot be called here" if "not safely callable" in said else said


def _origin(trace: TracebackType | None) -> Origin | None:
    """The innermost line of a template in `trace`."""
    found = None
    while trace is not None:
        if template := trace.tb_frame.f_globals.get("__jinja_template__"):
            found = Origin(part=template.name or "", line=template.get_corresponding_lineno(trace.tb_lineno))
        trace = trace.tb_next
    return found
