"""`mktctl schema` writes what the editor needs, once, and loses nothing that is there."""

import json
import os
import shutil
from pathlib import Path

import pytest

from mktctl.app.editor_settings import ASSOCIATIONS, merged
from mktctl.app.project_names import project_names
from mktctl.app.schema import SCHEMA_FOLDER, SETTINGS_FILE, write_schemas
from mktctl.cli.main import run
from mktctl.diagnostics import OutsideError
from mktctl.kinds.schema_files import SCHEMA_FILES, SCHEMA_KINDS
from mktctl.workspace.editor_files import Outcome
from tests.schemas.validators import CORPUS, ROOT, fast, files, read


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(CORPUS / "valid", tmp_path / "project")
    return tmp_path / "project"


def written(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text() for path in sorted(folder.rglob("*.json"))}


def test_it_writes_every_schema_and_the_settings(project: Path) -> None:
    result = write_schemas(project)
    assert [one.name for one in result.files] == [*(f"{SCHEMA_FOLDER}/{name}" for name in SCHEMA_FILES), SETTINGS_FILE]
    assert {one.outcome for one in result.files} == {Outcome.CREATED}
    assert json.loads((project / SETTINGS_FILE).read_text()) == {"yaml.schemas": ASSOCIATIONS}


def test_a_second_run_changes_nothing(project: Path) -> None:
    write_schemas(project)
    before = written(project)
    assert {one.outcome for one in write_schemas(project).files} == {Outcome.UNCHANGED}
    assert written(project) == before


def test_a_new_name_changes_only_what_knows_it(project: Path) -> None:
    write_schemas(project)
    shutil.copy(project / "segments/vip.yaml", project / "segments/regulars.yaml")
    changed = [one.name for one in write_schemas(project).files if one.outcome is Outcome.UPDATED]
    assert changed == [f"{SCHEMA_FOLDER}/common.schema.json"]


def test_the_names_are_the_projects(project: Path) -> None:
    names = project_names(project)
    assert names.templates["hello"] == "email"
    assert names.templates["push"] == "push"
    assert names.segments == ("buyers", "by-hand", "every-condition", "vip")
    assert names.lists == ("newsletter", "customers")
    assert {"registered", "cart_abandoned", "placed_order", "opened_email"} <= names.metrics.keys()
    assert names.metrics["cart_abandoned"]["$value"].type == "number"
    assert names.properties["tier"].values == ("bronze", "silver", "gold", "platinum")
    assert names.properties["birthday"].type == "date"
    assert names.layouts == ("layouts/base.mjml", "mails/order-update.html", "partials/body.mjml")
    assert names.blocks == {"hero": ("layouts/base.mjml",), "body": ("layouts/base.mjml",)}


def test_layouts_come_first_for_base_and_last_for_source(project: Path) -> None:
    write_schemas(project)
    keys = json.loads((project / SCHEMA_FOLDER / "template.schema.json").read_text())["$defs"]["email"]["properties"]
    assert keys["base"]["examples"][0] == "layouts/base.mjml"
    assert keys["source"]["examples"][-1] == "layouts/base.mjml"


def test_the_project_and_the_programme_pass_their_own_schemas(project: Path) -> None:
    for folder in (project, ROOT):
        into = folder if folder is project else project.parent / "programme"
        if folder is ROOT:
            for name in ("flows", "segments", "templates"):
                shutil.copytree(ROOT / name, into / name)
            shutil.copy(ROOT / "mktctl.yaml", into)
        write_schemas(into)
        documents = {name: json.loads((into / SCHEMA_FOLDER / name).read_text()) for name in SCHEMA_FILES}
        validators = {kind: fast(documents, f"{kind}.schema.json") for kind in SCHEMA_KINDS}
        wrong = [name for name, (kind, path) in files(into).items() if not validators[kind].is_valid(read(path))]
        assert wrong == []


@pytest.mark.parametrize(
    ("folder", "text"),
    {
        "segments": "name: x\nwho: {property: tier, is: glod}\n",
        "flows": "name: x\ntrigger: {list: nowhere}\nsteps: [{email: hello}]\n",
        "templates": "channel: email\nsubject: x\nbase: layouts/base.txt\n",
    }.items(),
)
def test_a_misspelt_name_fails(project: Path, folder: str, text: str) -> None:
    (project / folder / "wrong.yaml").write_text(text)
    write_schemas(project)
    documents = {name: json.loads((project / SCHEMA_FOLDER / name).read_text()) for name in SCHEMA_FILES}
    kind, path = files(project)[f"{folder}/wrong"]
    assert not fast(documents, f"{kind}.schema.json").is_valid(read(path))


def test_a_broken_project_has_schemas_too(project: Path) -> None:
    """While somebody types, the file is broken, and just then the editor must help."""
    (project / "mktctl.yaml").write_text("mktctl: 1\nlists: {newsletter: {name: Newsletter}\n  x\n")
    (project / "flows/every-step.yaml").write_text("steps: [")
    result = write_schemas(project)
    assert {"hello", "order-update"} <= result.names.templates.keys()
    assert result.names.lists == ()
    assert (project / SCHEMA_FOLDER / "flow.schema.json").is_file()


SETTINGS = {
    "none": (None, {"yaml.schemas": ASSOCIATIONS}),
    "an empty file": ("", {"yaml.schemas": ASSOCIATIONS}),
    "other settings": (
        '{\n    "editor.tabSize": 2\n}\n', {"editor.tabSize": 2, "yaml.schemas": ASSOCIATIONS},
    ),
    "another schema": (
        '{"yaml.schemas": {"x.json": "*.x.yaml"}, "a": 1}',
        {"yaml.schemas": {"x.json": "*.x.yaml", **ASSOCIATIONS}, "a": 1},
    ),
    "an older glob of ours": (
        '{"yaml.schemas": {".mktctl/schemas/flow.schema.json": "flow/*.yaml"}}', {"yaml.schemas": ASSOCIATIONS},
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", SETTINGS)
def test_settings_are_merged(what: str) -> None:
    before, expected = SETTINGS[what]
    after = merged(before)
    assert after.text is not None
    assert json.loads(after.text) == expected
    assert not after.to_add
    assert merged(after.text).text == after.text


def test_the_indent_of_the_file_is_kept() -> None:
    text = merged('{\n\t"a": 1\n}\n').text
    assert text is not None
    assert text.startswith('{\n\t"a": 1,\n\t"yaml.schemas": {\n\t\t".mktctl')


UNSAFE = {
    "comments": '{\n  // two columns\n  "editor.tabSize": 2\n}\n',
    "a trailing comma": '{"editor.tabSize": 2,}\n',
    "no object": "[1]",
    "no JSON": "yaml.schemas: 3",
    "a setting that is no mapping": '{"yaml.schemas": "x"}',
}


@pytest.mark.parametrize("what", UNSAFE)
def test_settings_that_cannot_be_merged_are_left_alone(what: str, project: Path) -> None:
    settings = project / SETTINGS_FILE
    settings.parent.mkdir()
    settings.write_text(UNSAFE[what])
    result = write_schemas(project)
    assert settings.read_text() == UNSAFE[what]
    assert json.loads(result.to_add) == {"yaml.schemas": ASSOCIATIONS}
    assert SETTINGS_FILE not in [one.name for one in result.files]


def test_settings_with_comments_that_have_it_all_are_enough() -> None:
    text = "// mine\n" + json.dumps({"a": "// no comment", "yaml.schemas": ASSOCIATIONS})[:-1] + ", /* last */ }"
    assert merged(text).text == text
    assert not merged(text).to_add


def test_nothing_is_written_through_a_link(project: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    os.symlink(outside, project / ".vscode")
    with pytest.raises(OutsideError, match="link out of the project"):
        write_schemas(project)
    assert list(outside.iterdir()) == []


def test_the_command_prints_what_it_wrote(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", "--project", str(project)]) == 0
    page = capsys.readouterr().out
    assert "  created  .mktctl/schemas/flow.schema.json\n" in page
    assert "templates, 4 segments, 2 lists" in page
    (project / SETTINGS_FILE).write_text("{ // mine\n}")
    assert run(["schema", "--project", str(project)]) == 0
    page = capsys.readouterr().out
    assert "  unchanged  .mktctl/schemas/flow.schema.json\n" in page
    assert "so it was left alone. Add to it:" in page
    assert '    "yaml.schemas": {' in page


def test_without_a_project_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", "--project", str(tmp_path)]) == 64
    assert "mktctl.yaml" in capsys.readouterr().err
