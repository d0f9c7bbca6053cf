"""How much work one build may do: a template of the project is content, and must not hang a command."""

from typing import Final

from mktctl.content.mistakes import BuildError

STEPS_MAX: Final = 10_000
"""Rounds of loops, calls and included files of one build."""

CHARACTERS_MAX: Final = 1_000_000
"""Characters that one build may join together; a mail above 102 kB is cut by Gmail anyway."""


class Budget:
    """Counts down; the mistake names the limit that was reached."""

    def __init__(self) -> None:
        self._steps = STEPS_MAX
        self._characters = CHARACTERS_MAX

    def step(self) -> None:
        """One round of a loop, one call or one included file. Raises BuildError TPL103 beyond STEPS_MAX."""
        self._steps -= 1
        if self._steps < 0:
            raise BuildError("TPL103", f"the build step goes on without end: more than {STEPS_MAX:,} rounds")

    def text(self, characters: int) -> None:
        """That many characters were made. Raises BuildError TPL103 beyond CHARACTERS_MAX."""
        self._characters -= characters
        if self._characters < 0:
            raise BuildError("TPL103", f"the build step writes more than {CHARACTERS_MAX:,} characters")
