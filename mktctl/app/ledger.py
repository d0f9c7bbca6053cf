"""The state during an apply: written after every step, so that a killed run loses nothing."""

import threading
from collections.abc import Callable

import msgspec

from mktctl.diagnostics import OutsideError
from mktctl.model.address import Address
from mktctl.model.bindings import Binding, Intent, State
from mktctl.state.store import Store


class StateMoved(OutsideError):  # noqa: N818 - the name says what happened
    """Another run changed the state while this one was at work."""


class Ledger:
    """One account's state behind its store. Safe to use from several threads; every change is on disk on return."""

    def __init__(self, store: Store, account: str) -> None:
        self._store = store
        self._lock = threading.Lock()
        generation, state = store.load()
        self._generation = generation
        self._state = state or State(account=account)

    @property
    def state(self) -> State:
        """The present state."""
        return self._state

    def change(self, edit: Callable[[State], State]) -> None:
        """Swap in `edit(state)`; raises `StateMoved` if another run wrote in between."""
        with self._lock:
            edited = edit(self._state)
            if edited == self._state:
                return
            if not self._store.swap(self._generation, edited):
                raise StateMoved(
                    "another run of mktctl changed the state in the meantime",
                    hint="Wait until it has ended, then plan and apply again.",
                )
            self._generation, self._state = self._generation + 1, edited

    def bind(self, address: Address, binding: Binding) -> None:
        """Remember the object; its intent, if there is one, is fulfilled."""

        def edit(state: State) -> State:
            intents = {key: intent for key, intent in state.intents.items() if key != str(address)}
            bindings = {**state.bindings, str(address): binding}
            return msgspec.structs.replace(state, bindings=bindings, intents=intents)

        self.change(edit)

    def move(self, source: str, address: Address) -> None:
        """The ref changed: the binding follows."""

        def edit(state: State) -> State:
            bindings = dict(state.bindings)
            bindings[str(address)] = bindings.pop(source)
            return msgspec.structs.replace(state, bindings=bindings)

        self.change(edit)

    def intend(self, key: str, intent: Intent) -> None:
        """Write down what is about to be created, before it is sent."""
        self.change(lambda state: msgspec.structs.replace(state, intents={**state.intents, key: intent}))

    def fulfil(self, key: str) -> None:
        """The thing of that intent is gone again, or known."""

        def edit(state: State) -> State:
            intents = {name: intent for name, intent in state.intents.items() if name != key}
            return msgspec.structs.replace(state, intents=intents)

        self.change(edit)

    def spend(self, day: str, spent: dict[str, int]) -> None:
        """Note the day's requests of capped operations; older days are forgotten."""
        if spent:
            self.change(lambda state: msgspec.structs.replace(state, spent={day: spent}))
