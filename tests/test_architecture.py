"""The house: which layer may import which, and which may touch the world. ARCHITECTURE.md names these tests."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support import layer_rules
from tests.support.source_tree import ROOT, Module, import_graph, modules

Rule = Callable[[tuple[Module, ...]], Iterator[str]]

RULES: dict[str, Rule] = {
    "imports run strictly downward": layer_rules.layer_violations,
    "every folder stands in the table": layer_rules.unlisted_folders,
    "no import cycle": layer_rules.cycles,
    "the sandbox knows nothing of the client": layer_rules.sandbox_reads_of_the_client,
    "the client never uses the side door": layer_rules.side_door_uses,
    "only the CLI has a terminal": layer_rules.terminal_uses,
    "only clock.py reads the time": layer_rules.clock_uses,
    "the inner layers are pure": layer_rules.impure_imports,
    "only the outer layers know sockets": layer_rules.socket_uses,
    "only the outer layers and the CLI open files": layer_rules.file_uses,
}

# rule → files that break it, one violation each
BAD: dict[str, dict[str, str]] = {
    "imports run strictly downward": {
        "mktctl/kinds/a.py": "from mktctl.wire import b\n",
        "mktctl/wire/b.py": "def late():\n    from mktctl.planning import c\n    return c\n",
        "mktctl/planning/c.py": "from ..app import d\n",
        "mktctl/app/d.py": "import mktctl.cli\n",
        "mktctl/clock.py": "from mktctl import diagnostics\n",
        "mktctl/__main__.py": "from mktctl.app import d\n",
        "mktctl/cli.py": "from mktctl import nowhere\n",
        "mktctl/diagnostics.py": "",
    },
    "every folder stands in the table": {"mktctl/toolbox/a.py": "", "mktctl/stray.py": ""},
    "no import cycle": {
        "mktctl/kinds/a.py": "from mktctl.kinds.b import x\n",
        "mktctl/kinds/b.py": "def late():\n    from . import a\n    return a\n",
    },
    "the sandbox knows nothing of the client": {
        "mktctl/sandbox/a.py": "from mktctl.sandbox import b\n",
        "mktctl/sandbox/b.py": "from mktctl.wire.c import encode\n",
        "mktctl/wire/c.py": "",
    },
    "the client never uses the side door": {
        "mktctl/klaviyo/a.py": "PATH = f'/sandbox/ui/{1}'\n",
        "mktctl/app/b.py": "# /sandbox/ui\n",
    },
    "only the CLI has a terminal": {
        "mktctl/views/a.py": "print('x')\n",
        "mktctl/views/b.py": "import sys\nsys.stdout.write('x')\n",
        "mktctl/app/c.py": "import os\nKEY = os.environ['KEY']\n",
        "mktctl/app/d.py": "from sys import argv\n",
        "mktctl/views/e.py": "from rich.console import Console\nConsole(width=80)\n",
    },
    "only clock.py reads the time": {
        "mktctl/app/a.py": "import time\n",
        "mktctl/app/b.py": "from datetime import datetime\nNOW = datetime.now()\n",
        "mktctl/app/c.py": "import datetime as dt\nTODAY = dt.date.today()\n",
        "mktctl/sandbox/d.py": "SQL = 'insert into t values (CURRENT_TIMESTAMP)'\n",
        "mktctl/sandbox/e.py": "import uuid\nKEY = uuid.uuid1()\n",
    },
    "the inner layers are pure": {
        "mktctl/engine/a.py": "import random\n",
        "mktctl/kinds/b.py": "from os import path\n",
    },
    "only the outer layers know sockets": {
        "mktctl/app/c.py": "import urllib.request\n",
        "mktctl/cli/d.py": "def run():\n    from http import client\n    return client\n",
        "mktctl/app/e.py": "from subprocess import run\n",
    },
    "only the outer layers and the CLI open files": {
        "mktctl/app/a.py": "open('x')\n",
        "mktctl/views/b.py": "from pathlib import Path\nPath('x').read_text()\n",
        "mktctl/app/f.py": "import tempfile\n",
    },
}

ALLOWED = {
    "mktctl/cli/a.py": "import sys, shutil\nfrom mktctl.views import b\nprint(sys.argv)\nopen('x')\n",
    "mktctl/views/b.py": "from io import StringIO\nfrom rich.console import Console\nConsole(file=StringIO())\n",
    "mktctl/model/c.py": "from importlib import resources\nRAW = resources.files('x').joinpath('y').read_bytes()\n",
    "mktctl/kinds/d.py": "import datetime\nfrom mktctl.model import c\nT = datetime.datetime(2026, 1, 1)\n",
    "mktctl/app/e.py": "from mktctl.clock import Clock\ndef run(clock: Clock):\n    return clock.now()\n",
    "mktctl/clock.py": "import time\nfrom datetime import datetime\nNOW = datetime.now\n",
    "mktctl/workspace/f.py": "from pathlib import Path\nfrom mktctl import __version__\nPath('x').read_text()\n",
    "mktctl/__main__.py": "from mktctl.cli.a import main\n",
}


def written(root: Path, files: dict[str, str]) -> tuple[Module, ...]:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return modules(root, "mktctl")


@pytest.mark.parametrize("rule", RULES)
def test_the_package_keeps_the_rule(rule: str) -> None:
    assert list(RULES[rule](modules(ROOT, "mktctl"))) == []


@pytest.mark.parametrize("rule", RULES)
def test_each_file_that_breaks_the_rule_is_caught(rule: str, tmp_path: Path) -> None:
    files = BAD[rule]
    found = "\n".join(RULES[rule](written(tmp_path, files)))
    innocent = {"mktctl/diagnostics.py", "mktctl/wire/c.py"}
    stems = [name for name in files if name not in innocent]
    missed = [name for name in stems if name not in found and name.removesuffix(".py").replace("/", ".") not in found]
    missed = [name for name in missed if name.split("/")[1].removesuffix(".py") not in found]
    assert missed == []


@pytest.mark.parametrize("rule", RULES)
def test_what_is_allowed_passes_the_rule(rule: str, tmp_path: Path) -> None:
    assert list(RULES[rule](written(tmp_path, ALLOWED))) == []


def test_the_graph_sees_the_real_package() -> None:
    """An empty tree would keep every rule."""
    graph = import_graph(modules(ROOT, "mktctl"))
    assert "mktctl.clock" in graph
    assert sum(len(targets) for targets in graph.values()) > 10


HEAVY = ("klaviyo_api", "openapi_client", "pydantic", "django", "duckdb", "deepdiff", "starlette", "uvicorn")
LOADED = """
import json, sys
from mktctl.__main__ import main
sys.argv = ["mktctl", *sys.argv[1:]]
code = main()
sys.stderr.write("\\n" + json.dumps([code, sorted(sys.modules)]))
"""


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["validate"]], ids=" ".join)
def test_fast_commands_load_nothing_heavy(arguments: list[str]) -> None:
    """Neither the SDK nor the template engine nor the server is paid for by who does not use it."""
    run = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env=os.environ,
        check=False,
    )
    said, _, names_line = run.stderr.rpartition("\n")
    code, names = json.loads(names_line)
    assert code == 0, run.stdout + said
    assert "mktctl.cli" in names
    assert [name for name in names if name.split(".")[0] in HEAVY] == []
