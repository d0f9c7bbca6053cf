"""Texts as data: what is plain comes through whole, what could surprise is refused, nothing is ever expanded."""

import json
import time

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from mktctl.workspace import limits
from mktctl.workspace.compose import compose

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


def codes(text: str) -> list[str]:
    return [one.code for one in compose(text).refusals]


def test_order_and_shapes_are_kept() -> None:
    text = "b: [1, {c: x}]\na:\n  - d: 'q'\n    e: |\n      two\n      lines\n"
    data = compose(text).data
    assert data == {"b": [1, {"c": "x"}], "a": [{"d": "q", "e": "two\nlines\n"}]}
    assert isinstance(data, dict)
    assert list(data) == ["b", "a"]


def test_anchors_that_explode_are_named_and_not_expanded() -> None:
    started = time.process_time()
    found = codes(BOMB)
    assert time.process_time() - started < 2
    assert set(found) == {"YML010", "YML011"}
    assert len(found) <= limits.MISTAKES_MAX


def test_an_alias_to_itself_ends() -> None:
    assert codes("a: &a [*a]\n") == ["YML010", "YML011"]


@pytest.mark.parametrize("depth", [limits.NESTING_MAX + 1, 20_000])
@pytest.mark.parametrize("piece", ["[", "{a: ", "- ", "? "])
def test_deep_nesting_is_refused_at_its_place(piece: str, depth: int) -> None:
    found = compose(piece * depth).refusals
    assert [one.code for one in found] == (["YML015"] if piece == "? " else ["YML008"])
    assert found[0].start <= len(piece) * depth


def test_nesting_up_to_the_limit_is_read() -> None:
    depth = limits.NESTING_MAX
    assert codes("[" * depth + "]" * depth) == []
    assert codes("[" * (depth + 1) + "]" * (depth + 1)) == ["YML008"]


def test_too_many_values_are_refused() -> None:
    assert codes("[" + "1," * (limits.NODES_MAX + 10) + "]") == ["YML008"]


def test_a_file_full_of_mistakes_ends() -> None:
    assert len(compose("".join(f"k{n}: !t x\n" for n in range(5000))).refusals) == limits.MISTAKES_MAX


_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Zl", "Zp")), max_size=20)
_TREES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**6), 10**6) | _TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXTS.filter(bool), inner, max_size=4),
    max_leaves=12,
)


@given(_TREES)
def test_json_is_read_as_json(tree: object) -> None:
    """YAML 1.2 holds JSON, so every JSON document means the same."""
    assert compose(json.dumps(tree, ensure_ascii=False)).data == tree


@given(_TREES, st.booleans())
def test_what_another_writer_quotes_is_read_back(tree: object, flow: bool) -> None:
    class Plain(yaml.CSafeDumper):
        def ignore_aliases(self, data: object) -> bool:
            return True

    text = yaml.dump(tree, Dumper=Plain, default_flow_style=flow, allow_unicode=True)
    if "? " not in text and "..." not in text:
        found = compose(text)
        assert found.refusals == ()
        assert found.data == tree
