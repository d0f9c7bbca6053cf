"""What `--help` offers is in the README, or says itself what it is for."""

import re

import pytest

from mktctl.cli.verbs import VERBS
from tests.cli.small_project import SMALL, mktctl
from tests.support.source_tree import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
SPEAKING = {"--help", "--version"}
COMMANDS = [[], *([verb] for verb in VERBS), *(["sandbox", verb] for verb in ("serve", "reset", "info"))]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_option_is_in_the_readme(command: list[str]) -> None:
    shown = mktctl(SMALL, *command, "--help", environment={"COLUMNS": "200"})
    assert shown.returncode == 0
    options = set(re.findall(r"│ (--[a-z-]+)", shown.stdout))
    assert "--help" in options
    assert {one for one in options - SPEAKING if one not in README} == set()


def test_a_flag_shows_no_type_and_a_value_its_name() -> None:
    shown = mktctl(SMALL, "plan", "--help", environment={"COLUMNS": "120"}).stdout
    assert "<bool>" not in shown
    assert "KIND/REF" in shown
