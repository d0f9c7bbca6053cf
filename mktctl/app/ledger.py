"""The state during an apply: written after every step, so that a killed run loses nothing."""

import contextlib
import threading
from collections.abc import Callable, Iterator

import msgspec

from mktctl.diagnostics import OutsideError
from mktctl.klaviyo.errors import AnswerLost, KlaviyoError, UnexpectedAnswer
from mktctl.model.address import Address
from mktctl.model.bindings import Binding, Intent, State
from mktctl.planning.unfinished import RETIRE
from mktctl.state.store import Store


class StateMoved(OutsideError):  # noqa: N818 - the name says what happened
    """Another run changed the state while this one was at work."""


class Ledger:
    """One account's state behind its store. Safe to use from several threads; every change is on disk on return."""

    def __init__(self, store: Store, account: str, *, generation: int | None = None) -> None:
        """Raises `StateMoved` if the state is no longer that of `generation`, on which the plan was made."""
        self._store = store
        self._lock = threading.Lock()
        self._generation, state = store.load()
        if generation not in (None, self._generation):
            raise _moved("another run of mktctl changed the state since the plan was made")
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
                raise _moved("another run of mktctl changed the state in the meantime")
            self._generation, self._state = self._generation + 1, edited

    def bind(self, address: Address, binding: Binding) -> None:
        """Remember the object; its intent, if there is one, is fulfilled, and nothing wants to retire it any more."""
        over = (str(address), RETIRE + binding.id)

        def edit(state: State) -> State:
            intents = {key: intent for key, intent in state.intents.items() if key not in over}
            bindings = {**state.bindings, str(address): binding}
            return msgspec.structs.replace(state, bindings=bindings, intents=intents)

        self.change(edit)

    def touch(self, address: Address) -> Binding:
        """The binding, marked as being worked on: what is seen there from now on is no longer what was applied."""
        binding = msgspec.structs.replace(self._state.bindings[str(address)], seen="")
        self.bind(address, binding)
        return binding

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

    @contextlib.contextmanager
    def intending(self, key: str, intent: Intent) -> Iterator[None]:
        """The intent stands while the request is sent, and stays unless the platform surely did not carry it out."""
        self.intend(key, intent)
        try:
            yield
        except KlaviyoError as error:
            if not isinstance(error, AnswerLost | UnexpectedAnswer):
                self.fulfil(key)
            raise

    def fulfil(self, key: str) -> None:
        """The thing of that intent is gone again, or known, or was never made."""

        def edit(state: State) -> State:
            intents = {name: intent for name, intent in state.intents.items() if name != key}
            return msgspec.structs.replace(state, intents=intents)

        self.change(edit)

    def spend(self, day: str, sent: dict[str, int]) -> None:
        """Add this run's requests of capped operations to the day's; older days are forgotten."""

        def edit(state: State) -> State:
            before = state.spent.get(day, {})
            today = {name: before.get(name, 0) + sent.get(name, 0) for name in {*before, *sent}}
            return msgspec.structs.replace(state, spent={day: today})

        if any(sent.values()):
            self.change(edit)


def _moved(what: str) -> StateMoved:
    return StateMoved(what, hint="Wait until it has ended, then plan and apply again.")
