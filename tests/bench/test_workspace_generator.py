"""The benches measure the same files on every machine, and files of the kind that people write."""

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from bench.workspace_generator import Counts, generate


def digest(root: Path) -> str:
    files = sorted(path for path in root.rglob("*") if path.is_file())
    whole = b"".join(path.relative_to(root).as_posix().encode() + path.read_bytes() for path in files)
    return hashlib.sha256(whole).hexdigest()


def test_the_same_seed_gives_the_same_files(tmp_path: Path) -> None:
    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        generate(tmp_path / name, Counts.mix(40), seed=seed)
    assert digest(tmp_path / "one") == digest(tmp_path / "again")
    assert digest(tmp_path / "one") != digest(tmp_path / "other")


@pytest.mark.parametrize("files", [20, 60, 2000])
def test_the_mix_adds_up(files: int) -> None:
    counts = Counts.mix(files)
    assert counts.flows + counts.segments + counts.templates + counts.campaigns == files
    assert min(counts.flows, counts.segments, counts.templates, counts.campaigns) > 0


def test_as_many_files_are_made_as_asked_for(tmp_path: Path) -> None:
    made = generate(tmp_path, Counts(flows=3, segments=4, templates=8, campaigns=2))
    kinds = [path.parent.name for path in made]
    assert [kinds.count(kind) for kind in ("flows", "segments", "templates", "campaigns")] == [3, 4, 8, 2]


def test_every_step_names_a_template_that_there_is(tmp_path: Path) -> None:
    made = generate(tmp_path, Counts.mix(40))
    refs = {path.stem for path in made if path.parent.name == "templates"}
    flows = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in made if path.parent.name == "flows"]
    used = [step["email"] for flow in flows for step in flow["steps"] if "email" in step]
    assert used
    assert set(used) <= refs


def test_no_file_holds_an_anchor(tmp_path: Path) -> None:
    made = generate(tmp_path, Counts.mix(40))
    events = [event for path in made for event in yaml.parse(path.read_text(encoding="utf-8"))]
    assert [event for event in events if getattr(event, "anchor", None)] == []


def test_generated_files_are_valid_without_a_warning(tmp_path: Path) -> None:
    generate(tmp_path, Counts.mix(60))
    command = [sys.executable, "-m", "mktctl", "validate", "--format", "json"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert '"severity"' not in run.stdout, run.stdout
