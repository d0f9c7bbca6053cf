"""Files are read within limits, and only below the project's folder."""

import os
from pathlib import Path

import pytest

from mktctl.diagnostics import UsageError
from mktctl.workspace import limits
from mktctl.workspace.root import find_root
from mktctl.workspace.tree import Tree, read_tree


def project(root: Path, **files: str) -> Path:
    for name, text in {
        "mktctl.yaml": "mktctl: 1\n",
        **{key.replace("__", "/"): one for key, one in files.items()},
    }.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def found(tree: Tree) -> list[tuple[str, str]]:
    return [(one.code, one.place.file) for one in tree.mistakes]


def test_files_of_the_language_are_read_in_order(tmp_path: Path) -> None:
    for name in (
        "flows/b.yaml",
        "flows/a/c.yaml",
        "templates/x.yaml",
        "templates/layouts/base.mjml",
        "templates/a.png",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / "flows/.hidden.yaml").write_text("x")
    (tmp_path / "notes.yaml").write_text("x")
    tree = read_tree(project(tmp_path))
    assert list(tree.yaml) == ["mktctl.yaml", "templates/x.yaml", "flows/a/c.yaml", "flows/b.yaml"]
    assert tree.templates == {"layouts/base.mjml": "templates/layouts/base.mjml"}
    assert tree.mistakes == ()


def test_the_digest_follows_names_and_contents(tmp_path: Path) -> None:
    root = project(tmp_path, segments__a="x")
    (root / "segments/a").rename(root / "segments/a.yaml")
    first = read_tree(root).digest
    assert read_tree(root).digest == first
    (root / "segments/a.yaml").rename(root / "segments/b.yaml")
    second = read_tree(root).digest
    (root / "segments/b.yaml").write_text("y")
    assert len({first, second, read_tree(root).digest}) == 3


def test_a_byte_order_mark_is_no_character(tmp_path: Path) -> None:
    (project(tmp_path) / "mktctl.yaml").write_bytes(b"\xef\xbb\xbfmktctl: 1\n")
    assert read_tree(tmp_path).yaml["mktctl.yaml"] == "mktctl: 1\n"


def test_a_file_of_fifty_megabytes_is_named_and_not_read(tmp_path: Path) -> None:
    root = project(tmp_path, flows__x="x")
    with (root / "flows/big.yaml").open("wb") as file:
        file.truncate(50 * 1024 * 1024)  # a hole: it takes no room on the disk, and reading it would take memory
    tree = read_tree(root)
    assert found(tree) == [("PRJ015", "flows/big.yaml")]
    assert tree.mistakes[0].message.startswith("50 MB")
    assert "flows/big.yaml" not in tree.yaml


def test_the_largest_file_is_read(tmp_path: Path) -> None:
    root = project(tmp_path)
    (root / "mktctl.yaml").write_bytes(b"#" * limits.FILE_BYTES_MAX)
    assert len(read_tree(root).yaml["mktctl.yaml"]) == limits.FILE_BYTES_MAX
    (root / "mktctl.yaml").write_bytes(b"#" * (limits.FILE_BYTES_MAX + 1))
    assert found(read_tree(root)) == [("PRJ015", "mktctl.yaml")]


@pytest.mark.parametrize("name", ["flows/a.yaml", "templates/a.html", "mktctl.yaml"])
def test_a_link_out_of_the_project_is_refused(name: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("password: x\n")
    root = project(tmp_path / "project", flows__keep="x", templates__keep="x")
    (root / name).unlink(missing_ok=True)
    (root / name).symlink_to(secret)
    tree = read_tree(root)
    assert found(tree) == [("PRJ010", name)]
    assert "password" not in str(tree.yaml) + str(tree.templates)


def test_a_folder_that_leads_out_is_refused_too(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.yaml").write_text("x")
    root = project(tmp_path / "project")
    (root / "flows").symlink_to(outside)
    (root / "segments").mkdir()
    (root / "segments/deep").symlink_to(outside)
    tree = read_tree(root)
    assert found(tree) == [("PRJ010", "flows"), ("PRJ010", "segments/deep")]
    assert list(tree.yaml) == ["mktctl.yaml"]


def test_links_inside_the_project_are_read_once_and_never_in_circles(tmp_path: Path) -> None:
    root = project(tmp_path, flows__a="x")
    (root / "flows/a").rename(root / "flows/a.yaml")
    (root / "flows/b.yaml").symlink_to(root / "flows/a.yaml")
    (root / "flows/loop").symlink_to(root / "flows")
    (root / "flows/gone.yaml").symlink_to(root / "flows/nothing.yaml")
    tree = read_tree(root)
    assert list(tree.yaml) == ["mktctl.yaml", "flows/a.yaml", "flows/b.yaml"]
    assert found(tree) == [("PRJ013", "flows/gone.yaml"), ("PRJ011", "flows/loop")]


def test_a_pipe_does_not_hold_the_run(tmp_path: Path) -> None:
    root = project(tmp_path, flows__x="x")
    os.mkfifo(root / "flows/pipe.yaml")
    assert found(read_tree(root)) == [("PRJ013", "flows/pipe.yaml")]


def test_a_file_in_place_of_a_folder_is_named(tmp_path: Path) -> None:
    root = project(tmp_path, flows="x")
    assert found(read_tree(root)) == [("PRJ012", "flows")]


def test_folders_end_somewhere(tmp_path: Path) -> None:
    deep = "/".join(["flows", *["d"] * (limits.FOLDER_DEPTH_MAX + 2)])
    (project(tmp_path) / deep).mkdir(parents=True)
    assert [code for code, _ in found(read_tree(tmp_path))] == ["PRJ013"]


def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    root = project(tmp_path, flows__x="x")
    (root / "flows/a.yaml").write_text("x")
    (root / "flows/a.yaml").chmod(0)
    if os.access(root / "flows/a.yaml", os.R_OK):
        pytest.skip("this user reads everything")
    assert found(read_tree(root)) == [("PRJ013", "flows/a.yaml")]


def test_the_root_is_found_upwards_and_named_folders_are_meant(tmp_path: Path) -> None:
    root = project(tmp_path / "shop")
    (root / "flows/eu").mkdir(parents=True)
    assert find_root(root / "flows/eu") == root.resolve()
    with pytest.raises(UsageError, match=r"no mktctl\.yaml"):
        find_root(root / "flows", upwards=False)
    with pytest.raises(UsageError, match="any folder above"):
        find_root(tmp_path)


def test_files_end_somewhere_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FILES_MAX", 3)
    root = project(tmp_path, **{f"flows__f{number}": "x" for number in range(5)})
    for number in range(5):
        (root / f"flows/f{number}").rename(root / f"flows/f{number}.yaml")
    tree = read_tree(root)
    assert len(tree.yaml) == 1 + 3
    assert found(tree) == [("PRJ013", "flows/f3.yaml")]


def test_codes_of_coupons_are_read_and_nothing_else_there(tmp_path: Path) -> None:
    root = project(tmp_path, coupons__a="x", **{"coupons/ten.txt": "A1\n", "coupons/notes.yaml": "x: 1\n"})
    tree = read_tree(root)
    assert tree.codes == {"coupons/ten.txt": "A1\n"}
    assert list(tree.yaml) == ["mktctl.yaml"]
    assert tree.templates == {}


def test_a_link_to_codes_outside_is_not_read(tmp_path: Path) -> None:
    root = project(tmp_path / "shop", **{"coupons/ten.txt": "A1\n"})
    (tmp_path / "elsewhere.txt").write_text("SECRET")
    (root / "coupons/more.txt").symlink_to(tmp_path / "elsewhere.txt")
    tree = read_tree(root)
    assert list(tree.codes) == ["coupons/ten.txt"]
    assert found(tree) == [("PRJ010", "coupons/more.txt")]
