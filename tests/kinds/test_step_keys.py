"""Keys of steps survive edits around them (P44)."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktctl.model.steps import all_steps
from tests.kinds.written import flow

# steps as written → their keys, in the order of the file
KEYS: dict[str, list[str]] = {
    "[{email: a}]": ["a"],
    "[{email: a}, {wait: 1 day}, {email: b}]": ["a", "wait-1@b", "b"],
    "[{wait: 1 day}, {exit_if: {list: newsletter}}, {wait: 2 days}, {email: b}]": [
        "wait-1@b", "exit-if-1@b", "wait-2@b", "b",
    ],
    "[{email: a}, {wait: 1 day}, {update_profile: {set: {tier: gold}}}]": [
        "a", "wait-1@end", "update-profile-1@end",
    ],
    "[{email: a}, {wait: 1 day}, {email: a}]": ["a", "wait-1@a", "a.2"],
    "[{if: {segment: vip}, then: [{email: a}], else: [{email: b}]}]": ["if-1@a", "a", "b"],
    "[{if: {segment: vip}, then: [{wait: 1 day}, {email: a}], else: [{email: a}]}]": [
        "if-1@if-1.then/a", "wait-1@if-1.then/a", "if-1.then/a", "if-1.else/a",
    ],
    "[{if: {segment: vip}, then: [exit]}, {if: {segment: vip}, then: [{email: a}, exit]}, {email: a}]": [
        "if-1@if-2.then/a", "exit-1@if-1.then/end", "if-2@if-2.then/a", "if-2.then/a", "exit-1@if-2.then/end", "a",
    ],
    "[{if: {segment: vip}, id: big, then: [{email: a}]}, {email: a, id: last}]": ["big", "a", "last"],
    "[{email: a, id: first}, {wait: 1 day, id: pause}, {email: b}]": ["first", "pause", "b"],
    "[{email: a}, {add_to_list: newsletter}, {remove_from_list: newsletter}, {webhook: https://a.example}]": [
        "a", "add-to-list-1@end", "remove-from-list-1@end", "webhook-1@end",
    ],
    "[{wait: 1 day}, {sms: text}, {push: pushed}, {whatsapp: news}, {sms: text}]": [
        "wait-1@text", "text", "pushed", "news", "text.2",
    ],
    "[{alert: [x@shop.example], subject: Hi}, {raw: {type: code}}, {email: a}, {raw: {type: code}}]": [
        "alert-1@a", "raw-1@a", "a", "raw-1@end",
    ],
    "[{switch: [{if: {segment: vip}, then: [{email: a}]}, {if: {list: newsletter}, then: [{email: a}]}, "
    "{else: [exit]}]}]": [
        "switch-1@switch-1.1/a", "switch-1.1/a", "switch-1.2/a", "exit-1@switch-1.else/end",
    ],
    "[{if: {segment: vip}, then: [exit]}, {split: [{share: 50%, steps: [{email: a}]}, "
    "{share: 50%, steps: [{wait: 1 day}, {email: a}]}]}]": [
        "if-1@split-1.1/a", "exit-1@if-1.then/end", "split-1@split-1.1/a", "split-1.1/a", "wait-1@split-1.2/a",
        "split-1.2/a",
    ],
    "[{split: [{share: 50%, steps: [{sms: text}]}, {share: 50%, steps: [{sms: text}]}], id: chance}]": [
        "chance", "chance.1/text", "chance.2/text",
    ],
}  # fmt: skip


def keys(steps: str) -> list[str]:
    return [step.key for step in all_steps(flow(f"steps: {steps}\n").steps)]


@pytest.mark.parametrize("steps", KEYS)
def test_each_step_has_its_key(steps: str) -> None:
    assert keys(steps) == KEYS[steps]


_PLAIN = st.sampled_from(
    ["{email: a}", "{email: b}", "{email: c}", "{wait: 1 day}", "{exit_if: {segment: vip}}", "exit"]
)
_STEPS = st.recursive(
    st.lists(_PLAIN, min_size=1, max_size=4),
    lambda inner: st.lists(
        _PLAIN
        | st.tuples(inner, inner).map(
            lambda two: f"{{if: {{segment: vip}}, then: [{', '.join(two[0])}], else: [{', '.join(two[1])}]}}"
        ),
        min_size=1,
        max_size=4,
    ),
    max_leaves=6,
)


@given(_STEPS)
def test_keys_are_unique_and_leave_room_for_copies(steps: list[str]) -> None:
    found = keys(f"[{', '.join(steps)}]")
    assert len(set(found)) == len(found)
    assert not any("+" in key for key in found), "the joint of compiled keys"


@given(st.permutations(["a", "b", "c", "d"]), st.integers(0, 3))
def test_a_mail_put_in_changes_no_other_mails_key(order: list[str], where: int) -> None:
    before = [f"{{email: {ref}}}" for ref in order[1:]]
    after = [*before[:where], f"{{email: {order[0]}}}", *before[where:]]
    assert set(keys(f"[{', '.join(before)}]")) <= set(keys(f"[{', '.join(after)}]"))


def test_a_wait_keeps_its_key_when_the_mail_above_it_goes() -> None:
    whole = ["{email: a}", "{wait: 1 day}", "{email: b}", "{wait: 2 days}", "{email: c}"]
    kept = keys(f"[{', '.join(whole)}]")
    for first in itertools.islice(itertools.count(1), 3):
        assert keys(f"[{', '.join(whole[first:])}]") == kept[first:]
