"""Accounts for tests that draw their workspaces: each example needs one of its own."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import Phase, settings

from mktctl.model.bindings import State
from tests.support.account import Account, account
from tests.support.generated import SECRETS
from tests.support.memory_store import MemoryStore

# An example is several applies: shrinking one would take minutes.
law = settings(max_examples=12, phases=(Phase.explicit, Phase.generate))


@contextmanager
def fresh(folder: Path | None = None, key: str = "pk_sandbox", store: MemoryStore | None = None) -> Iterator[Account]:
    """An account in a folder of its own, or in `folder`, with the secrets of generated workspaces at hand."""
    with (
        tempfile.TemporaryDirectory() as new,
        account(folder or Path(new), key=key, store=store or MemoryStore()) as one,
    ):
        one.secrets.update(SECRETS)
        yield one


def state_of(one: Account) -> State:
    """What an apply has remembered."""
    state = one.store.load()[1]
    assert state is not None
    return state
