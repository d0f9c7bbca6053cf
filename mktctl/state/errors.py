"""What can go wrong with the kept state. Every exception that leaves this layer is in the tree.

OutsideError
└── StateError
    ├── StateCorrupt       the file is there and is not a state
    ├── StateTooNew        written by a later version of mktctl
    ├── StateLocked        another process has been writing for too long
    └── StateInaccessible  the file system refuses: permissions, a full disk, a link in the file's place
"""

from mktctl.diagnostics import OutsideError

# ruff: noqa: N818 - the names say what happened


class StateError(OutsideError):
    """The state cannot be read or written; the message names the file."""


class StateCorrupt(StateError):
    """The file is not a state. Nothing is overwritten; the hint names the copy that is."""


class StateTooNew(StateError):
    """The file's format is newer than this program knows. It is left alone."""


class StateLocked(StateError):
    """The lock was not free within the time that one write could need."""


class StateInaccessible(StateError):
    """The operating system refused to read or write."""
