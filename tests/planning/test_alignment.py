"""Which actions stay, come and go (`mktctl/planning/alignment.py`)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktctl.planning.alignment import Alignment, Insertion, align

TYPES = {"e": "send-email", "w": "time-delay", "s": "conditional-split", "p": "update-profile"}


def tree(text: str) -> tuple[dict[str, dict[str, Any]], str | None]:
    """`e1 w1 s1(e2 | e3)` as actions by key and the entry; the first letter is the type."""
    tokens = text.replace("(", " ( ").replace(")", " ) ").replace("|", " | ").split()
    actions: dict[str, dict[str, Any]] = {}

    def path(at: int) -> tuple[str | None, int]:
        if at >= len(tokens) or tokens[at] in "|)":
            return None, at
        key = tokens[at]
        at += 1
        if TYPES[key[0]] == "conditional-split":
            assert tokens[at] == "("
            yes, at = path(at + 1)
            no, at = path(at + 1)
            actions[key] = {"type": TYPES[key[0]], "links": {"next_if_true": yes, "next_if_false": no}}
            return key, at + 1
        following, at = path(at)
        actions[key] = {"type": TYPES[key[0]], "links": {"next": following}}
        return key, at

    entry, _ = path(0)
    return actions, entry


def aligned(seen: str, wanted: str) -> Alignment:
    return align(*tree(seen), *tree(wanted))


def insertion(key: str, before: str | None, anchor: str | None, slot: str = "next") -> Insertion:
    return Insertion(key=key, before=before, anchor=anchor, slot=slot)


def test_equal_flows_match_action_by_action() -> None:
    result = aligned("e1 w1 s1(e2 | e3 w2)", "e1 w1 s1(e2 | e3 w2)")

    assert result == Alignment(matched={key: key for key in ("e1", "w1", "s1", "e2", "e3", "w2")})


@pytest.mark.parametrize(
    ("seen", "wanted", "inserted", "removed"),
    [
        ("e1 e2", "e1 e3 e2", [insertion("e3", "e2", "e1")], ()),
        ("e1 e2", "e3 e1 e2", [insertion("e3", "e1", None)], ()),
        ("e1", "e1 w1 e2", [insertion("w1", None, "e1"), insertion("e2", None, "w1")], ()),
        ("e1 w1 e2", "e1", [], ("w1", "e2")),
        ("e1 e2 e3", "e1 e3", [], ("e2",)),
        ("e1 s1(e2 | )", "e1 s1(e2 | e3)", [insertion("e3", None, "s1", "next_if_false")], ()),
        ("s1(e1 e2 | e3)", "s1(e2 | e3)", [], ("e1",)),
        ("e1 w1 e2", "e1 p1 w1 e2", [insertion("p1", "w1", "e1")], ()),
    ],
)
def test_lines_change_in_place(seen: str, wanted: str, inserted: list[Insertion], removed: tuple[str, ...]) -> None:
    result = aligned(seen, wanted)

    assert result.reasons == ()
    assert list(result.inserted) == inserted
    assert result.removed == removed


def test_another_template_in_a_step_keeps_the_action() -> None:
    result = aligned("e1 w1 e2", "e1 w1 e9")

    assert result.matched == {"e1": "e1", "w1": "w1", "e9": "e2"}
    assert (result.inserted, result.removed, result.reasons) == ((), (), ())


@pytest.mark.parametrize(
    ("seen", "wanted", "words"),
    [
        ("e1 e2", "e2 e1", "another order"),
        ("e1", "e1 s1(e2 | e3)", "s1 is new"),
        ("e1 s1(e2 | e3)", "e1", "s1 goes away"),
        ("s1(e1 | e2)", "s1(e2 | e1)", "another order"),
        ("s1(e1 | e2)", "s1(e1 e2 | )", "moves"),
    ],
)
def test_other_shapes_have_a_reason_to_replace(seen: str, wanted: str, words: str) -> None:
    result = aligned(seen, wanted)

    assert any(words in reason for reason in result.reasons), result.reasons


@given(
    st.lists(st.sampled_from([f"{kind}{n}" for kind in "ewp" for n in range(8)]), unique=True),
    st.lists(st.sampled_from([f"{kind}{n}" for kind in "ewp" for n in range(8)]), unique=True),
)
def test_in_place_edits_of_a_line_yield_the_wanted_line(seen: list[str], wanted: list[str]) -> None:
    """Law: carrying out an alignment without reasons gives exactly the wanted order."""
    result = aligned(" ".join(seen), " ".join(wanted))
    if result.reasons:
        return
    names = {old: new for new, old in result.matched.items()}
    line = list(seen)
    for edit in result.inserted:
        at = line.index(edit.before) if edit.before is not None else len(line)
        line.insert(at, edit.key)
    line = [names.get(key, key) for key in line if key not in result.removed]

    assert line == wanted
