"""Documents in symbolic form (`mktctl/planning/documents.py`)."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktctl.model.address import Address, Kind
from mktctl.planning.documents import digest, pruned, symbolic

KNOWN = {
    ("metric", "M1"): "placed_order",
    ("list", "L1"): "newsletter",
    ("segment", "S1"): "vip",
    ("template", "T1"): "welcome-1",
}


def address_of(kind: Kind, id_: str) -> Address | None:
    ref = KNOWN.get((kind, id_))
    return Address(kind=kind, ref=ref) if ref else None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"metric_id": "M1"}, {"metric_id": "metric/placed_order"}),
        ({"metric_id": "M2"}, {"metric_id": "M2"}),
        ({"metric_id": None}, {"metric_id": None}),
        ({"group_ids": ["L1", "L2"]}, {"group_ids": ["list/newsletter", "L2"]}),
        ({"list_id": "L1"}, {"list_id": "list/newsletter"}),
        ({"template_id": "T1"}, {"template_id": "template/welcome-1"}),
        ({"type": "metric", "id": "M1"}, {"type": "metric", "id": "metric/placed_order"}),
        ({"type": "list", "id": "L1"}, {"type": "list", "id": "list/newsletter"}),
        ({"type": "segment", "id": "S1"}, {"type": "segment", "id": "segment/vip"}),
        ({"type": "segment", "id": "L1"}, {"type": "segment", "id": "L1"}),
        ({"type": "send-email", "id": "M1"}, {"type": "send-email", "id": "M1"}),
        ({"type": "list", "id": None}, {"type": "list", "id": None}),
        (
            {"trigger_type": "metric", "trigger_id": "M1"},
            {"trigger_type": "metric", "trigger_id": "metric/placed_order"},
        ),
        ([{"a": [{"metric_id": "M1"}]}], [{"a": [{"metric_id": "metric/placed_order"}]}]),
    ],
)
def test_known_ids_become_addresses_by_where_they_stand(raw: Any, expected: Any) -> None:
    assert symbolic(raw, address_of) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"a": None, "b": [], "c": {}, "d": {"e": None}}, {}),
        ({"a": 0, "b": False, "c": ""}, {"a": 0, "b": False, "c": ""}),
        ({"a": [{"b": None}, 1]}, {"a": [{}, 1]}),
        ((1, None), [1, None]),
    ],
)
def test_what_the_platform_fills_in_as_it_likes_is_left_out(raw: Any, expected: Any) -> None:
    assert pruned(raw) == expected


@given(JSON)
def test_pruning_twice_changes_nothing_more(value: Any) -> None:
    assert pruned(pruned(value)) == pruned(value)


@given(st.dictionaries(st.text(max_size=3), JSON, max_size=4))
def test_a_digest_knows_no_order_of_keys(document: dict[str, Any]) -> None:
    assert digest(dict(reversed(document.items()))) == digest(document)


def test_a_digest_knows_the_order_of_lists() -> None:
    assert digest([1, 2]) != digest([2, 1])
