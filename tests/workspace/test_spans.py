"""Every key and value is found where it stands."""

import json
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktctl.model.places import KEY, Path
from mktctl.workspace.document import Document

TEXT = """name: Cart 🛒
trigger: {metric: cart_abandoned, where: {$value: {at_least: 20}}}
steps:
  - email: cart-reminder
    only_if:
      metric: placed_order
  - wait: 2 days # a comment
  -   if: {list: a}
      then: [exit]
"""
# path → line, column, and what is written there
PLACES: dict[Path, tuple[int, int, str]] = {
    ("name",): (1, 7, "Cart 🛒"),
    ("name", KEY): (1, 1, "name"),
    ("trigger",): (2, 10, "{metric: cart_abandoned, where: {$value: {at_least: 20}}}"),
    ("trigger", "where", "$value", "at_least"): (2, 62, "20"),
    ("steps",): (3, 1, "steps"),
    ("steps", 0): (4, 5, "email: cart-reminder"),
    ("steps", 0, "only_if"): (5, 5, "only_if"),
    ("steps", 0, "only_if", "metric"): (6, 15, "placed_order"),
    ("steps", 1, "wait"): (7, 11, "2 days"),
    ("steps", 2, "if"): (8, 11, "{list: a}"),
    ("steps", 2, "then", 0): (9, 14, "exit"),
}


@pytest.mark.parametrize("path", PLACES)
def test_a_path_has_its_place(path: Path) -> None:
    document = Document("flows/a.yaml", TEXT)
    line, column, written = PLACES[path]
    place = document[path]
    assert (place.line, place.column) == (line, column)
    assert document.lines.line(line)[column - 1 : place.end_column - 1] == written


def test_a_repeated_key_keeps_its_first_place() -> None:
    assert Document("a.yaml", "a: 1\nb: 2\na: 3\n")[("a", KEY)].line == 1


def test_windows_line_ends_do_not_move_columns() -> None:
    document = Document("a.yaml", TEXT.replace("\n", "\r\n"))
    assert (document[("steps", 1, "wait")].line, document[("steps", 1, "wait")].column) == (7, 11)
    assert document.lines.line(7) == "  - wait: 2 days # a comment"


_SAFE = st.text("abcxyz 0é😀", min_size=1, max_size=8).map(lambda text: f"t{text}t")
_TREES = st.recursive(
    _SAFE,
    lambda inner: st.lists(inner, min_size=1, max_size=3) | st.dictionaries(_SAFE, inner, min_size=1, max_size=3),
    max_leaves=10,
)


def leaves(tree: object, path: Path = ()) -> Iterator[tuple[Path, str]]:
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from leaves(value, (*path, key))
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            yield from leaves(value, (*path, index))
    else:
        yield path, str(tree)


@given(_TREES, st.sampled_from([None, 2]))
def test_each_value_is_written_at_its_place(tree: object, indent: int | None) -> None:
    document = Document("a.yaml", json.dumps(tree, ensure_ascii=False, indent=indent))
    for path, value in leaves(tree):
        assert document.spelling(path) == json.dumps(value, ensure_ascii=False)
