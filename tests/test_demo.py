"""`make demo` for the repository's own programme, without the set-up: it ends with nothing left to do."""

from pathlib import Path

from tests.support.demo import copy_of_the_programme, demo_lines, on_path
from tests.support.transcript import printed

IN_PART = 8
"""The API cannot make the back-in-stock flow; a person draws it, and the second apply does the rest."""


def test_the_demo_goes_from_nothing_to_no_changes_and_again(tmp_path: Path) -> None:
    copy_of_the_programme(tmp_path)
    lines = demo_lines()
    assert lines == [
        "sandbox reset --yes", "validate", "plan", "apply --yes",
        "sandbox draw flow/back-in-stock", "adopt flow/back-in-stock", "apply --yes", "plan",
    ]  # fmt: skip
    for _ in range(2):
        shown = [printed(f"mktctl {line}", cwd=tmp_path, environment=on_path()) for line in lines]
        texts = [text for text, _ in shown]
        assert [code for _, code in shown] == [0, 0, 0, IN_PART, 0, 0, 0, 0], "\n".join(texts)
        assert "No changes" not in texts[2]
        assert "No changes" in texts[-1]
