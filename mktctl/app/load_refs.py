"""Files to refs: the stem is the name, folders are free, no two alike (P42, P43)."""

import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Final

from mktctl.diagnostics import Diagnostic, Place, Severity
from mktctl.kinds.spelling import nearest
from mktctl.model.address import REF_PATTERN
from mktctl.workspace.tree import KIND_FOLDERS, Tree

_SKIPPED: Final = re.compile(r"[^a-z0-9]+")


def refs_of(names: Iterable[str], folder: str) -> tuple[dict[str, str], list[Diagnostic]]:
    """Ref to file of everything below `folder`, and the files whose name is none or is taken."""
    refs: dict[str, str] = {}
    taken: dict[str, str] = {}
    mistakes: list[Diagnostic] = []
    for name in names:
        if not name.startswith(f"{folder}/"):
            continue
        ref = name.rpartition("/")[2].rpartition(".")[0]  # PurePosixPath takes ten times as long
        if not REF_PATTERN.fullmatch(ref):
            better = _SKIPPED.sub("-", ref.lower()).strip("-")
            hint = f"Rename it to {PurePosixPath(name).parent / better}.yaml" if better else ""
            message = f"{ref} is no name: small letters, digits, single - or _"
            mistakes.append(_at_file("REF007", name, message, hint))
        elif (first := taken.get(ref.replace("_", "-"))) is not None:
            message = f"{first} has the same name; folders do not count, and - and _ are equal"
            mistakes.append(_at_file("REF006", name, message, "Rename one of the two"))
            refs.setdefault(ref, name)  # so that who uses it is not blamed
        else:
            refs[ref] = name
            taken[ref.replace("_", "-")] = name
    return refs, mistakes


def unread_files(tree: Tree) -> tuple[str, ...]:
    """Files that are there and could not be taken, such as one that is not UTF-8 or ends in .yml."""
    names = dict.fromkeys(one.place.file for one in tree.mistakes)
    return tuple(
        name
        for name in names
        if name.lower().endswith((".yaml", ".yml")) and name not in tree.yaml and _as_yaml(name) not in tree.yaml
    )


def _as_yaml(name: str) -> str:
    return f"{name.rpartition('.')[0]}.yaml"


def folder_mistakes(folders: Iterable[str]) -> list[Diagnostic]:
    """Folders that look like a misspelt one of the language."""
    found = []
    for folder in folders:
        close = nearest(folder, KIND_FOLDERS) if folder not in KIND_FOLDERS and not folder.startswith(".") else ""
        if close:
            hint = f"Rename it to {close}/, if it is meant"
            message = f"the folder {folder}/ is not read"
            found.append(_at_file("PRJ016", folder, message, hint, severity=Severity.WARNING))
    return found


def _at_file(code: str, name: str, message: str, hint: str, *, severity: Severity = Severity.ERROR) -> Diagnostic:
    return Diagnostic(code=code, message=message, place=Place(file=name), hint=hint, severity=severity)
