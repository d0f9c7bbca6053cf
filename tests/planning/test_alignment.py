"""Which actions stay, come and go (`mktctl/planning/alignment.py`)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktctl.planning.action_links import links_of
from mktctl.planning.alignment import Alignment, Insertion, align

TYPES = {
    "e": "send-email",
    "w": "time-delay",
    "s": "conditional-split",
    "p": "update-profile",
    "m": "multi-branch-split",
    "t": "ab-test",
}


def tree(text: str) -> tuple[dict[str, dict[str, Any]], str | None]:
    """`e1 w1 s1(e2 | e3)` as actions by key and the entry; the first letter is the type. `m1(e1 | e2 | e3)` is a
    switch, whose links a reading keeps by branch.
    """
    tokens = text.replace("(", " ( ").replace(")", " ) ").replace("|", " | ").split()
    actions: dict[str, dict[str, Any]] = {}

    def path(at: int) -> tuple[str | None, int]:
        if at >= len(tokens) or tokens[at] in "|)":
            return None, at
        key = tokens[at]
        at += 1
        if TYPES[key[0]] == "multi-branch-split":
            ways: dict[str, str | None] = {}
            while tokens[at] != ")":
                ways[f"branches.{len(ways)}"], at = path(at + 1)
            data = {"branches": [{} for _ in ways]}
            actions[key] = {"type": TYPES["m"], "links": ways, "data": data}
            return key, at + 1
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


def insertion(key: str, before: str | None, anchor: str | None, slot: str = "next", way: str = "next") -> Insertion:
    return Insertion(key=key, before=before, anchor=anchor, slot=slot, way=way)


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
        ("e1 t1 e2", "e1 e3 e2", [insertion("e3", "t1", "e1")], ("t1",)),
        (
            "e1 e2",
            "e1 m1(e3 | e2)",
            [insertion("m1", "e2", "e1", way="branches.1"), insertion("e3", None, "m1", "branches.0")],
            (),
        ),
        (
            "e1",
            "e1 m1(e3 | | w1 e4)",
            [
                insertion("m1", None, "e1", way="branches.0"),
                insertion("e3", None, "m1", "branches.0"),
                insertion("w1", None, "m1", "branches.2"),
                insertion("e4", None, "w1"),
            ],
            (),
        ),
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
        ("e1 e2", "e1 t1 e2", "t1 (ab-test) is new, and the platform cannot insert one"),
        ("m1(e1 | e2)", "m1(e1 | e2 | e3)", "switch m1 has 3 ways and had 2"),
        ("e1", "m1(s1(e1 | e2) | e3)", "s1 is new"),
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


def test_a_flow_whose_paths_were_joined_by_hand_is_replaced() -> None:
    seen, entry = tree("s1(e1 e3 | e2)")
    seen["e2"]["links"]["next"] = "e3"

    result = align(seen, entry, *tree("s1(e1 e3 | e2 e4)"))

    assert any("several ways in" in reason or "moves" in reason for reason in result.reasons), result.reasons


def test_a_ring_on_the_platform_ends_the_walk() -> None:
    seen, entry = tree("w1 w2")
    seen["w2"]["links"]["next"] = "w1"

    assert align(seen, entry, *tree("e1")).reasons


def test_a_split_with_another_number_of_branches_is_another_branch() -> None:
    def split(count: int) -> tuple[dict[str, dict[str, Any]], str]:
        return {"m1": {"type": "multi-branch-split", "links": {}, "data": {"branches": [{}] * count}}}, "m1"

    assert align(*split(2), *split(2)).reasons == ()
    assert align(*split(2), *split(3)).reasons == ("switch m1 has 3 ways and had 2",)


def test_a_step_that_becomes_another_kind_is_said() -> None:
    seen, entry = tree("e1")
    wanted = {"e1": {"type": "update-profile", "links": {"next": None}}}

    assert align(seen, entry, wanted, "e1").reasons == ("step e1 becomes another kind of step",)


@st.composite
def trees(draw: st.DrawFn) -> str:
    """A tree over a small pool of keys, each used once."""
    pool = draw(st.permutations([f"{kind}{n}" for kind in "ewpsm" for n in range(3)]))

    def path(depth: int) -> str:
        text = ""
        for _ in range(draw(st.integers(0, 3))):
            if not pool:
                return text
            key = pool.pop()
            if key[0] not in "sm":
                text += f" {key}"
            elif depth and key[0] == "m":
                return f"{text} {key}({' | '.join(path(depth - 1) for _ in range(draw(st.integers(2, 3))))})"
            elif depth:
                return f"{text} {key}({path(depth - 1)} | {path(depth - 1)})"
        return text

    return path(2)


def carried_out(
    seen: dict[str, dict[str, Any]], entry: str | None, wanted: dict[str, dict[str, Any]], plan: Alignment
) -> tuple[dict[str, dict[str, Any]], str | None]:
    """What the platform makes of the edits, in their order."""
    links = {key: dict(action["links"]) for key, action in seen.items()} | {None: {"next": entry}}
    ids = dict(plan.matched)

    def lead(old: str | None, new: str | None) -> None:
        for slots in links.values():
            slots.update({slot: new for slot, to in slots.items() if to == old})

    for edit in plan.inserted:
        if edit.before is not None:
            lead(edit.before, edit.key)
        else:
            links[ids.get(edit.anchor, edit.anchor) if edit.anchor else None][edit.slot] = edit.key
        links[edit.key] = {slot: edit.before if slot == edit.way else None for slot in links_of(wanted[edit.key])}
    for key in plan.removed:
        following = links.pop(key)["next"]
        lead(key, following)
    names: dict[str | None, str | None] = {old: new for new, old in ids.items()}
    renamed = {
        names.get(key, key): {slot: names.get(to, to) for slot, to in slots.items()} for key, slots in links.items()
    }
    first = renamed.pop(None)["next"]
    return {str(key): {**wanted[str(key)], "links": slots} for key, slots in renamed.items()}, first


@given(trees(), trees())
def test_in_place_edits_of_a_tree_yield_the_wanted_tree(seen: str, wanted: str) -> None:
    """Law: carrying out an alignment without reasons gives exactly the wanted tree."""
    plan = aligned(seen, wanted)
    if plan.reasons:
        return

    assert carried_out(*tree(seen), tree(wanted)[0], plan) == tree(wanted)


@given(trees())
def test_a_tree_is_aligned_with_itself(text: str) -> None:
    actions, _ = tree(text)

    assert aligned(text, text) == Alignment(matched={key: key for key in actions})


def test_a_step_that_no_file_could_say_is_named_with_its_type() -> None:
    seen, entry = tree("e1")
    seen["e1"]["links"]["next"] = "#7"
    seen["#7"] = {"type": "content-experiment", "links": {"next": None}}

    assert align(seen, entry, *tree("e1")).reasons == (
        "step #7 (content-experiment) goes away, and the platform cannot take it out",
    )
