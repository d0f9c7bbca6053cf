"""`mktctl send` as a shell runs it: exit codes, output for machines, the question on a terminal."""

import json
from pathlib import Path

import pytest

from tests.cli.small_project import edit, mktctl, small_project
from tests.cli.test_questions import OnTerminal

CAMPAIGN = """\
name: Summer sale
email: welcome-1
subject: 20 % off
audience:
  include: [list/newsletter]
send: {at: "2027-06-01 09:00"}
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = small_project(tmp_path / "project")
    (folder / "campaigns").mkdir()
    (folder / "campaigns/summer-sale.yaml").write_text(CAMPAIGN, encoding="utf-8")
    return folder


def test_a_campaign_is_sent_once_from_the_shell(project: Path) -> None:
    early = mktctl(project, "send", "campaign/summer-sale", "--yes")
    assert (early.returncode, "is not on the platform" in early.stderr) == (6, True)
    assert mktctl(project, "apply", "--yes").returncode == 0

    alone = mktctl(project, "send", "campaign/summer-sale")
    assert (alone.returncode, "nobody to ask" in alone.stderr) == (64, True)
    sent = mktctl(project, "send", "campaign/summer-sale", "--yes", "--json")
    assert sent.returncode == 0
    told = json.loads(sent.stdout)
    assert (told["format_version"], told["address"], told["status"]) == (1, "campaign/summer-sale", "sending")
    assert "to    list/newsletter, 0 people" in sent.stderr
    assert "says  20 % off" in sent.stderr

    again = mktctl(project, "send", "campaign/summer-sale", "--yes")
    assert (again.returncode, "not sent a second time" in again.stderr) == (6, True)
    assert mktctl(project, "plan", "--detailed-exitcode").returncode == 0


def test_what_cannot_be_sent_is_a_wrong_call(project: Path) -> None:
    for ref, words in (
        ("flow/welcome", "a flow sends by itself"),
        ("campaign/summer", "Did you mean campaign/summer-sale?"),
        ("summer-sale", "Write a kind and a ref"),
    ):
        run = mktctl(project, "send", ref, "--yes")
        assert (run.returncode, words in run.stderr) == (64, True), run.stderr


def test_a_protected_environment_and_a_freeze_are_kept(project: Path) -> None:
    edit(project / "mktctl.yaml", "  sandbox: {}", "  sandbox: {protect: true}")
    assert mktctl(project, "apply", "--yes", "--confirm", "sandbox").returncode == 0
    refused = mktctl(project, "send", "campaign/summer-sale", "--yes")
    assert (refused.returncode, "is protected" in refused.stderr) == (6, True)

    freeze = "guards:\n  freeze: [{from: 2000-01-01 00:00, to: 2099-01-01 00:00, reason: the sale}]\nproperties:"
    edit(project / "mktctl.yaml", "properties:\n", freeze + "\n")
    frozen = mktctl(project, "send", "campaign/summer-sale", "--yes", "--confirm", "sandbox")
    assert (frozen.returncode, "PLN021" in frozen.stderr) == (6, True)


@pytest.mark.parametrize(("keys", "code", "status"), [("n\n", 130, "draft"), ("y\n", 0, "sending")])
def test_it_asks_before_it_sends(project: Path, keys: str, code: int, status: str) -> None:
    assert mktctl(project, "apply", "--yes").returncode == 0
    running = OnTerminal(project, "send", "campaign/summer-sale")
    running.until("[y/N]")
    assert "Send this to them now" in running.said
    running.type(keys)
    assert running.ended() == code
    told = mktctl(project, "send", "campaign/summer-sale", "--yes")
    assert told.returncode == (0 if status == "draft" else 6)
