"""`templates/<ref>.yaml` of channel email, built: Jinja2 with its own marks, then MJML. Same input, same bytes."""

import itertools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import msgspec

from mktctl.content import fallbacks
from mktctl.content.account_uses import unknown_pools
from mktctl.content.dialect import Finding, nesting, spelling
from mktctl.content.environment import Running, begin
from mktctl.content.expand import expand_file, expand_text
from mktctl.content.layout import expand_layout, section_at
from mktctl.content.markup import to_html
from mktctl.content.mistakes import BuildError, Origin, nearest
from mktctl.content.names import names, names_in_texts
from mktctl.content.strangers import strangers
from mktctl.content.tags import check_tags, line_of
from mktctl.content.trace import Trace, trace_of
from mktctl.content.whereabouts import located, of_error
from mktctl.diagnostics import Severity
from mktctl.model.places import Problem
from mktctl.model.project import Environment, Project
from mktctl.model.template import EmailTemplate, TemplateSource

TEXT_PARTS: Final = ("subject", "preview_text", "text")
PROBLEMS_MAX: Final = 100
"""Errors, and as many warnings, of one document; what is that broken is not worth more lines."""


class _Build(msgspec.Struct, frozen=True, kw_only=True):
    """What one template is built from."""

    source: TemplateSource
    files: Mapping[str, str]
    project: Project
    settings: Mapping[str, Any]

    def begin(self, *, traced: bool = False) -> tuple[Running, dict[str, Any]]:
        """A fresh budget, and the names that the build step sees."""
        running = begin(self.files, traced=traced)
        known: dict[str, Any] = {}
        known |= names(self.project, self.settings, lambda path: expand_file(path, running, known), html=True)
        return running, known

    @property
    def layout(self) -> str:
        """The file that decides between HTML and MJML."""
        layout = self.source.source if self.source.source is not None else self.source.base
        assert layout is not None, "a template has a source or a base"
        return layout


def build_email(
    source: TemplateSource, *, files: Mapping[str, str], project: Project, environment: Environment | None = None
) -> tuple[EmailTemplate | None, list[Problem]]:
    """The mail as the platform gets it, and what is wrong with it; None when it cannot be built at all.

    `files` maps paths relative to `templates/`, with `/`, to their text; nothing is read from disk. `environment` is
    what `set` shows; without one, the first of the project stands in.
    """
    build = _Build(source=source, files=files, project=project, settings=settings_of(project, environment))
    running, known = build.begin()
    try:
        document = _document(build, running, known)
        known |= names_in_texts(project)
        texts = {part: _text(source, part, running, known) for part in TEXT_PARTS if getattr(source, part) is not None}
        check_tags((document, *texts.values()))
        used: set[str] = set()
        for part, text in {"": document, **texts}.items():
            filled, found = fallbacks.apply(text, source.fallbacks)
            used |= found
            document, texts = (filled, texts) if part == "" else (document, texts | {part: filled})
    except BuildError as error:
        return None, [of_error(error, source)]
    html, markup_findings = to_html(document) if build.layout.endswith(".mjml") else (document, ())
    problems = [
        *first_of_each(_document_problems(build, document, markup_findings)),
        *first_of_each(_text_problems(texts, source, project)),
        *itertools.islice(unused_fallbacks(source.fallbacks, used, (document, *texts.values())), PROBLEMS_MAX),
    ]
    if html is None:
        return None, problems
    return _email(source, html, texts), problems


def first_of_each(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The first errors, and as many of what is none: warnings do not crowd out an error."""
    kept = {True: 0, False: 0}
    for problem in problems:
        error = problem.severity is Severity.ERROR
        kept[error] += 1
        if kept[error] <= PROBLEMS_MAX:
            yield problem


def _document(build: _Build, running: Running, known: Mapping[str, Any]) -> str:
    """The whole document before MJML. Raises BuildError."""
    layout = build.layout
    key = "source" if build.source.source is not None else "base"
    if layout not in build.files:
        hint = nearest(layout, [path for path in build.files if path.endswith((".mjml", ".html"))])
        raise BuildError("TPL104", f"templates/{layout} does not exist", hint=hint, origin=Origin(part=key))
    if key == "source":
        return expand_file(layout, running, known)
    return expand_layout(build.source, running, known)


def _text(source: TemplateSource, part: str, running: Running, known: Mapping[str, Any]) -> str:
    return expand_text(getattr(source, part).replace("\r\n", "\n"), part, running, known)


def _document_problems(build: _Build, document: str, markup_findings: tuple[Finding, ...]) -> Iterator[Problem]:
    findings = (
        *spelling(document),
        *nesting(document),
        *markup_findings,
        *gap_findings(document),
        *strangers(document),
        *unknown_pools(document, build.project),
    )
    if not findings:
        return
    trace = _trace(build)
    for finding in dict.fromkeys(findings):
        yield located(finding, trace.at(finding.offset), build.source, build.files)


def _trace(build: _Build) -> Trace:
    """Where each line of the document came from; empty when the second build fails where the first did not."""
    running, known = build.begin(traced=True)
    try:
        marked = _document(build, running, known)
    except BuildError:  # marks count as text: a build at the edge of its budget has no trace
        return Trace()
    trace = trace_of(fallbacks.apply(marked, build.source.fallbacks)[0])
    return trace.in_sections(lambda line: section_at(build.source, line))


def _text_problems(texts: Mapping[str, str], source: TemplateSource, project: Project) -> Iterator[Problem]:
    for part, text in texts.items():
        aligned = text.count("\n") == getattr(source, part).count("\n")  # else the build step moved the lines
        for finding in (
            *spelling(text),
            *nesting(text),
            *gap_findings(text),
            *strangers(text),
            *unknown_pools(text, project),
        ):
            line = line_of(text, finding.offset) if aligned else 0
            yield located(finding, Origin(part=part, line=line), source, {})


def gap_findings(text: str) -> Iterator[Finding]:
    """What prints nothing for some people."""
    for gap in fallbacks.gaps(text):
        message = f"{gap.name} prints nothing, or None, for people who have none"
        hint = f"Write {{{{ {gap.written}|default:'…' }}}}, or add it to fallbacks:"
        yield Finding(
            code="TPL127", message=message, offset=gap.offset, written=gap.written, hint=hint, severity=Severity.WARNING
        )


def unused_fallbacks(named: Iterable[str], used: set[str], texts: Iterable[str]) -> Iterator[Problem]:
    """Fallbacks for what no text prints."""
    unused = [name for name in named if name not in used]
    printed = fallbacks.printed("\n".join(texts)) if unused else frozenset[str]()
    for name in unused:
        yield Problem(
            code="TPL108", message=f"the template prints no {name}", path=("fallbacks", name),
            hint=nearest(name, printed), severity=Severity.WARNING,
        )  # fmt: skip


def _email(source: TemplateSource, html: str, texts: Mapping[str, str]) -> EmailTemplate:
    return EmailTemplate(
        ref=source.ref, name=source.name, subject=texts["subject"], html=html, preview_text=texts["preview_text"],
        text=texts.get("text"), sender=source.sender, library=source.library, description=source.description,
        tags=source.tags, protect=source.protect, moved_from=source.moved_from, ignore=source.ignore,
    )  # fmt: skip


def settings_of(project: Project, environment: Environment | None) -> Mapping[str, Any]:
    """`set:` of the environment; without one, of the first."""
    chosen = environment or next(iter(project.environments.values()), None)
    return chosen.set if chosen is not None else {}
