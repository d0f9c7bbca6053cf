"""Keys and secrets: which of them files can name; their values stay out of everything that is kept or shown."""

import os
import re
import shutil
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from mktctl.cli import main, secrets
from mktctl.diagnostics import OutsideError
from tests.support.source_tree import ROOT

BASE = ROOT / "tests/cases/base"
VALUE = "s3cr3t-of-the-shop/+=\\ü"
KEY = "pk_0123456789abcdef0123456789abcdef01"
OTHERS = {
    "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    "KLAVIYO_API_KEY": KEY,
    "MKTCTL_KEY_PRODUCTION": "pk_fedcba9876543210-fedcba98",
    "GITHUB_TOKEN": "ghs_16C7e42F292c6912E7710c838347Ae178B4a",
    "SHOP_TOKEN": "not-for-files-1234",
}
FLOW = """name: Hook
status: live
trigger: {metric: registered}
reentry: never
steps:
  - webhook: https://shop.example/hook
    headers: {Authorization: {secret: SHOP_TOKEN}}
"""
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    shutil.copytree(BASE, root)
    (root / "flows/hook.yaml").write_text(FLOW, encoding="utf-8")
    return root


@pytest.fixture
def run(project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """One command line in this process, with every kind of key in the environment: its exit code, and all it prints."""
    for name, value in OTHERS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("MKTCTL_SECRET_SHOP_TOKEN", VALUE)

    def one(*argv: str) -> tuple[int, str]:
        code = main.run([*argv, "--project", str(project)])
        said = capsys.readouterr()
        return code, said.out + said.err

    return one


def kept(root: Path) -> dict[str, str]:
    """Everything that mktctl keeps beside the files, but the platform's own database."""
    texts = {path.name: path.read_text("utf-8", "replace") for path in (root / ".mktctl").rglob("*") if path.is_file()}
    return {name: text for name, text in texts.items() if ".sqlite3" not in name}


@pytest.mark.parametrize("name", sorted(OTHERS))
def test_files_reach_no_variable_that_was_not_set_for_them(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, OTHERS[name])
    assert secrets.secret_at_hand(name) is None
    with pytest.raises(OutsideError, match=f"the secret {name} is not set") as caught:
        secrets.secret(name)
    assert f"MKTCTL_SECRET_{name}" in caught.value.hint
    assert OTHERS[name] not in f"{caught.value}{caught.value.hint}"


def test_a_secret_is_read_from_the_variable_with_the_prefix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MKTCTL_SECRET_SHOP_TOKEN", VALUE)
    assert secrets.secret("SHOP_TOKEN") == VALUE
    monkeypatch.setenv("MKTCTL_SECRET_SHOP_TOKEN", "")
    assert secrets.secret_at_hand("SHOP_TOKEN") is None


@pytest.mark.parametrize("header", ["{secret:KLAVIYO_API_KEY}", "Bearer {secret: SHOP_TOKEN}", "{ secret :X}"])
def test_a_text_does_not_pass_for_the_name_of_a_secret(header: str, project: Path, run: Run) -> None:
    (project / "flows/hook.yaml").write_text(FLOW.replace("{secret: SHOP_TOKEN}", f'"{header}"'), encoding="utf-8")
    code, said = run("validate")
    assert (code, "FLW015" in said) == (3, True)


@pytest.mark.parametrize("name", ["MKTCTL_SECRET_SHOP_TOKEN", "MKTCTL_KEY_PRODUCTION", "shop", "A B", "../x"])
def test_no_other_name_is_taken(name: str, project: Path, run: Run) -> None:
    (project / "flows/hook.yaml").write_text(FLOW.replace("SHOP_TOKEN", f'"{name}"'), encoding="utf-8")
    code, said = run("validate")
    assert (code, "FLW015" in said) == (3, True)


@pytest.mark.parametrize(
    "url", ["https://shop.example@evil.example/x", "https://shop.example\\@evil.example", "https://a:b@evil.example"]
)
def test_an_address_shows_its_true_host_first(url: str, project: Path, run: Run) -> None:
    (project / "flows/hook.yaml").write_text(FLOW.replace("https://shop.example/hook", url), encoding="utf-8")
    code, said = run("validate")
    assert (code, "FLW013" in said) == (3, True)


@pytest.mark.parametrize(
    ("header", "text"), [("A", '"x\\r\\nHost: evil"'), ("A", '"x\\0"'), ('"A B"', "x"), ('"A:"', "x"), ('"é"', "x")]
)
def test_a_header_cannot_hold_another(header: str, text: str, project: Path, run: Run) -> None:
    flow = FLOW.replace("{Authorization: {secret: SHOP_TOKEN}}", f"{{{header}: {text}}}")
    (project / "flows/hook.yaml").write_text(flow, encoding="utf-8")
    code, said = run("validate")
    assert (code, "FLW021" in said) == (3, True)


def test_a_secret_shows_in_no_output_and_in_nothing_that_is_kept(project: Path, run: Run) -> None:
    shown = [run("validate")[1]]
    for line in ("plan", "plan --json", "plan --markdown", "plan --explain", "apply --yes", "plan", "sandbox info"):
        code, said = run(*line.split())
        assert code == 0, said
        shown.append(said)
    (project / "flows/hook.yaml").write_text(FLOW.replace("example/hook", "example/other"), encoding="utf-8")
    shown += [run(*line.split())[1] for line in ("plan", "plan --json", "plan --markdown", "apply --yes")]
    texts = [*shown, *kept(project).values()]
    assert any("flow/hook" in text for text in texts)
    for value in (VALUE, repr(VALUE)[1:-1], *OTHERS.values()):
        assert not any(value in text for text in texts), value


def test_what_is_kept_is_for_the_eyes_of_its_owner(project: Path, run: Run) -> None:
    before = os.umask(0)
    try:
        assert run("apply", "--yes")[0] == 0
    finally:
        os.umask(before)
    folder = project / ".mktctl"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    files = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir() if path.name != ".gitignore"}
    assert {"sandbox.sqlite3", "sandbox.state.json"} <= set(files)
    assert set(files.values()) == {0o600}
    assert "sandbox.*" in (folder / ".gitignore").read_text()


def test_a_report_of_a_bug_holds_no_key(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    everything = {**OTHERS, "MKTCTL_SECRET_SHOP_TOKEN": VALUE}

    def broken(*_: object) -> None:
        try:
            raise KeyError(everything)
        except KeyError:
            raise RuntimeError(f"\x1b[2J headers {list(everything.values())} Authorization: Bearer abc.def") from None

    monkeypatch.setattr("mktctl.app.validate.validate", broken)
    code, said = run("validate")
    assert code == main.EXIT_BUG
    report = Path(re.search(r"The details are in (\S+)\. ", said).group(1))  # type: ignore[union-attr]
    text = report.read_text(encoding="utf-8")
    report.unlink()
    assert "RuntimeError" in text
    assert "Traceback" in text
    for name, value in everything.items():
        assert value not in text + said, name
        assert repr(value)[1:-1] not in text + said, name
    assert "abc.def" not in text
    assert "\x1b" not in said


def test_a_report_is_written_for_its_owner_alone(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mktctl.app.validate.validate", lambda *_: 1 / 0)
    before = os.umask(0)
    try:
        said = run("validate")[1]
    finally:
        os.umask(before)
    report = Path(re.search(r"The details are in (\S+)\. ", said).group(1))  # type: ignore[union-attr]
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    report.unlink()
