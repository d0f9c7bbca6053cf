"""`mktctl simulate` as a shell would run it."""

import json

from tests.cli.small_project import SMALL, mktctl
from tests.support.source_tree import ROOT

WELCOME = ("simulate", "flow/welcome", "--persona", "anna", "--start", "2026-11-24 10:00")


def test_a_timeline_and_its_reasons() -> None:
    plain = mktctl(ROOT, *WELCOME)
    assert plain.returncode == 0, plain.stderr
    assert plain.stdout.startswith("flow/welcome for anna, from 2026-11-24 10:00")
    explained = mktctl(ROOT, *WELCOME, "--why").stdout
    assert "email is known" in explained
    assert "email is known" not in plain.stdout


def test_json_for_programs() -> None:
    told = json.loads(mktctl(ROOT, *WELCOME, "--format", "json", "--mode", "exact").stdout)
    assert (told["flow"], told["persona"]) == ("welcome", "anna")
    assert told["timeline"][0]["what"] == "happened"


def test_only_flows() -> None:
    run = mktctl(SMALL, "simulate", "segment/vip", "--persona", "anna")
    assert run.returncode == 64
    assert "only a flow can be simulated, not segment/vip" in run.stderr


def test_a_project_without_personas() -> None:
    run = mktctl(SMALL, *WELCOME)
    assert run.returncode == 64
    assert "Declare one in mktctl.yaml, under personas:" in run.stderr
