"""The contract of every place that keeps the state."""

from typing import Protocol

from mktctl.model.bindings import State


class Store(Protocol):
    """One account's state under compare-and-swap. Every method raises `StateError`."""

    def load(self) -> tuple[int, State | None]:
        """The generation and the state of it; `(0, None)` before the first swap. Never half of a write."""

    def swap(self, generation: int, state: State) -> bool:
        """Replace the state if it is still of `generation`, as generation + 1; False if somebody else was faster.

        Once True is returned the state survives a crash of the machine.
        """
