"""Swaps without end and prints each generation once it is promised. A program for a test to kill.

python endless_swaps.py STATE_FILE
"""

import sys
from pathlib import Path

from mktctl.model.bindings import Binding, State
from mktctl.state.file_store import FileStore


def main(path: Path) -> None:
    store = FileStore(path)
    for _ in range(100_000):
        generation, _state = store.load()
        bindings = {f"flow/f{n}": Binding(id=str(generation), name="x" * 200) for n in range(50)}
        assert store.swap(generation, State(account="a", bindings=bindings))
        print(generation + 1, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
