"""Unquoted scalars are read as people type them."""

import pytest

from mktctl.workspace.compose import compose

READ: dict[str, object] = {
    "yes": "yes", "no": "no", "on": "on", "off": "off", "y": "y", "Yes": "Yes",
    "true": True, "True": True, "FALSE": False, "false": False, "tRUE": "tRUE",
    "null": None, "~": None, "Null": None, "none": "none",
    "0": 0, "7": 7, "-3": -3, "+3": 3, "0123": "0123", "007": "007", "1_000": "1_000", "0x1F": "0x1F", "0o17": "0o17",
    "1.5": 1.5, "-0.5": -0.5, ".5": 0.5, "1e3": 1000.0, "1.": 1.0, ".": ".", "-": None, "+": "+", "1,5": "1,5",
    ".inf": ".inf", ".nan": ".nan", "1e999": "1e999", "1e-3": 0.001,
    "12:30": "12:30", "190:20:30": "190:20:30", "2026-11-27": "2026-11-27", "2026-11-27 09:00": "2026-11-27 09:00",
    "1.2.3": "1.2.3", "75001": 75001, "+33612345678": 33612345678, "1234567890123456789012": "1234567890123456789012",
    "10%": "10%", "5 USD": "5 USD", "<<": "<<", "=": "=", "2 days": "2 days", "é": "é", "😀": "😀",
}  # fmt: skip


@pytest.mark.parametrize("written", [text for text in READ if text != "-"])
def test_a_plain_scalar_is_what_it_looks_like(written: str) -> None:
    found = compose(f"a: {written}\n").data
    assert found == {"a": READ[written]}
    assert isinstance(found, dict)
    assert type(found["a"]) is type(READ[written])


@pytest.mark.parametrize("written", ["true", "7", "1.5", "null", "0123"])
def test_a_quoted_scalar_is_always_text(written: str) -> None:
    assert compose(f"a: \"{written}\"\nb: '{written}'\n").data == {"a": written, "b": written}
