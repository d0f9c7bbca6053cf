"""A plan as Markdown, for a comment on a pull request."""

from collections.abc import Iterator
from typing import Final

from mktctl.planning.changes import Change, Plan
from mktctl.views.ink import STYLES
from mktctl.views.plan_lines import cost, field_line, shown_changes, start_line, step_word, summary
from mktctl.views.step_lines import programme
from mktctl.views.visible import inert, visible

_MARKS: Final = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    "@": "<span>@</span>",  # GitHub looks for names in the finished page, where no escape is left
    **{char: f"\\{char}" for char in "\\`*_~[]#|$"},
}


def plan_markdown(plan: Plan) -> str:
    """Warnings first, the changes as a diff block that folds, the summary as its heading."""
    return inert("\n".join(_lines(plan)) + "\n")


def _lines(plan: Plan) -> Iterator[str]:
    yield f"### mktctl plan · {_code(plan.environment)}"
    yield ""
    yield f"**{_escaped(summary(plan))}**"
    for problem in plan.blockers:
        yield f"\n> [!CAUTION]\n> {problem.code} {_escaped(problem.message)}  \n> {_escaped(problem.hint)}"
    if plan.warnings:
        yield "\n> [!WARNING]"
        for line in plan.warnings:
            yield f"> - {_escaped(line)}"
    changes = shown_changes(plan)
    if changes:
        yield "\n<details open><summary>Changes</summary>\n"
        yield "```diff"
        for change in changes:
            yield from _change(change)
        yield "```\n"
        yield "</details>"
    if plan.left_out:
        yield "\n**Left out: apply cannot do this**\n"
        for line in plan.left_out:
            yield f"- {_escaped(line)}"
    if plan.by_hand:
        yield "\n**Set by hand, once, in Klaviyo**\n"
        for line in plan.by_hand:
            yield f"- {_escaped(line)}"
    if words := cost(plan):
        yield f"\n<sub>{_escaped(words)}</sub>"


def _change(change: Change) -> Iterator[str]:
    mark = {"create": "+", "due": "+", "replace": "-", "update": "!"}.get(change.verdict, " ")
    yield _fenced(f"{mark} {change.address}  {change.name}  ({change.verdict.replace('_', ' ')})")
    for reason in change.reasons:
        yield _fenced(f"-   must be made anew: {reason}")
    for note in change.notes:
        yield _fenced(f"    {note}")
    if change.address.kind == "flow" and change.verdict in ("create", "by_hand"):
        yield from (_fenced(f"    {line}") for line in (start_line(change), *programme(change)) if line)
    if change.verdict not in ("create", "due", "by_hand"):
        for field in change.fields:
            yield _fenced(f"!   {field_line(field)}")
        for step in change.steps:
            yield _fenced(f"{_mark(step.verdict)}   {step.key} ({step_word(step)})")
            for field in step.fields:
                yield _fenced(f"!     {field_line(field)}")


def _mark(verdict: str) -> str:
    return "!" if verdict == "update" else STYLES[verdict][0]


def _fenced(text: str) -> str:
    """One line inside the block: no control characters, and no fence that would end it."""
    return visible(text).replace("```", "ˋˋˋ")


def _escaped(text: str) -> str:
    """Text outside the block: what Markdown, HTML or GitHub would read as a mark is shown as written.

    Nobody is called by an `@name` and no address becomes a link: the words may be a stranger's.
    """
    text = "".join(_MARKS.get(char, char) for char in visible(text))
    return text.replace("://", "\\://").replace("www.", "www\\.")


def _code(text: str) -> str:
    return f"`{visible(text).replace('`', '')}`"
