"""The state as bytes: sorted, indented JSON, so that two states can be compared by eye."""

from typing import Final

import msgspec

from mktctl.model.bindings import STATE_VERSION, State


class StoredState(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What stands in the file. `generation` counts the writes from 1."""

    generation: int
    state: State


class _Version(msgspec.Struct, frozen=True):
    version: int


class _Outline(msgspec.Struct, frozen=True):
    state: _Version


class NewerVersion(Exception):  # noqa: N818 - internal, becomes `StateTooNew`
    """The file's version is above ours."""

    def __init__(self, version: int) -> None:
        super().__init__(f"format version {version}; this program knows {STATE_VERSION}")


_DECODER: Final = msgspec.json.Decoder(StoredState)
_ENCODER: Final = msgspec.json.Encoder(order="sorted")


def encoded(stored: StoredState) -> bytes:
    """The file that `decoded` reads back to the same value."""
    return msgspec.json.format(_ENCODER.encode(stored), indent=2) + b"\n"


def decoded(content: bytes) -> StoredState:
    """Raises `NewerVersion`, and `ValueError` or `RecursionError` for what is not a state."""
    version = msgspec.json.decode(content, type=_Outline).state.version
    if version > STATE_VERSION:
        raise NewerVersion(version)
    stored = _DECODER.decode(content)
    if stored.generation < 1 or version < 1:
        raise msgspec.ValidationError("generation and version count from 1")
    return stored
