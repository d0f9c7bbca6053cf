"""Which stored version is which wanted one (`mktctl/planning/campaign_reading.py`)."""

import pytest

from mktctl.planning.campaign_reading import paired

PAIRS: dict[str, tuple[tuple[str, ...], tuple[tuple[str, str], ...], dict[str, str]]] = {
    "of the same names": (("a", "b"), (("b", "2"), ("a", "1")), {"a": "1", "b": "2"}),
    "renamed": (("a",), (("Variation A", "1"),), {"a": "1"}),
    "one more wanted": (("a", "b"), (("a", "1"),), {"a": "1"}),
    "one more there": (("a",), (("x", "0"), ("a", "1")), {"a": "1"}),
    "two of one name there": (("a",), (("a", "1"), ("a", "2")), {"a": "1"}),
    "names win over order": (("new", "a"), (("a", "1"), ("old", "2")), {"new": "2", "a": "1"}),
    "nothing there": (("a",), (), {}),
}


@pytest.mark.parametrize("case", PAIRS)
def test_versions_are_paired_by_name_then_by_order(case: str) -> None:
    wanted, there, pairs = PAIRS[case]
    assert paired(wanted, there) == pairs
    assert list(paired(wanted, there)) == [name for name in wanted if name in pairs]
