"""`mktctl new`: what it writes is valid as it stands, and it overwrites nothing."""

import shutil
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from mktctl.app.load import load_workspace
from mktctl.app.new import Channel, NewKind, new
from mktctl.app.schema import write_schemas
from mktctl.diagnostics import UsageError, has_errors
from mktctl.model.address import Address
from tests.support.source_tree import ROOT

TODAY = date(2026, 11, 2)
CHANNELS: tuple[Channel, ...] = get_args(Channel)


@pytest.fixture
def programme(tmp_path: Path) -> Path:
    """The files of this repository's own programme."""
    root = tmp_path / "project"
    root.mkdir()
    shutil.copy(ROOT / "mktctl.yaml", root)
    for folder in ("flows", "segments", "templates", "campaigns"):
        if (ROOT / folder).is_dir():
            shutil.copytree(ROOT / folder, root / folder)
    return root


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("kind", get_args(NewKind))
def test_a_starter_is_valid_in_the_programme(programme: Path, kind: NewKind, channel: Channel) -> None:
    new(programme, "template", f"New {channel}", channel=channel, today=TODAY)
    made = new(programme, kind, "A new one", channel=channel, today=TODAY)
    assert made.address == Address(kind=kind, ref="a-new-one")
    assert not [one for one in load_workspace(programme).diagnostics if has_errors([one])]
    assert all((programme / file).is_file() for file in made.files)


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_project_that_has_nothing_gets_there_in_three_files(tmp_path: Path, channel: Channel) -> None:
    (tmp_path / "mktctl.yaml").write_text(
        "mktctl: 1\nbrand: {name: Shop, sender: {name: Shop, email: hello@shop.example}, address: Here 1}\n"
        "store: {platform: custom, url: https://shop.example, currency: EUR, timezone: Europe/Paris}\n"
        "lists: {newsletter: {name: Newsletter, opt_in: double}}\n"
    )
    kinds: tuple[NewKind, ...] = ("template", "flow", "campaign")
    for kind in kinds:
        new(tmp_path, kind, f"first {kind}", channel=channel, today=TODAY)
    loaded = load_workspace(tmp_path)
    assert not [one for one in loaded.diagnostics if has_errors([one])]
    assert loaded.workspace is not None


def test_a_title_gives_the_file_its_name(programme: Path) -> None:
    made = new(programme, "segment", "Été à Paris", channel="email", today=TODAY)
    assert made.files == ("segments/ete-a-paris.yaml",)
    assert 'name: "Été à Paris"' in (programme / made.files[0]).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["welcome", "Welcome"])
def test_a_taken_name_is_refused_and_nothing_is_written(programme: Path, name: str) -> None:
    before = (programme / "flows/welcome.yaml").read_text(encoding="utf-8")
    with pytest.raises(UsageError, match=r"flows/welcome\.yaml"):
        new(programme, "flow", name, channel="email", today=TODAY)
    assert (programme / "flows/welcome.yaml").read_text(encoding="utf-8") == before


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "///", "日本"])
def test_no_name_leads_out_of_the_folder(programme: Path, name: str) -> None:
    files = set(programme.rglob("*"))
    try:
        made = new(programme, "segment", name, channel="email", today=TODAY)
    except UsageError:
        assert set(programme.rglob("*")) == files
    else:
        assert made.files == ("segments/etc-passwd.yaml",)


@pytest.mark.parametrize("name", ["a\udcff", "", "...", "☃", "x" * 101])
@pytest.mark.parametrize("kind", get_args(NewKind))
def test_what_is_no_name_leaves_no_file(programme: Path, kind: NewKind, name: str) -> None:
    before = sorted(programme.rglob("*"))
    with pytest.raises(UsageError):
        new(programme, kind, name, channel="email", today=TODAY)
    assert sorted(programme.rglob("*")) == before


@pytest.mark.parametrize("name", ["../../evil", "/etc/evil", "evil\n::add-mask::x", "evil\x1b[2J", "[[ evil ]]"])
@pytest.mark.parametrize("kind", get_args(NewKind))
def test_a_name_leads_nowhere_and_is_only_text(programme: Path, kind: NewKind, name: str) -> None:
    before = set(programme.parent.rglob("*"))
    made = new(programme, kind, name, channel="email", today=TODAY)
    assert {programme / file for file in made.files} == {
        path for path in programme.parent.rglob("*") if path.is_file()
    } - before
    assert all("/" not in file.partition("/")[2] for file in made.files)
    load_workspace(programme)  # what it finds in such words is a finding, never a traceback


def test_a_flow_begins_with_the_template_of_its_name(tmp_path: Path) -> None:
    (tmp_path / "mktctl.yaml").write_text((ROOT / "tests/cases/base/mktctl.yaml").read_text())
    for name in ("Birthday gift", "Welcome 2", "Welcome 1", "Spring launch"):
        new(tmp_path, "template", name, channel="email", today=TODAY)
    new(tmp_path, "flow", "Welcome", channel="email", today=TODAY)
    new(tmp_path, "campaign", "Spring launch", channel="email", today=TODAY)
    new(tmp_path, "campaign", "Summer", channel="email", today=TODAY)
    begins = {name: (tmp_path / name).read_text() for name in ("flows/welcome.yaml", "campaigns/spring-launch.yaml")}
    assert "  - email: welcome-1 " in begins["flows/welcome.yaml"]
    assert "email: spring-launch " in begins["campaigns/spring-launch.yaml"]
    assert "email: birthday-gift " in (tmp_path / "campaigns/summer.yaml").read_text()


def test_an_editor_that_completes_names_knows_the_new_one(tmp_path: Path) -> None:
    (tmp_path / "mktctl.yaml").write_text((ROOT / "tests/cases/base/mktctl.yaml").read_text())
    new(tmp_path, "template", "Welcome 1", channel="email", today=TODAY)
    assert not (tmp_path / ".mktctl").exists()
    write_schemas(tmp_path)
    new(tmp_path, "template", "Spring launch", channel="email", today=TODAY)
    assert "spring-launch" in (tmp_path / ".mktctl/schemas/common.schema.json").read_text()
