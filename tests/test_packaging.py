"""What ships, and what set-up does: bounds, pins, the licence, the wheel."""

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import mktctl
from bench.workspace_generator import Counts, generate
from tests.support.source_tree import ROOT, imported, modules


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def pins() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    exact = [line.split("==") for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(name): version for name, version in exact}


RUNTIME = [Requirement(text) for text in project()["project"]["dependencies"]]
DEVELOPMENT = [Requirement(text) for text in project()["dependency-groups"]["dev"]]


@pytest.mark.parametrize("requirement", [*RUNTIME, *DEVELOPMENT], ids=str)
def test_every_dependency_has_a_lower_bound(requirement: Requirement) -> None:
    assert any(part.operator == ">=" for part in requirement.specifier)


@pytest.mark.parametrize("name", ["klaviyo-api", "typer"])
def test_what_breaks_often_has_an_upper_bound(name: str) -> None:
    (requirement,) = [requirement for requirement in RUNTIME if requirement.name == name]
    assert any(part.operator == "<" for part in requirement.specifier)


@pytest.mark.parametrize("requirement", [*RUNTIME, *DEVELOPMENT], ids=str)
def test_every_dependency_is_pinned_inside_its_bounds(requirement: Requirement) -> None:
    assert requirement.specifier.contains(pins()[canonicalize_name(requirement.name)])


def test_pins_are_exact_and_say_how_to_make_them() -> None:
    first, *rest = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert first.startswith("#")
    assert "make constraints" in first
    assert [line for line in rest if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][0-9A-Za-z.]*", line)] == []


def test_everything_that_is_imported_is_declared() -> None:
    """What only happens to be there, because something else needs it, is missing on the next machine."""
    used = {target.split(".")[0] for module in modules(ROOT, "mktctl") for _, target in imported(module)}
    declared = {canonicalize_name(requirement.name) for requirement in RUNTIME}
    owners = metadata.packages_distributions()
    third_party = {name for name in used - {"mktctl", "__future__"} if name not in sys.stdlib_module_names}
    third_party -= {"pytest"}  # it loads the one module that imports it, where it is there itself
    stray = [name for name in third_party if not {canonicalize_name(owner) for owner in owners[name]} & declared]
    assert stray == []


def test_the_licence_is_the_whole_apache_licence() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert project()["project"]["license"] == "Apache-2.0"
    assert "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text


def test_the_changelog_has_a_place_for_what_comes() -> None:
    headings = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert headings[0] == "Unreleased"


def test_the_version_is_said_once() -> None:
    assert "version" not in project()["project"]
    assert metadata.version("mktctl") == mktctl.__version__


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel as a release would build it."""
    folder = tmp_path_factory.mktemp("wheel")
    build = "import sys, hatchling.build; print(hatchling.build.build_wheel(sys.argv[1]))"
    command = [sys.executable, "-c", build, str(folder)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    (path,) = folder.glob("*.whl")
    return zipfile.ZipFile(path)


def test_the_wheel_holds_the_program_the_schemas_the_licence_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    information = f"mktctl-{mktctl.__version__}.dist-info"
    assert {name.split("/")[0] for name in names} == {"mktctl", information}
    assert {path.relative_to(ROOT).as_posix() for path in (ROOT / "mktctl").rglob("*.py")} <= names
    schemas = {f"mktctl/schemas/{path.name}" for path in (ROOT / "schemas").glob("*.json")}
    assert schemas
    assert schemas <= names
    assert f"{information}/licenses/LICENSE" in names
    assert "mktctl/py.typed" in names


def test_the_wheel_works_away_from_the_repository(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    """Data files are found inside the package, not beside it."""
    wheel.extractall(tmp_path / "site")
    generate(tmp_path / "shop", Counts.mix(20))
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    for arguments in (["-m", "mktctl", "validate"], ["-c", "import mktctl; print(mktctl.__file__)"]):
        run = subprocess.run(
            [sys.executable, *arguments],
            cwd=tmp_path / "shop",
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.startswith(str(tmp_path / "site"))
