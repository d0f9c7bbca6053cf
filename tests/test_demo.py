"""`make demo` for the repository's own programme, without the set-up: it ends with nothing left to do."""

import os
import re
import shlex
import shutil
import sys
from pathlib import Path

from tests.support.source_tree import ROOT
from tests.support.transcript import printed

PROGRAMME = ("mktctl.yaml", "flows", "segments", "templates", "schemas")


def demo_lines() -> list[str]:
    """The command lines that the Makefile's demo runs, in order."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    loop = re.search(r"^demo:(?:.*\n\t)*for line in (.*); do", makefile, re.MULTILINE)
    assert loop is not None
    return shlex.split(loop[1])


def copy_of_the_programme(root: Path) -> None:
    for name in PROGRAMME:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, root / name)
        else:
            shutil.copy(ROOT / name, root / name)


def test_the_demo_goes_from_nothing_to_no_changes_and_again(tmp_path: Path) -> None:
    copy_of_the_programme(tmp_path)
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    lines = demo_lines()
    assert lines == ["sandbox reset --yes", "validate", "plan", "apply --yes", "plan"]
    for _ in range(2):
        shown = [printed(f"mktctl {line}", cwd=tmp_path, environment=environment) for line in lines]
        texts = [text for text, _ in shown]
        assert [code for _, code in shown] == [0] * 5, "\n".join(texts)
        assert "No changes" not in texts[2]
        assert "No changes" in texts[4]
