"""The house numbers. ARCHITECTURE.md names these tests; each is tried on a sample that breaks it."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support import tidy_rules
from tests.support.source_tree import ROOT, Module, modules

Rule = Callable[[tuple[Module, ...]], Iterator[str]]
CODE = ("mktctl",)
ALL_CODE = ("mktctl", "tests", "bench")

# rule → the folders that keep it
RULES: dict[str, tuple[Rule, tuple[str, ...]]] = {
    "half the files are short": (tidy_rules.median_lines, CODE),
    "no file is too long": (tidy_rules.long_files, ALL_CODE),
    "no function is too long": (tidy_rules.long_functions, ALL_CODE),
    "every function is typed": (tidy_rules.unannotated_functions, ALL_CODE),
    "names say something": (tidy_rules.empty_names, ALL_CODE),
    "nothing is left for later": (tidy_rules.unfinished, ALL_CODE),
    "packages hold a docstring": (tidy_rules.filled_packages, CODE),
    "what is public is documented": (tidy_rules.undocumented, CODE),
}

LATER = "todo".upper()
# rule → broken files; each entry is one violation
BAD: dict[str, list[str]] = {
    "half the files are short": ["x = 1\n" * 101],
    "no file is too long": ["x = 1\n" * 501],
    "no function is too long": ["def f() -> int:\n" + "    x = 1\n" * 69 + "    return x\n"],
    "every function is typed": [
        "def f(x) -> int:\n    return x\n",
        "def f(x: int):\n    return x\n",
        "async def f(*rest) -> int:\n    return 1\n",
        "class A:\n    def f(self, *, x) -> int:\n        return x\n",
    ],
    "names say something": ["class FlowManager:\n    x = 1\n", "def date_helper() -> int:\n    return 1\n"],
    "nothing is left for later": [
        f"x = 1  # {LATER}: more\n",
        "def f() -> None:\n    pass\n",
        'def f() -> None:\n    "Does."\n    ...\n',
        f"def f() -> None:\n    raise {NotImplemented!r}Error\n",
    ],
    "packages hold a docstring": ['"""A package."""\n\nfrom mktctl.kinds.flow import x\n', '__all__ = ["x"]\n'],
    "what is public is documented": [
        "x = 1\n",
        '"""A module."""\n\n\nclass Flow:\n    x = 1\n',
        '"""A module."""\n\n\ndef flow() -> int:\n    return 1\n',
    ],
}

KINDS = '''"""Flows."""


class Flow:
    """A flow."""

    def parts(self) -> int:
        return 1
'''
MANAGEMENT = '''"""A word that only looks like one."""


def _inner(*, x: int) -> int:
    return x
'''
CLOCK = '''"""Time."""


class Clock:
    """A protocol's method has a docstring alone."""

    def now(self) -> int:
        """Now."""
'''
GOOD = {
    "mktctl/__init__.py": '"""The program."""\n\n__version__ = "1"\n',
    "mktctl/kinds/__init__.py": '"""One file a kind."""\n',
    "mktctl/kinds/flow.py": KINDS,
    "mktctl/kinds/management.py": MANAGEMENT,
    "mktctl/clock.py": CLOCK,
}


def written(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("rule", RULES)
def test_the_code_keeps_the_rule(rule: str) -> None:
    check, folders = RULES[rule]
    assert list(check(modules(ROOT, *folders))) == []


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, texts in BAD.items() for text in texts])
def test_what_breaks_the_rule_is_caught(rule: str, text: str, tmp_path: Path) -> None:
    name = "mktctl/kinds/__init__.py" if rule == "packages hold a docstring" else "mktctl/kinds/flow.py"
    written(tmp_path, name, text)
    found = list(RULES[rule][0](modules(tmp_path, "mktctl")))
    assert len(found) == 1
    assert name in found[0] or rule == "half the files are short"


@pytest.mark.parametrize("rule", RULES)
def test_good_code_passes_the_rule(rule: str, tmp_path: Path) -> None:
    for name, text in GOOD.items():
        written(tmp_path, name, text)
    assert list(RULES[rule][0](modules(tmp_path, "mktctl"))) == []


def test_a_file_named_for_nothing_is_caught(tmp_path: Path) -> None:
    written(tmp_path, "mktctl/kinds/utils.py", "x = 1\n")
    assert list(tidy_rules.empty_names(modules(tmp_path, "mktctl"))) == ["mktctl/kinds/utils.py: utils says nothing"]


def test_the_real_code_is_seen() -> None:
    """An empty tree would keep every rule."""
    assert len(modules(ROOT, *ALL_CODE)) > 30


def test_no_file_names_a_place_on_one_machine() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    paths = [ROOT / name for name in listed if name and (ROOT / name).is_file()]
    checks_own = {ROOT / "tests/test_tidy.py", ROOT / "tests/support/tidy_rules.py"}
    assert list(tidy_rules.machine_paths(ROOT, [path for path in paths if path not in checks_own])) == []


@pytest.mark.parametrize("text", ["/home/anna/x", "see /Users/anna/x", "/root/x", "C:\\Users\\anna"])
def test_a_place_on_one_machine_is_caught(text: str, tmp_path: Path) -> None:
    written(tmp_path, "a.md", text)
    assert len(list(tidy_rules.machine_paths(tmp_path, [tmp_path / "a.md"]))) == 1


@pytest.mark.parametrize("text", ["https://a.example/home/x", "../../etc/passwd", "/api/flows", "my/root/x"])
def test_other_paths_are_free(text: str, tmp_path: Path) -> None:
    written(tmp_path, "a.md", text)
    assert list(tidy_rules.machine_paths(tmp_path, [tmp_path / "a.md"])) == []
