"""A state that lives as long as its test."""

from mktctl.model.bindings import State


class MemoryStore:
    """The contract of `mktctl.state.store.Store`, without a disk that has to be waited for."""

    def __init__(self) -> None:
        self._generation = 0
        self._state: State | None = None

    def load(self) -> tuple[int, State | None]:
        return self._generation, self._state

    def swap(self, generation: int, state: State) -> bool:
        if generation != self._generation:
            return False
        self._generation, self._state = generation + 1, state
        return True
