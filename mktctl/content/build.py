"""`templates/<ref>.yaml` of channel email, built: Jinja2 with its own marks, then MJML. The same input, the same bytes."""

from collections.abc import Mapping
from typing import Any, Final

from mktctl.content.environment import Running, begin
from mktctl.content.expand import expand_file, expand_text
from mktctl.content.layout import Child, child_of
from mktctl.content.markup import to_html
from mktctl.content.mistakes import BuildMistake, Origin, nearest
from mktctl.content.names import names
from mktctl.model.places import Path, Problem
from mktctl.model.project import Environment, Project
from mktctl.model.template import EmailTemplate, TemplateSource

LAYOUT_SUFFIXES: Final = (".mjml", ".html")


def build_email(
    source: TemplateSource, *, files: Mapping[str, str], project: Project, environment: Environment | None = None
) -> tuple[EmailTemplate | None, list[Problem]]:
    """The mail as the platform gets it, and what is wrong with it; None when it cannot be built at all.

    `files` maps paths relative to `templates/`, with `/`, to their text; nothing is read from disk. `environment` is
    what `set` shows; without one, the first of the project stands in.
    """
    running = begin(files)
    known: dict[str, Any] = {}
    known |= names(project, _settings(project, environment), lambda path: expand_file(path, running, known))
    try:
        html = _html(source, running, known)
        texts = {
            part: expand_text(text, part, running, known)
            for part, text in (
                ("subject", source.subject),
                ("preview_text", source.preview_text),
                ("text", source.text),
            )
            if text is not None
        }
    except BuildMistake as mistake:
        return None, [problem_of(mistake, source)]
    built = EmailTemplate(
        ref=source.ref, name=source.name, subject=texts["subject"], html=html, preview_text=texts["preview_text"],
        text=texts.get("text"), sender=source.sender, library=source.library, description=source.description,
        tags=source.tags, protect=source.protect, moved_from=source.moved_from, ignore=source.ignore,
    )  # fmt: skip
    return built, []


def problem_of(mistake: BuildMistake, source: TemplateSource) -> Problem:
    """The mistake at the key of the YAML that leads to it."""
    origin = mistake.origin or Origin(part="")
    where = f"templates/{origin.part}:{origin.line}: " if origin.part.endswith(LAYOUT_SUFFIXES) and origin.line else ""
    return Problem(
        code=mistake.code, message=where + mistake.message, path=_path(origin.part, source), hint=mistake.hint
    )


def _html(source: TemplateSource, running: Running, known: Mapping[str, Any]) -> str:
    if source.source is not None:
        _require(source.source, "source", running)
        expanded = expand_file(source.source, running, known)
        return to_html(expanded) if source.source.endswith(".mjml") else expanded
    assert source.base is not None, "a template has a source or a base"
    _require(source.base, "base", running)
    child: Child = child_of(source, running)
    expanded = child.expand(running, known)
    return to_html(expanded) if source.base.endswith(".mjml") else expanded


def _require(path: str, key: str, running: Running) -> None:
    if path not in running.files:
        hint = nearest(path, [name for name in running.files if name.endswith(LAYOUT_SUFFIXES)])
        raise BuildMistake("TPL003", f"templates/{path} does not exist", hint=hint, origin=Origin(part=key))


def _path(part: str, source: TemplateSource) -> Path:
    """The key in the YAML that a part of the build belongs to."""
    if part.startswith("sections."):
        return ("sections", part.removeprefix("sections."))
    if part in ("subject", "preview_text", "text", "base", "source", "fallbacks"):
        return (part,)
    for name, section in source.sections.items():
        if section.file == part:
            return ("sections", name)
    return ("source",) if source.source is not None else ("base",)


def _settings(project: Project, environment: Environment | None) -> Mapping[str, Any]:
    chosen = environment or next(iter(project.environments.values()), None)
    return chosen.set if chosen is not None else {}
