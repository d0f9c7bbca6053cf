"""What README.md and ARCHITECTURE.md say is true: the tour is run, names exist, numbers are the code's."""

import ast
import difflib
import importlib
import re
import shlex
from pathlib import Path

import pytest

from mktctl.cli.verbs import VERBS
from mktctl.diagnostics import MktctlError
from tests.support.demo import copy_of_the_programme, demo_lines, on_path
from tests.support.layer_rules import ENTRY, LAYERS
from tests.support.source_tree import ROOT, modules
from tests.support.transcript import as_pattern, commands, printed

README = (ROOT / "README.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
PAGES = {"README.md": README, "ARCHITECTURE.md": ARCHITECTURE}
OF_PYTEST = "--mktctl"
# Set-up is what brought this test here; it is not run again inside itself.
SET_UP = re.compile(r"(make|git clone|cd|source) ")


def test_the_tour_prints_what_the_readme_shows(tmp_path: Path) -> None:
    """The tour begins where `make demo` ends."""
    copy_of_the_programme(tmp_path)
    for line in demo_lines():
        printed(f"mktctl {line}", cwd=tmp_path, environment=on_path())
    shown = [one for one in commands(README) if not SET_UP.match(one.command)]
    assert len(shown) >= 5
    code = 0
    for one in shown:
        text, code = printed(one.command, cwd=tmp_path, environment=on_path(), before=code)
        differences = "\n".join(difflib.unified_diff(one.output.split("\n"), text.split("\n"), "README", "printed"))
        assert as_pattern(one.output).fullmatch(text), f"README.md:{one.line}: $ {one.command}\n{differences}"


def test_every_make_target_that_a_page_names_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    lines = {name for page in PAGES.values() for name in re.findall(r"^(?:\$ )?make ([a-z]+)\b", page, re.MULTILINE)}
    quoted = {name for page in PAGES.values() for name in re.findall(r"`make ([a-z]+)`", page)}
    assert lines | quoted <= targets
    assert {"demo", "test", "check", "bench"} <= lines | quoted


def test_the_readme_names_every_verb() -> None:
    assert [verb for verb in VERBS if f"mktctl {verb}" not in README] == []


def test_every_option_that_the_readme_names_is_one() -> None:
    environment = {**on_path(), "COLUMNS": "200"}
    verbs: list[list[str]] = [[], *([verb] for verb in VERBS), ["sandbox", "serve"]]
    helps = [printed(shlex.join(["mktctl", *verb, "--help"]), cwd=ROOT, environment=environment)[0] for verb in verbs]
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", README)) - {OF_PYTEST}
    assert "--yes" in named or "--format" in named
    assert [option for option in sorted(named) if not any(option in text for text in helps)] == []


@pytest.mark.parametrize("page", PAGES)
def test_a_page_lists_every_exit_code(page: str) -> None:
    for module in modules(ROOT, "mktctl"):
        if module.name.endswith("errors"):
            importlib.import_module(module.name)
    constants = {
        int(value)
        for module in modules(ROOT, "mktctl/cli", "mktctl/app")
        for value in re.findall(r"^EXIT_\w+(?:: Final(?:\[int\])?)? = (\d+)", module.text, flags=re.MULTILINE)
    }
    assert {2, 64, 70, 130} <= constants
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", PAGES[page], flags=re.MULTILINE)}
    assert told == constants | exit_codes(MktctlError) | {0, 3, 8}


def exit_codes(error: type[MktctlError]) -> set[int]:
    return {error.exit_code}.union(*(exit_codes(narrower) for narrower in error.__subclasses__()))


@pytest.mark.parametrize("page", PAGES)
def test_every_link_within_the_repository_leads_somewhere(page: str) -> None:
    targets = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", PAGES[page])
    assert [target for target in targets if not (ROOT / target).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_path_that_a_page_names_exists(page: str) -> None:
    """`app/load.py` is short for `mktctl/app/load.py`; `flow/welcome` begins with no folder and is no path."""
    named = re.findall(r"`([\w.-]+/[\w./-]*)(?:::\w+)?`", PAGES[page])
    assert named
    homes = (ROOT, ROOT / "mktctl")
    paths = [path for path in named if any((home / path.split("/")[0]).is_dir() for home in homes)]
    assert [path for path in paths if not any((home / path).exists() for home in homes)] == []


def test_every_test_that_the_architecture_names_exists() -> None:
    missing = []
    for path, test in re.findall(r"`(tests/[\w/]+\.py)::(\w+)", ARCHITECTURE):
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        if test not in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}:
            missing.append(f"{path}::{test}")
    assert missing == []


def test_each_invariant_names_the_test_that_holds_it() -> None:
    invariants = [text for text in ARCHITECTURE.split("\n\n") if text.lstrip("- ").startswith("**Invariant")]
    assert len(invariants) >= 2
    assert [text for text in invariants if not re.search(r"`tests/[\w/]+\.py(::\w+)?`", text)] == []


def test_the_architecture_can_be_read_in_one_sitting() -> None:
    assert ARCHITECTURE.count("\n") <= 250


def test_the_architecture_lists_every_layer() -> None:
    rows = re.findall(r"^\| ((?:`\w+`(?: · )?)+) \|", ARCHITECTURE, flags=re.MULTILINE)
    told = [re.findall(r"`(\w+)`", row) for row in rows]
    there = {module.layer for module in modules(ROOT, "mktctl")} - ENTRY
    held = [[name for name in row.split() if name in there] for row in LAYERS]
    assert told == [row for row in held if row]
