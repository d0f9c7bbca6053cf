"""docs/semantics.md: each option stands there with its default, and each test that it names exists."""

import ast
import re

import msgspec
import pytest

from mktctl.engine.flows.setting import Options
from tests.support.source_tree import ROOT

PAGE = (ROOT / "docs" / "semantics.md").read_text(encoding="utf-8")
RULES = re.findall(r"^\| ((?:[A-Z]\d+(?:, )?)+) \| (.+?) \| (.+?) \|$", PAGE, flags=re.MULTILINE)
OPTIONS = re.findall(r"^\| `(\w+)` \| `([^`]+)` \| (.+?) \| (.+?) \|$", PAGE, flags=re.MULTILINE)


def test_every_option_is_listed_with_its_default() -> None:
    told = [(name, default) for name, default, _, _ in OPTIONS]
    fields = msgspec.structs.fields(Options)
    assert sorted(told) == sorted((field.name, str(field.default)) for field in fields)


def test_every_word_of_an_option_is_explained() -> None:
    words = {name: f"{default} {what}" for name, default, what, _ in OPTIONS}
    for field in msgspec.structs.fields(Options):
        meant = getattr(field.type, "__args__", ())
        assert [word for word in meant if word not in words[field.name]] == [], field.name


def test_each_rule_stands_once_and_options_name_the_rule_that_they_read() -> None:
    ids = [id_ for ids, _, _ in RULES for id_ in ids.split(", ")]
    assert len(ids) >= 30
    assert sorted(set(ids)) == sorted(ids)
    assert [name for name, _, what, _ in OPTIONS if not re.match(r"([A-Z]\d+(, )?)+: ", what)] == []


@pytest.mark.parametrize("held_by", sorted({cell for *_, cell in RULES} | {cell for *_, cell in OPTIONS}))
def test_what_holds_a_rule_exists(held_by: str) -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", held_by)
    assert named, held_by
    for path, test in named:
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        tests = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        assert test in tests if test else any(name.startswith("test_") for name in tests), f"{path}::{test}"
