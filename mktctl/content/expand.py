"""One text through the build step, and where a mistake of the author's stands."""

from collections.abc import Mapping
from types import TracebackType
from typing import Any

from jinja2.exceptions import SecurityError, TemplateNotFound, TemplateSyntaxError, UndefinedError

from mktctl.content.environment import Running, environment
from mktctl.content.mistakes import BuildMistake, Origin, nearest

MARKS = ("[[", "[%", "[#")


def expand_file(path: str, running: Running, names: Mapping[str, Any]) -> str:
    """The file `path` of the build, with every mark filled in. Raises BuildMistake with its origin."""
    return _expand(lambda: environment().get_template(path, globals=dict(names)), running, names)


def expand_text(text: str, part: str, running: Running, names: Mapping[str, Any]) -> str:
    """A text of the template's YAML; `part` names it in mistakes. Raises BuildMistake with its origin."""
    if not any(mark in text for mark in MARKS):
        return text

    def load() -> Any:
        return _named(text, part, names)

    return _expand(load, running, names)


def _named(text: str, part: str, names: Mapping[str, Any]) -> Any:
    env = environment()
    code = env.compile(text, name=part, filename=part)
    return env.template_class.from_code(env, code, env.make_globals(dict(names)))


def _expand(load: Any, running: Running, names: Mapping[str, Any]) -> str:
    pieces: list[str] = []
    try:
        template = load()
        for piece in template.root_render_func(template.new_context()):
            running.budget.text(len(piece))
            pieces.append(piece)
    except BuildMistake as mistake:
        mistake.origin = mistake.origin or _origin(mistake.__traceback__)
        raise
    except TemplateSyntaxError as error:
        raise BuildMistake(
            "TPL010", error.message or "", origin=Origin(part=error.name or "", line=error.lineno)
        ) from error
    except TemplateNotFound as error:
        missing = error.name or ""
        raise BuildMistake(
            "TPL003",
            f"templates/{missing} does not exist",
            hint=nearest(missing, running.files),
            origin=_origin(error.__traceback__),
        ) from error
    except (UndefinedError, SecurityError, TypeError, ValueError) as error:
        raise BuildMistake("TPL011", str(error), origin=_origin(error.__traceback__)) from error
    except RecursionError as error:
        raise BuildMistake("TPL012", "files or macros of the build step call each other without end") from error
    return "".join(pieces)


def _origin(trace: TracebackType | None) -> Origin | None:
    """The innermost line of a template in `trace`."""
    found = None
    while trace is not None:
        if template := trace.tb_frame.f_globals.get("__jinja_template__"):
            found = Origin(part=template.name or "", line=template.get_corresponding_lineno(trace.tb_lineno))
        trace = trace.tb_next
    return found
