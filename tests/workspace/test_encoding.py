"""Bytes that are no UTF-8 are found where they stand."""

from pathlib import Path

import pytest

from mktctl.workspace.tree import read_tree

# bytes → line, column
PLACES = {
    b"\xff": (1, 1),
    b"a: b\nname: Caf\xe9\n": (2, 10),
    "name: Café\n".encode() + b"x: \xe9": (2, 4),
    b"\xef\xbb\xbfab\xff": (1, 3),
    b"\r\x80": (2, 1),
    b"a\r\nb\xe9": (2, 2),
}


@pytest.mark.parametrize("raw", PLACES)
def test_the_first_bad_byte_has_a_place(raw: bytes, tmp_path: Path) -> None:
    (tmp_path / "mktctl.yaml").write_bytes(raw)
    (found,) = read_tree(tmp_path).mistakes
    assert (found.code, found.place.line, found.place.column) == ("YML040", *PLACES[raw])
