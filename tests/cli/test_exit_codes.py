"""Each exit code that the README lists, from the program itself."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.small_project import ANSWER_SECONDS, NO_CHANGES, edit, mktctl, small_project

KEYS = {"MKTCTL_KEY_STAGING": "", "KLAVIYO_API_KEY": ""}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return small_project(tmp_path / "project")


def test_0_is_done(project: Path) -> None:
    assert mktctl(project, "validate").returncode == 0
    assert mktctl(project, "apply", "--yes").returncode == 0
    again = mktctl(project, "plan", "--detailed-exitcode")
    assert again.returncode == 0
    assert again.stdout.startswith(NO_CHANGES)


def test_1_is_a_failure_outside(project: Path) -> None:
    (project / ".mktctl").write_text("a file in the folder's place")
    refused = mktctl(project, "plan")
    assert refused.returncode == 1
    assert ".mktctl" in refused.stderr


def test_2_is_changes_when_it_was_asked_for(project: Path) -> None:
    assert mktctl(project, "plan", "--detailed-exitcode").returncode == 2
    assert mktctl(project, "plan").returncode == 0


@pytest.mark.parametrize("command", [["validate"], ["plan"], ["apply", "--yes"], ["sandbox", "info"]])
def test_3_is_invalid_files(project: Path, command: list[str]) -> None:
    edit(project / "flows/welcome.yaml", "email: welcome-1", "email: welcome-9")
    refused = mktctl(project, *command)
    assert refused.returncode == 3
    assert "REF001" in refused.stdout + refused.stderr


def test_4_is_no_key(project: Path) -> None:
    edit(project / "mktctl.yaml", "  sandbox: {}", "  sandbox: {}\n  staging: {account: ABC123}")
    refused = mktctl(project, "plan", "--env", "staging", environment=KEYS)
    assert refused.returncode == 4
    assert "MKTCTL_KEY_STAGING" in refused.stderr


def test_4_is_the_wrong_account(project: Path) -> None:
    edit(project / "mktctl.yaml", "  sandbox: {}", "  sandbox: {account: ABC123}")
    refused = mktctl(project, "apply", "--yes")
    assert refused.returncode == 4
    assert "ABC123" in refused.stderr


def test_6_is_a_guard(project: Path) -> None:
    always = "guards: {freeze: [{from: 2000-01-01 00:00, to: 2099-01-01 00:00, reason: Black Friday}]}\n"
    with (project / "mktctl.yaml").open("a", encoding="utf-8") as file:
        file.write(always)
    refused = mktctl(project, "apply", "--yes")
    assert refused.returncode == 6
    assert "Black Friday" in refused.stderr
    assert "0  segments" in mktctl(project, "sandbox", "info").stdout


def test_8_is_applied_in_part_and_the_next_run_goes_on(project: Path) -> None:
    hook = "- webhook: https://shop.example/hook\n    headers: {X-Token: {secret: SHOP_TOKEN}}\n  - email: welcome-2"
    edit(project / "flows/welcome.yaml", "- email: welcome-2", hook)
    stopped = mktctl(project, "apply", "--yes")
    assert stopped.returncode == 8
    assert "SHOP_TOKEN is not set" in stopped.stdout
    assert "run `mktctl apply` again" in stopped.stdout
    secret = {"MKTCTL_SECRET_SHOP_TOKEN": "open sesame"}
    assert mktctl(project, "apply", "--yes", environment=secret).returncode == 0
    assert mktctl(project, "plan", "--detailed-exitcode", environment=secret).returncode == 0


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("plan --foo", "No such option"),
        ("paln", "No such command"),
        ("plan --env prod", "no environment 'prod'"),
        ("plan --target flow/welcom", "Did you mean flow/welcome?"),
        ("plan --target welcome", "is not a resource"),
        ("plan --json --markdown", "take one"),
        ("validate nothing.yaml", "does not exist"),
        ("validate --format xml", "xml"),
        ("plan --project /nowhere", "no mktctl.yaml in /nowhere"),
        ("apply", "Add --yes."),
        ("sandbox serve --port 70000", "65535"),
        ("explain flow.stepps", "Did you mean flow.steps?"),
    ],
)
def test_64_is_wrong_usage(project: Path, line: str, said: str) -> None:
    refused = mktctl(project, *line.split())
    assert refused.returncode == 64
    assert said in " ".join(refused.stderr.split())


def test_70_is_a_bug_and_names_its_report(project: Path) -> None:
    broken = "import sys, mktctl.app.validate as it; it.validate = None; from mktctl.cli.main import run; sys.exit(run"
    run = subprocess.run(
        [sys.executable, "-c", f"{broken}(['validate']))"],
        cwd=project, capture_output=True, text=True, timeout=ANSWER_SECONDS, check=False,
    )  # fmt: skip
    assert run.returncode == 70
    report = next(word for word in run.stderr.split() if "mktctl-bug-" in word).rstrip(".")
    assert "Traceback" in Path(report).read_text(encoding="utf-8")
    assert "Traceback" not in run.stderr
