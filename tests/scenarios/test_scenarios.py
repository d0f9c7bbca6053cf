"""The conformance scenarios: small workspaces whose tests say to the second what becomes of people.

Each folder holds what it has beside `base`; the first line of every test names its scenario. What a flow's test cannot
say is tested where `ELSEWHERE` points, or is listed with the reason.
"""

import re
import shutil
from pathlib import Path
from typing import Final

import pytest

from mktctl.app.flow_test_files import read_flow_tests
from mktctl.app.flow_testing import run_flow_tests
from mktctl.app.load import load_workspace
from mktctl.views.flow_test_text import flow_test_text
from tests.support.source_tree import ROOT

HERE: Final = Path(__file__).parent
SCENARIOS: Final = sorted(path.name for path in HERE.glob("T*-*"))
ALL: Final = {f"T{number:02}" for number in range(1, 61)}

ELSEWHERE: Final = {
    "T07": "tests/simulation/test_edited_flows.py",  # the flow is edited between two runs
    "T10": "tests/engine/flows/test_entering.py",  # in a flow's test things are recorded when they happen
    "T21": "tests/engine/flows/test_delays.py",  # the shortest wait of the language until a time is of one day
    "T43": "tests/simulation/test_world.py",  # two flows in one world
    "T44": "tests/engine/flows/test_advancing.py",  # the click of a reviewer
    "T46": "tests/engine/flows/test_editing.py",  # the flow changes while people wait, as in the next two
    "T47": "tests/engine/flows/test_editing.py",
    "T48": "tests/engine/flows/test_editing.py",
    "T49": "tests/engine/flows/test_catching_up.py",  # people of the past are added
    "T50": "tests/engine/flows/test_variants.py",  # thousands of people
    "T52": "tests/engine/statistics/test_verdicts.py",  # counts of an A/B test, and so on to T55: figures, not times
    "T53": "tests/engine/test_unique_counts.py",
    "T54": "tests/engine/test_attribution.py",
    "T55": "tests/engine/test_unique_counts.py",
    "T59": "tests/engine/flows/test_laws.py",  # laws over generated histories, as in the next
    "T60": "tests/simulation/test_laws.py",
}
"""Scenario to the file that plays it."""

_DELIVERED: Final = "the simulation hands messages to nobody who could fail, and keeps nothing that a crash could spoil"
_CAMPAIGN: Final = "it is about a campaign; the simulation plays flows"
NOT_EXPRESSIBLE: Final = {
    "T09": "the world's segments stay as they are",
    "T27": "nobody can be taken out of a flow by hand",
    "T34": "no filter compares an event with the one that started the run",
    "T36": _DELIVERED,
    "T37": _DELIVERED,
    "T38": _CAMPAIGN,
    "T39": _CAMPAIGN,
    "T40": _CAMPAIGN,
    "T51": "a winner is declared by the platform, and no flow's test declares one",
    "T58": _CAMPAIGN,
}
"""Scenario to the reason why nothing plays it."""

IN_PART: Final = {
    "T01": "ids of events, of which the sandbox takes the first: tests/sandbox/test_events.py",
    "T02": "two events in one second: as T01",
    "T16": "hours of sending of one's own: the language has none, the scenario plays quiet hours",
    "T17": "as T16",
    "T31": "a flow that starts another: tests/simulation/test_world.py",
    "T41": "a window that is changed: tests/engine/flows/test_gates_in_runs.py",
    "T42": "a mail that bounces: tests/engine/flows/test_gates.py",
    "T45": "the draft that goes live after a while: tests/simulation/test_edited_flows.py",
    "T57": "units, batches and the least stock: the simulation restocks for one person",
}
"""Scenario to what of it its folder leaves out."""


def workspace(name: str, folder: Path) -> Path:
    """The scenario laid over the base."""
    root = folder / "project"
    shutil.copytree(HERE / "base", root)
    shutil.copytree(HERE / name, root, dirs_exist_ok=True)
    return root


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_scenario_passes(name: str, tmp_path: Path) -> None:
    root = workspace(name, tmp_path)
    loaded = load_workspace(root)
    assert loaded.workspace is not None, [str(one) for one in loaded.diagnostics]
    found = read_flow_tests(root, loaded.workspace)
    assert [str(one) for one in found.diagnostics] == []
    tested = run_flow_tests(loaded.workspace, found.files)
    assert {one.test.flow for one in found.files} == set(loaded.workspace.flows), "each flow is tested"
    text = flow_test_text(tested, width=120, colour=False)
    assert tested.cases
    assert tested.failed == 0, text


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_test_names_its_scenario(name: str) -> None:
    files = list((HERE / name / "tests/flows").glob("*.test.yaml"))
    id_ = name.split("-")[0]
    assert files
    assert all(file.read_text(encoding="utf-8").startswith(f"# {id_}: ") for file in files)


def test_all_sixty_are_accounted_for() -> None:
    played = [name.split("-")[0] for name in SCENARIOS]
    listed = sorted([*played, *ELSEWHERE, *NOT_EXPRESSIBLE])
    assert listed == sorted(ALL), "each once"
    assert set(IN_PART) <= set(played)


def test_what_is_left_out_names_files_that_are_there() -> None:
    named = [file for why in IN_PART.values() for file in re.findall(r"tests/\S+\.py", why)]
    assert named
    assert all((ROOT / file).is_file() for file in named)


@pytest.mark.parametrize(("id_", "file"), ELSEWHERE.items())
def test_the_other_tests_name_theirs(id_: str, file: str) -> None:
    assert id_ in (ROOT / file).read_text(encoding="utf-8")
