"""PyYAML's C parser, the only one that is used (P53): the pure Python one reads some texts differently."""

from typing import Any

import yaml

from mktctl.diagnostics import OutsideError

Event = Any
"""An event of the parser; the published stubs know less of it than it tells."""

CParser: Any
try:
    from yaml._yaml import CParser
except ImportError:  # PyYAML built without libyaml
    CParser = None


class EventParser:
    """The events of one text, pulled one at a time. Marks carry an `index` in characters."""

    def __init__(self, text: str) -> None:
        if CParser is None:
            raise OutsideError(
                f"PyYAML {yaml.__version__} came without libyaml, and its other parser reads some texts differently",
                hint="Install the wheel that has it: pip install --force-reinstall --only-binary :all: pyyaml",
            )
        parser: Any = CParser(text)
        self.check_event = parser.check_event
        self.get_event = parser.get_event
