"""A template of channel sms, push or whatsapp, built: Jinja2 with its own marks, as for mails, and no MJML."""

import itertools
from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from mktctl.content import fallbacks
from mktctl.content.account_uses import unknown_pools
from mktctl.content.build import PROBLEMS_MAX, first_of_each, gap_findings, settings_of, unused_fallbacks
from mktctl.content.dialect import Finding, nesting, spelling
from mktctl.content.environment import Running, begin
from mktctl.content.expand import expand_file, expand_text
from mktctl.content.message_checks import message_problems
from mktctl.content.message_texts import message_texts, with_texts
from mktctl.content.mistakes import BuildError, nearest
from mktctl.content.names import names, names_in_texts
from mktctl.content.strangers import strangers
from mktctl.content.tags import check_tags, column_of, line_of
from mktctl.diagnostics import Place
from mktctl.model.places import Path, Problem
from mktctl.model.project import Environment, Project
from mktctl.model.template import MessageTemplate, SmsTemplate, WhatsAppTemplate

_BODY: Final[Path] = ("body",)


def build_message(
    template: MessageTemplate, *, files: Mapping[str, str], project: Project, environment: Environment | None = None
) -> tuple[MessageTemplate | None, list[Problem]]:
    """The message as the platform gets it, and what is wrong with it; None when it cannot be built at all.

    `files` and `environment` are those of `build_email`.
    """
    if isinstance(template, WhatsAppTemplate):
        return template, []
    written = message_texts(template)
    texts: dict[Path, str] = {}
    used: set[str] = set()
    try:
        for path, text in _expanded(template, written, files, project, settings_of(project, environment)):
            texts[path], found = fallbacks.apply(text, template.fallbacks)
            used |= found
        check_tags(tuple(texts.values()))
    except BuildError as error:
        return None, [_stopped(error, template, written)]
    found_in_texts = (
        problem for path, text in texts.items() for problem in _text_problems(path, text, template, written, project)
    )
    built = with_texts(template, texts)
    beside = (_in_file(problem, template) for problem in message_problems(built, project))
    problems = [
        *first_of_each(found_in_texts),
        *beside,
        *itertools.islice(unused_fallbacks(template.fallbacks, used, texts.values()), PROBLEMS_MAX),
    ]
    return built, problems


def _in_file(problem: Problem, template: MessageTemplate) -> Problem:
    """Moved to the key that names the file, when a file holds the body."""
    in_file = isinstance(template, SmsTemplate) and template.source is not None and problem.path == _BODY
    return msgspec.structs.replace(problem, path=("source",)) if in_file else problem


def _expanded(
    template: MessageTemplate,
    written: Mapping[Path, str],
    files: Mapping[str, str],
    project: Project,
    settings: Mapping[str, Any],
) -> Iterator[tuple[Path, str]]:
    """Each text with the build step's marks filled in. Raises BuildError."""
    running: Running = begin(files)
    known: dict[str, Any] = {}
    known |= names(project, settings, lambda path: expand_file(path, running, known)) | names_in_texts(project)
    if isinstance(template, SmsTemplate) and template.source is not None:
        if template.source not in files:
            hint = nearest(template.source, [path for path in files if path.endswith(".txt")])
            raise BuildError("TPL104", f"templates/{template.source} does not exist", hint=hint)
        yield _BODY, expand_file(template.source, running, known).rstrip()
    for path, text in written.items():
        yield path, expand_text(text.replace("\r\n", "\n").rstrip("\n"), _part(path), running, known)


def _part(path: Path) -> str:
    return ".".join(map(str, path))


def _stopped(error: BuildError, template: MessageTemplate, written: Mapping[Path, str]) -> Problem:
    """What stopped the build, at the text or in the file where it stands."""
    part, line = (error.origin.part, error.origin.line) if error.origin is not None else ("", 0)
    for path, text in written.items():
        if _part(path) == part:
            inside = line if "\n" in text.strip() else 0
            return Problem(code=error.code, message=error.message, path=path, line=inside, hint=error.hint)
    path = ("source",) if isinstance(template, SmsTemplate) and template.source is not None else ()
    place = Place(file=f"templates/{part}", line=max(line, 1)) if part else None
    return Problem(code=error.code, message=error.message, path=path, hint=error.hint, place=place)


def _text_problems(
    path: Path, text: str, template: MessageTemplate, written: Mapping[Path, str], project: Project
) -> Iterator[Problem]:
    findings = (
        *spelling(text), *nesting(text), *gap_findings(text), *strangers(text), *unknown_pools(text, project)
    )  # fmt: skip
    for finding in dict.fromkeys(findings):
        yield _located(finding, path, text, template, written)


def _located(
    finding: Finding, path: Path, text: str, template: MessageTemplate, written: Mapping[Path, str]
) -> Problem:
    line, place, at = line_of(text, finding.offset), None, path
    if path in written:
        aligned = text.count("\n") == written[path].rstrip("\n").count("\n")  # else the build step moved the lines
        line = line if aligned and "\n" in written[path].strip() else 0
    else:
        assert isinstance(template, SmsTemplate)
        place = Place(file=f"templates/{template.source}", line=line, column=column_of(text, finding.offset))
        line, at = 0, ("source",)
    return Problem(
        code=finding.code, message=finding.message, path=at, line=line, place=place, hint=finding.hint,
        severity=finding.severity, written=finding.written,
    )  # fmt: skip
