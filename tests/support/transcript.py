"""Commands and their output as a page shows them, to be run again and compared.

In a page: a fenced block that begins with `$ `, where each such line is a command and the lines under it are what it
prints. A line `…` stands for any lines, `…` within a line for any text. `$ echo $?` shows an exit code.
"""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_BLOCK = re.compile(r"^```\w*\n(?=\$ )(.*?)^```", flags=re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One command of a page, at its line, with the text that the page shows under it."""

    line: int
    command: str
    output: str


def commands(page: str) -> Iterator[Shown]:
    """The commands of every console block, in order. A trailing backslash continues a command."""
    for block in _BLOCK.finditer(page):
        first = page.count("\n", 0, block.start(1)) + 1
        parts = re.split(r"^\$ ", block[1], flags=re.MULTILINE)
        line = first + parts[0].count("\n")
        for part in parts[1:]:
            command, _, output = re.sub(r"\s*\\\n\s*", " ", part).partition("\n")
            yield Shown(line=line, command=command, output=output.strip("\n"))
            line += part.count("\n")


def as_pattern(output: str) -> re.Pattern[str]:
    """What the page shows as a pattern for what is printed; spaces at the ends of lines do not count."""
    lines = [line.rstrip() for line in output.split("\n")]
    whole = "\n".join("\0" if line.strip() == "…" else re.escape(line).replace("…", "[^\n]*") for line in lines)
    return re.compile(re.sub("\n?\0\n?", "(?:\n|.)*", whole))


def printed(command: str, *, cwd: Path, environment: dict[str, str], before: int = 0) -> tuple[str, int]:
    """Run one command line as a reader would type it; what a terminal would show of both streams, and the exit code.

    `before` is the exit code of the command before it, for `echo $?`.
    """
    run = subprocess.run(
        ["bash", "-c", f"(exit {before})\n{command}"],
        cwd=cwd,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=120,
    )
    return "\n".join(line.rstrip() for line in run.stdout.strip("\n").split("\n")), run.returncode
