"""Findings as one screen: lines that fit, carets that stand right, nothing that the terminal would obey."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktctl.diagnostics import Diagnostic, Place, Severity
from mktctl.views.diagnostics_text import diagnostics_text
from mktctl.views.visible import cells, visible

_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def one(excerpt: str = "", column: int = 1, end: int = 0, **fields: object) -> Diagnostic:
    given_: dict[str, object] = {"code": "FLW001", "message": "is wrong", "severity": Severity.ERROR, **fields}
    place = Place(file="flows/a.yaml", line=12, column=column, end_column=end)
    return Diagnostic(place=place, excerpt=excerpt, **given_)  # type: ignore[arg-type]


def shown(found: Diagnostic, width: int = 60) -> list[str]:
    return diagnostics_text([found], files=3, width=width, colour=False).split("\n")


def test_one_finding() -> None:
    found = one("  - wait: 2 dais", 11, 17, hint="Write  2 days")
    assert shown(found) == [
        "flows/a.yaml:12:11 FLW001 is wrong",
        "  12 │   - wait: 2 dais",
        "     │           ^^^^^^",
        "     → Write  2 days",
        "",
        "1 error in 1 of 3 files",
        "",
    ]


@pytest.mark.parametrize(
    ("severities", "said"),
    [
        ([], "✓ 3 files, no mistakes"),
        (["error"], "1 error in 1 of 3 files"),
        (["error", "warning", "warning", "note"], "1 error, 2 warnings, 1 note in 1 of 3 files"),
        (["note"], "1 note in 1 of 3 files"),
    ],
)
def test_the_summary_counts(severities: list[str], said: str) -> None:
    found = [one(severity=Severity(severity)) for severity in severities]
    assert diagnostics_text(found, files=3, width=80, colour=False).rstrip("\n").split("\n")[-1] == said


def test_a_warning_says_so_without_colour() -> None:
    assert shown(one(severity=Severity.WARNING))[0] == "flows/a.yaml:12:1 FLW001 warning: is wrong"


def test_colours_only_paint() -> None:
    found = [one("  - wait: 2 dais", 11, 17, hint="Write  2 days", message="long " * 30), one(severity=Severity.NOTE)]
    plain = diagnostics_text(found, files=3, width=70, colour=False)
    painted = diagnostics_text(found, files=3, width=70, colour=True)
    assert "\x1b[" in painted
    assert _COLOURS.sub("", painted) == plain


@pytest.mark.parametrize(
    ("excerpt", "column", "end", "line", "caret"),
    [
        ("\tname: x", 1, 2, "→name: x", "^"),
        ("名前: x", 4, 5, "名前: x", "     ^"),
        ("a: 😀 #1", 6, 8, "a: 😀 #1", "      ^^"),
        ("e\u0301: x", 4, 5, "e\u0301: x", "  ^"),
        ("a: \x1b[31mred", 4, 12, "a: \\x1b[31mred", "   ^^^^^^^^^^^"),
        ("ab", 3, 4, "ab", "  ^"),
        ("ab", 30, 31, "ab", "  ^"),
    ],
)
def test_the_caret_stands_under_the_part(excerpt: str, column: int, end: int, line: str, caret: str) -> None:
    lines = shown(one(excerpt, column, end))
    assert lines[1] == f"  12 │ {line}"
    assert lines[2] == f"     │ {caret}"


def test_a_long_line_is_cut_round_the_place() -> None:
    text = "".join(f"word{n} " for n in range(100))
    at = text.index("word70")
    lines = shown(one(text, at + 1, at + 7), width=60)
    assert lines[1].startswith("  12 │ …")
    assert lines[1].endswith("…")
    caret = lines[2].index("^")
    assert lines[1][caret : caret + 6] == "word70"


@given(
    excerpt=st.text(max_size=300), column=st.integers(1, 320), length=st.integers(0, 50), width=st.integers(40, 120),
    message=st.text(min_size=1, max_size=200), hint=st.text(max_size=100),
)  # fmt: skip
def test_whatever_is_shown_fits_and_is_harmless(
    excerpt: str, column: int, length: int, width: int, message: str, hint: str
) -> None:
    found = one(excerpt.replace("\n", " "), column, column + length, message=message, hint=hint)
    text = diagnostics_text([found], files=1, width=width, colour=False)
    assert all(char == "\n" or char.isprintable() for char in text)
    excerpts = [line for line in text.split("\n") if re.match(r" *\d* │ ", line)]
    assert all(cells(line) <= width for line in excerpts)


@given(st.text())
def test_visible_text_is_printable_and_printable_text_is_itself(text: str) -> None:
    assert visible(text).isprintable()
    if text.isprintable():
        assert visible(text) == text
