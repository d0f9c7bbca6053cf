"""The test of the README would pass on anything if these did not hold."""

import os
from pathlib import Path

import pytest

from tests.support.transcript import Shown, as_pattern, commands, printed

PAGE = """A tour.

```console
$ mktctl validate
12 files, no mistakes.
$ echo one \\
    two
one two
```

```yaml
not: a command
$also: none
```

```console
$ true
```
"""


def test_a_page_is_read_as_commands_with_their_lines() -> None:
    assert list(commands(PAGE)) == [
        Shown(line=4, command="mktctl validate", output="12 files, no mistakes."),
        Shown(line=6, command="echo one two", output="one two"),
        Shown(line=17, command="true", output=""),
    ]


@pytest.mark.parametrize(
    ("shown", "text", "same"),
    [
        ("a\nb", "a\nb", True),
        ("a\nb", "a\nc", False),
        ("a (b)", "a (b)", True),
        ("took … s", "took 0.3 s", True),
        ("took … s", "took\n s", False),
        ("a\n…\nz", "a\nb\nc\nz", True),
        ("a\n…\nz", "a\nz", True),
        ("a\n…", "a\nb\nc", True),
        ("a\n…\nz", "a\nb", False),
        ("", "", True),
        ("", "a", False),
    ],
)
def test_what_is_shown_is_compared_with_what_is_printed(shown: str, text: str, same: bool) -> None:
    assert bool(as_pattern(shown).fullmatch(text)) is same


def test_both_streams_are_read_as_a_terminal_would_show_them(tmp_path: Path) -> None:
    shown = printed("echo one; echo two >&2; exit 3", cwd=tmp_path, environment=dict(os.environ))
    assert shown == ("one\ntwo", 3)


def test_a_command_sees_how_the_one_before_it_ended(tmp_path: Path) -> None:
    assert printed("echo $?", cwd=tmp_path, environment=dict(os.environ), before=3) == ("3", 0)
