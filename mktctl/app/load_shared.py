"""What `mktctl.yaml` shares with all mails and takes from other files: codes of coupons, universal blocks."""

from collections.abc import Iterator

import msgspec

from mktctl.content.universal import build_universal
from mktctl.diagnostics import Diagnostic, Place, Severity
from mktctl.kinds.coupon_codes import parse_codes
from mktctl.kinds.spelling import did_you_mean
from mktctl.model.address import Address
from mktctl.model.places import KEY, Problem
from mktctl.model.project import Coupon, Environment, Project
from mktctl.model.workspace import Workspace
from mktctl.wire.templates import universal_blocks
from mktctl.workspace.tree import Tree


class Shared(msgspec.Struct, frozen=True, kw_only=True):
    """Codes by coupon, HTML by block; `problems` of the project file, `mistakes` in files of codes."""

    codes: dict[str, tuple[str, ...]]
    blocks: dict[str, str]
    problems: tuple[Problem, ...]
    mistakes: tuple[Diagnostic, ...]


def read_shared(project: Project, tree: Tree, environment: str | None) -> Shared:
    """All of it, built for `environment` as mails are."""
    codes: dict[str, tuple[str, ...]] = {}
    blocks: dict[str, str] = {}
    problems: list[Problem] = []
    mistakes: list[Diagnostic] = []
    for coupon in project.coupons.values():
        file = coupon.top_up.file if coupon.top_up is not None else None
        if file is None:
            continue
        if file in tree.codes:
            codes[coupon.ref], found = parse_codes(tree.codes[file])
            mistakes += [_at_line(file, one.line, one.message, is_error=one.is_error) for one in found]
        elif not any(one.place.file == file for one in tree.mistakes):
            problems.append(_missing(coupon, file, tree))
    chosen: Environment | None = project.environments.get(environment) if environment is not None else None
    for block in project.universal_content.values():
        html, wrong = build_universal(block, files=tree.templates, project=project, environment=chosen)
        problems += wrong
        if html is not None:
            blocks[block.ref] = html
    return Shared(codes=codes, blocks=blocks, problems=tuple(problems), mistakes=tuple(mistakes))


def unembedded_blocks(workspace: Workspace) -> Iterator[Problem]:
    """Universal blocks that no mail embeds."""
    used: set[Address] = set()
    for template in workspace.templates.values():
        used.update(universal_blocks(template.html))
    for ref in workspace.project.universal_content:
        if Address(kind="universal-content", ref=ref) not in used:
            yield Problem(
                code="PRJ027", message=f"no mail embeds the universal block {ref}",
                path=("universal_content", ref, KEY), severity=Severity.NOTE,
                hint=f"Write  [[ universal('{ref}') ]]  in a mail, such as in an <mj-text>",
            )  # fmt: skip


def _missing(coupon: Coupon, file: str, tree: Tree) -> Problem:
    hint = did_you_mean(file, tree.codes) or "Make it, with one code a line"
    path = ("coupons", coupon.ref, "top_up", "file")
    return Problem(code="PRJ024", message=f"{file} does not exist", path=path, hint=hint)


def _at_line(file: str, line: int, message: str, *, is_error: bool) -> Diagnostic:
    """A finding without the line's text: codes are worth money."""
    severity = Severity.ERROR if is_error else Severity.WARNING
    return Diagnostic(code="PRJ025", message=message, place=Place(file=file, line=line), severity=severity)
