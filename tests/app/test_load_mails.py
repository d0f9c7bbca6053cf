"""What only shows when mails and flows are known: an event that is not there, a footer that a receipt may lack."""

import shutil
from pathlib import Path

import pytest

from mktctl.app.load import load_workspace
from tests.support.programme import ROOT, template_refs, template_source

MAIL = "name: Note\nchannel: email\nsubject: Note\nsource: note.html\n"
FLOW = "name: Note\ntrigger: {metric: registered}\nreentry: never\nsteps:\n  - email: note\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The repository's programme, to be changed."""
    for name in ("flows", "segments", "templates"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "mktctl.yaml", tmp_path)
    (tmp_path / "templates/note.yaml").write_text(MAIL, encoding="utf-8")
    return tmp_path


def found(project: Path) -> list[tuple[str, str, int]]:
    return [(one.code, one.place.file, one.place.line) for one in load_workspace(project).diagnostics]


def test_the_programme_as_loaded_is_the_programme_as_tested() -> None:
    """tests/content reads the files without the workspace layer; both readings give the same mails."""
    loaded = load_workspace(ROOT)
    assert loaded.diagnostics == ()
    assert loaded.workspace is not None
    templates = loaded.workspace.templates
    assert sorted(templates) == template_refs()
    assert all(templates[ref].name == template_source(ref).name for ref in templates)
    assert all("<!doctype html>" in template.html for template in templates.values())


@pytest.mark.parametrize(
    ("step", "codes"),
    [
        ("  - email: note\n", ["TPL131", "TPL132"]),
        ("  - {email: note, transactional: true}\n", []),
        ("  - {email: note, transactional: true}\n  - {id: again, email: note}\n", ["TPL131", "TPL132"]),
    ],
)
def test_a_marketing_mail_needs_a_footer_and_a_receipt_needs_none(project: Path, step: str, codes: list[str]) -> None:
    (project / "templates/note.html").write_text("<p>Thank you.</p>", encoding="utf-8")
    (project / "flows/note.yaml").write_text(FLOW.replace("  - email: note\n", step), encoding="utf-8")
    assert [code for code, file, _ in found(project) if file == "templates/note.yaml"] == codes


def test_a_mail_reads_only_what_its_event_declares(project: Path) -> None:
    page = "{{ event.Sauce }} {{ event.Source }} {% unsubscribe %} {{ organization.full_address }}"
    (project / "templates/note.html").write_text(page, encoding="utf-8")
    (project / "flows/note.yaml").write_text(FLOW, encoding="utf-8")
    assert found(project) == [("TPL141", "flows/note.yaml", 5)]
    (project / "flows/note.yaml").write_text(FLOW.replace("metric: registered", "list: newsletter"), encoding="utf-8")
    assert ("TPL141", "flows/note.yaml", 5) in found(project)
