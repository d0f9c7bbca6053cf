"""`mktctl new`: a commented file to start from, in the words of this project."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Final, Literal

import msgspec

from mktctl.app import starters
from mktctl.app.project_names import project_names
from mktctl.app.schema import SCHEMA_FOLDER, write_schemas
from mktctl.diagnostics import UsageError
from mktctl.model.address import REF_PATTERN, Address
from mktctl.workspace.document import Document
from mktctl.workspace.editor_files import create_text, read_text
from mktctl.workspace.tree import Tree, read_tree

NewKind = Literal["flow", "segment", "campaign", "template"]
Channel = Literal["email", "sms", "push"]
_STARTERS: Final[Mapping[NewKind, Callable[[str, str, str, starters.Known], dict[str, str]]]] = {
    "flow": starters.flow, "segment": starters.segment, "campaign": starters.campaign, "template": starters.template,
}  # fmt: skip
NAME_CHARACTERS_MAX: Final = 100
_FOLDERS: Final = {"flow": "flows", "segment": "segments", "campaign": "campaigns", "template": "templates"}
_ACTIVE: Final = ("placed_order", "active_on_site", "viewed_product")
"""The presets that a first segment or flow may well be about, where a project declares no metric of its own."""


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """What was written: `files` relative to the project."""

    address: Address
    files: tuple[str, ...]


def new(root: Path, kind: NewKind, name: str, *, channel: Channel, today: date) -> Made:
    """Write the starter of one resource. `name` is a ref, `spring-launch`, or what people are to see, "Spring launch".

    Raises UsageError when the name is taken or none, or when the project lacks what such a file must name, and
    OutsideError when a file is in the way.
    """
    ref, title = _named(name)
    tree = read_tree(root)
    folder = _FOLDERS[kind]
    taken = next((one for one in _files(tree, folder) if PurePosixPath(one).stem.replace("_", "-") == ref), None)
    if taken is not None:
        raise UsageError(f"{kind}/{ref} is there already, in {taken}", hint="Take another name.")
    known = _known(root, tree, today)
    _require(kind, channel, known)
    files = _STARTERS[kind](title, ref, channel, known)
    for path, text in files.items():
        create_text(root, path, text)
    if read_text(root, f"{SCHEMA_FOLDER}/flow.schema.json") is not None:
        write_schemas(root)  # an editor that completes the project's names is to know the new one
    return Made(address=Address(kind=kind, ref=ref), files=tuple(files))


def _named(name: str) -> tuple[str, str]:
    """Ref and title. "Été à Paris" becomes `ete-a-paris`; `spring-launch` becomes "Spring launch"."""
    if len(name) > NAME_CHARACTERS_MAX:
        raise UsageError(f"a name of {len(name):,} characters; {NAME_CHARACTERS_MAX} are the most")
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    ref = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    if not REF_PATTERN.fullmatch(ref):
        raise UsageError(f"{name!r} gives no file name", hint="Use letters or digits, such as spring-launch.")
    if any(unicodedata.category(char) == "Cs" for char in name):  # bytes of the shell that are no text
        raise UsageError(f"{name!r} is no UTF-8", hint="Use letters or digits, such as spring-launch.")
    title = name.strip()
    if title == title.lower() and " " not in title:
        title = re.sub(r"[-_]+", " ", title).capitalize()
    return ref, title


def _known(root: Path, tree: Tree, today: date) -> starters.Known:
    names = project_names(root)
    templates: dict[str, list[str]] = {}
    for file in _files(tree, "templates"):
        data = Document(file, tree.yaml[file]).data
        channel = data.get("channel") if isinstance(data, dict) else None
        if isinstance(channel, str):
            templates.setdefault(channel, []).append(file)
    layouts = {
        layout: tuple(block for block, where in names.blocks.items() if layout in where)
        for layout in names.layouts
        if any(layout in where for where in names.blocks.values())
    }
    own = [ref for ref in names.metrics if re.search(rf"^\s+{re.escape(ref)}:", tree.yaml.get("mktctl.yaml", ""), re.M)]
    metrics = tuple(dict.fromkeys((*own, *(ref for ref in _ACTIVE if ref in names.metrics))))
    return starters.Known(
        metrics=metrics,
        lists=names.lists,
        segments=names.segments,
        templates={channel: _anywhere_first(files, tree) for channel, files in templates.items()},
        layouts=layouts,
        today=today,
    )


def _anywhere_first(files: Iterable[str], tree: Tree) -> tuple[str, ...]:
    """Refs of templates, first those that read no event and so fit every flow and campaign."""
    return tuple(PurePosixPath(file).stem for file in sorted(files, key=lambda file: (_reads_events(file, tree), file)))


def _reads_events(file: str, tree: Tree) -> bool:
    text = tree.yaml[file]
    return "event" in text or any("event" in part for name, part in tree.templates.items() if name in text)


def _files(tree: Tree, folder: str) -> Iterator[str]:
    return (file for file in tree.yaml if file.startswith(f"{folder}/"))


def _require(kind: NewKind, channel: Channel, known: starters.Known) -> None:
    """What a file of that kind cannot do without."""
    if kind in ("flow", "campaign") and not known.templates.get(channel):
        hint = f"Write one first:  mktctl new template NAME --channel {channel}"
        raise UsageError(f"a {kind} sends a template, and the project has none of channel {channel}", hint=hint)
    if kind == "campaign" and not (known.lists or known.segments):
        raise UsageError(
            "a campaign goes to lists or segments, and the project has none",
            hint="Declare a list in mktctl.yaml, such as  lists: {newsletter: {name: Newsletter, opt_in: double}}",
        )
    if kind == "flow" and not (known.metrics or known.lists):
        raise UsageError("a flow is started by a metric or a list, and the project declares none")
