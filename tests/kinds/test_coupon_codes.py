"""Files of codes: one a line, and no line is ever repeated in a message."""

import pytest

from mktctl.kinds.coupon_codes import CODE_CHARACTERS_MAX, MISTAKES_MAX, parse_codes


def test_codes_keep_their_order() -> None:
    assert parse_codes("B2\n\n  A1  \r\nC-3_x.y\n") == (("B2", "A1", "C-3_x.y"), ())


@pytest.mark.parametrize(
    "line", ["A1,2027-01-01", "A 1", '"A1"', "A1;B2", "Größe", "A" * (CODE_CHARACTERS_MAX + 1), "{{ x }}", "<b>A</b>"]
)
def test_a_line_that_is_no_code_is_named_and_not_shown(line: str) -> None:
    _, mistakes = parse_codes(f"A1\n{line}\n")
    assert [(one.line, one.is_error) for one in mistakes] == [(2, True)]
    assert line not in mistakes[0].message


def test_a_code_twice_is_taken_once() -> None:
    codes, (mistake,) = parse_codes("A1\nB2\nA1\n")
    assert codes == ("A1", "B2")
    assert (mistake.line, mistake.is_error, "line 1" in mistake.message) == (3, False, True)


def test_the_first_mistakes_are_enough_and_errors_come_first() -> None:
    _, mistakes = parse_codes("A1\n" * 50 + "no code\n" * 3)
    assert len(mistakes) == MISTAKES_MAX
    assert sum(one.is_error for one in mistakes) == 3
