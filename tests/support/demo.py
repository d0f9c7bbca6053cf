"""The repository's own programme in a folder of a test's own, and what `make demo` does to it."""

import os
import re
import shlex
import shutil
import sys
from pathlib import Path

from tests.support.source_tree import ROOT

PROGRAMME = ("mktctl.yaml", "flows", "segments", "templates", "campaigns", "schemas", "tests/flows")


def copy_of_the_programme(root: Path) -> None:
    """The project file and the folders that it reads, into `root`."""
    for name in PROGRAMME:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, root / name)
        else:
            shutil.copy(ROOT / name, root / name)


def demo_lines() -> list[str]:
    """The command lines that the Makefile's demo runs, in order, without `mktctl`."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    loop = re.search(r"^demo:(?:.*\n\t)*for line in ((?:.*\\\n)?.*); do", makefile, re.MULTILINE)
    assert loop is not None
    return shlex.split(loop[1].replace("\\\n", " "))


def on_path() -> dict[str, str]:
    """The environment of a reader who activated the one that `make demo` made."""
    return {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
