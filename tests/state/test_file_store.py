"""The state file keeps what it is given, for whoever was first, and says clearly what is wrong with it."""

import fcntl
import os
import stat
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import UTC
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mktctl.model.bindings import STATE_VERSION, ActionBinding, Binding, Intent, State
from mktctl.state.errors import StateCorrupt, StateError, StateInaccessible, StateLocked, StateTooNew
from mktctl.state.file_store import LOCK_WAIT_SECONDS_MAX, FileStore
from tests.support.still_stopwatch import StillStopwatch

words = st.text(max_size=8)
actions = st.builds(ActionBinding, id=words, message_id=st.none() | words, template_id=st.none() | words)
bindings = st.builds(Binding, id=words, name=words, applied=words, actions=st.dictionaries(words, actions, max_size=2))
instants = st.datetimes(timezones=st.just(UTC))
states = st.builds(
    State,
    account=words,
    bindings=st.dictionaries(words, bindings, max_size=3),
    intents=st.dictionaries(words, st.builds(Intent, kind=words, name=words, started=instants), max_size=2),
    spent=st.dictionaries(words, st.dictionaries(words, st.integers(0, 10**6), max_size=2), max_size=2),
)
STATE = State(account="A1")


@given(steps=st.lists(st.tuples(st.integers(0, 4), states), max_size=6))
@settings(max_examples=40)
def test_a_store_does_what_a_variable_under_compare_and_swap_does(steps: list[tuple[int, State]]) -> None:
    with TemporaryDirectory() as directory:
        store = FileStore(Path(directory) / "state.json")
        generation, kept = 0, None
        for expected, state in steps:
            swapped = store.swap(expected, state)
            assert swapped == (expected == generation)
            if swapped:
                generation, kept = generation + 1, state
            assert FileStore(store.path).load() == (generation, kept)


def _swap(path: str, number: int) -> bool:
    return FileStore(Path(path)).swap(0, State(account=f"writer {number}"))


@pytest.mark.parametrize("round_number", range(5))
def test_of_many_threads_exactly_one_wins_a_generation(tmp_path: Path, round_number: int) -> None:
    path = tmp_path / "state.json"
    with ThreadPoolExecutor(8) as threads:
        won = list(threads.map(lambda n: FileStore(path).swap(0, State(account=str(n))), range(16)))
    assert won.count(True) == 1
    assert FileStore(path).load() == (1, State(account=str(won.index(True))))


def test_of_many_processes_exactly_one_wins_a_generation(tmp_path: Path) -> None:
    path = str(tmp_path / "state.json")
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as processes:
        won = list(processes.map(_swap, [path] * 8, range(8)))
    assert won.count(True) == 1
    assert FileStore(Path(path)).load() == (1, State(account=f"writer {won.index(True)}"))


def test_nobody_but_the_owner_can_read_what_is_written(tmp_path: Path) -> None:
    mask = os.umask(0)
    try:
        store = FileStore(tmp_path / "new" / "state.json")
        assert store.swap(0, STATE)
        assert store.swap(1, STATE)
    finally:
        os.umask(mask)
    written = {file.name: stat.S_IMODE(file.stat().st_mode) for file in store.path.parent.iterdir()}
    assert written == dict.fromkeys(("state.json", "state.json.previous", "state.json.lock"), 0o600)


def test_the_version_before_the_last_write_stays_beside_the_file(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "state.json")
    for generation in range(3):
        assert store.swap(generation, State(account=str(generation + 1)))
    previous = FileStore(tmp_path / "state.json.previous")
    assert previous.load() == (2, State(account="2"))


CORRUPT = {
    "empty": b"",
    "half": b'{"generation": 1, "state": {"acc',
    "not JSON": b"<<<<<<< HEAD\n{}\n=======\n",
    "not UTF-8": b'{"generation": 1, "state": {"version": 1, "account": "\xff"}}',
    "nested without end": b'{"generation": 1, "state": {"version": 1, "account": ' + b"[" * 100_000,
    "another document": b'{"data": []}',
    "a list": b"[]",
    "no account": b'{"generation": 1, "state": {"version": 1}}',
    "generation zero": b'{"generation": 0, "state": {"version": 1, "account": "A1"}}',
    "a generation of text": b'{"generation": "1", "state": {"version": 1, "account": "A1"}}',
    "an unknown key": b'{"generation": 1, "lock": 7, "state": {"version": 1, "account": "A1"}}',
    "version zero": b'{"generation": 1, "state": {"version": 0, "account": "A1"}}',
}


@pytest.mark.parametrize("content", CORRUPT.values(), ids=CORRUPT.keys())
def test_a_corrupt_file_is_named_and_never_overwritten(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "state.json"
    path.write_bytes(content)
    for attempt in (
        FileStore(path).load,
        lambda: FileStore(path).swap(0, STATE),
        lambda: FileStore(path).swap(1, STATE),
    ):
        with pytest.raises(StateCorrupt, match="is not a state file") as caught:
            attempt()
        assert str(path) in str(caught.value)
        assert "restore state.json from a backup" in caught.value.hint
    assert path.read_bytes() == content


def test_the_way_out_of_a_corrupt_file_is_the_version_beside_it(tmp_path: Path) -> None:
    store = FileStore(tmp_path / "state.json")
    store.swap(0, STATE)
    store.swap(1, STATE)
    store.path.write_bytes(b"")
    with pytest.raises(StateCorrupt) as caught:
        store.load()
    assert str(tmp_path / "state.json.previous") in caught.value.hint
    os.replace(tmp_path / "state.json.previous", store.path)  # as the hint says
    assert store.load() == (1, STATE)


def test_a_newer_format_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    content = b'{"generation": 7, "state": {"version": %d, "what": "we do not know"}}' % (STATE_VERSION + 1)
    path.write_bytes(content)
    for attempt in (FileStore(path).load, lambda: FileStore(path).swap(7, STATE)):
        with pytest.raises(StateTooNew, match="newer mktctl") as caught:
            attempt()
        assert caught.value.hint == "update mktctl on this machine"
    assert path.read_bytes() == content


def test_a_link_in_the_place_of_a_file_is_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.json"
    FileStore(elsewhere).swap(0, STATE)
    content = elsewhere.read_bytes()
    for suffix in ("", ".lock", ".new"):
        project = tmp_path / f"project{suffix}"
        project.mkdir()
        (project / f"state.json{suffix}").symlink_to(elsewhere)
        with pytest.raises(StateInaccessible, match=r"state\.json"):
            FileStore(project / "state.json").swap(0, STATE)
    assert elsewhere.read_bytes() == content


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "folder" / "state.json").mkdir(parents=True)
    for path in (tmp_path / "file" / "state.json", tmp_path / "folder" / "state.json"):
        with pytest.raises(StateInaccessible, match=str(tmp_path)):
            FileStore(path).swap(0, STATE)


def test_a_writer_that_never_ends_is_waited_for_only_so_long(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    stopwatch = StillStopwatch()
    with open(tmp_path / "state.json.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(StateLocked, match="another mktctl"):
            FileStore(path, stopwatch=stopwatch).swap(0, STATE)
        assert FileStore(path).load() == (0, None)  # reading needs no lock
    assert LOCK_WAIT_SECONDS_MAX <= sum(stopwatch.slept) <= LOCK_WAIT_SECONDS_MAX + 1
    assert FileStore(path).swap(0, STATE)


def test_every_failure_is_one_outside_error_with_a_way_out(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    path.write_bytes(b"")
    with pytest.raises(StateError) as caught:
        FileStore(path).load()
    assert caught.value.exit_code == 1
    assert caught.value.hint
