"""Whatever a file holds: findings with places, never an exception."""

import shutil
import string
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from mktctl.app.load import Loaded, load_workspace
from mktctl.diagnostics import has_errors
from mktctl.views.diagnostics_text import diagnostics_text
from tests.support.source_tree import ROOT

BASE = ROOT / "tests/cases/base"
TARGETS = ("mktctl.yaml", "segments/vip.yaml", "templates/welcome-1.yaml", "flows/welcome.yaml")
EXTRA = {"templates/layouts/base.html": "<p>[[ brand.name ]]</p>"}
RICH = """name: Rich
status: live
trigger: {metric: cart_abandoned, where: {$value: {at_least: 20}, Coupon: x}}
reentry: after 7 days
only_if: {consent: email}
exit_when: {any: [{metric: placed_order}, {engaged: email, ever: true}]}
defaults: {smart_sending: false}
steps:
  - email: welcome-1
    subject: "It's {{ person.first_name|default:'you' }} #1"
    only_if: {metric: placed_order, count: 0, since: start}
  - wait: {for: 1 day, at: "09:00", weekdays: [mon, fri], timezone: account}
  - if: {all: [{segment: vip}, not: {property: points, between: [1, 20]}]}
    then: [{webhook: https://shop.example/x, headers: {A: {secret: TOKEN}}, body: {a: [1, 2.5]}}, exit]
    else:
      - update_profile: {set: {tier: gold, birthday: today}, add: {interests: shoes}, unset: [points]}
      - exit_if: {distance: {from: "75001", country: FR, less_than: 50 km}}
  - wait: 2 days
  - email: welcome-2
  - add_to_list: newsletter
"""
WORDS = """
name trigger metric list segment where any all not property is in at_least between within before
after since ever start steps email wait if then else exit exit_if exit_when only_if reentry never
always for from_start at weekdays mon 09:00 2_days 2 days 90 gold tier points birthday interests
newsletter vip welcome-1 placed_order registered count sum consent sms region eu distance country FR
less_than 50 km predicted churn_probability sample 20% update_profile set unset add webhook
https://shop.example headers body secret who external starred base subject layouts/base.html
sections file channel brand store lists metrics properties type text number true null on until Items
$value event engaged funnel did raw custom_object status live draft id note tags lint protect
""".split()


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("fuzz") / "project"
    shutil.copytree(BASE, root)
    return root


def check(project: Path, name: str, content: bytes) -> Loaded:
    path = project / name
    before = path.read_bytes() if path.exists() else None
    path.write_bytes(content)
    try:
        loaded = load_workspace(project)
        text = diagnostics_text(loaded.diagnostics, files=loaded.files, width=80, colour=False)
        assert (loaded.workspace is None) == has_errors(loaded.diagnostics)
        assert all(char == "\n" or char.isprintable() for char in text)
        for one in loaded.diagnostics:
            file = project / one.place.file
            if file.is_file():
                lines = (
                    file.read_bytes()
                    .decode("utf-8-sig", "replace")
                    .replace("\r\n", "\n")
                    .replace("\r", "\n")
                    .split("\n")
                )
                assert one.place.line <= len(lines), one
                assert one.place.column <= len(lines[one.place.line - 1]) + 1, one
            assert one.message
            assert one.place.line >= 1
            assert one.place.column >= 1
        return loaded
    finally:
        path.unlink() if before is None else path.write_bytes(before)


def test_the_rich_flow_is_right(project: Path) -> None:
    assert check(project, "flows/rich.yaml", RICH.encode()).diagnostics == ()


@given(name=st.sampled_from(TARGETS), content=st.binary(max_size=200))
def test_any_bytes(project: Path, name: str, content: bytes) -> None:
    check(project, name, content)


@given(
    name=st.sampled_from(TARGETS),
    text=st.text(st.sampled_from(string.printable + "{}[]:,-#&*!|>'\"%@`?é😀\u2028\ufeff"), max_size=120),
)
def test_any_text_of_yaml_signs(project: Path, name: str, text: str) -> None:
    check(project, name, text.encode())


_TREES = st.recursive(
    st.sampled_from(WORDS) | st.none() | st.booleans() | st.integers(-5, 10**6) | st.floats(0, 2, width=16),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=5),
    max_leaves=20,
)


@given(name=st.sampled_from(TARGETS), tree=_TREES)
@settings(max_examples=200)
def test_any_tree_of_the_words_of_the_language(project: Path, name: str, tree: object) -> None:
    check(project, name, yaml.safe_dump(tree, allow_unicode=True, default_flow_style=None).encode())


def mutated(draw: Any, text: str) -> str:
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, max(0, len(text) - 1)))
        end = min(len(text), start + draw(st.integers(0, 12)))
        piece = draw(st.sampled_from(["", " ", "\n", "\t", ": ", "- ", "#", "{", "]", "&a ", "*a", *WORDS]))
        text = text[:start] + piece + text[end:]
    return text


@given(data=st.data(), name=st.sampled_from((*TARGETS, "flows/rich.yaml", "templates/layouts/base.html")))
@settings(max_examples=300)
def test_any_slip_in_a_right_file(project: Path, data: st.DataObject, name: str) -> None:
    text = RICH if name == "flows/rich.yaml" else (BASE / name).read_text(encoding="utf-8")
    check(project, name, mutated(data.draw, text).encode())
