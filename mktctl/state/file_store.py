"""The state in a file, for one machine: atomic, durable, one writer at a time, one version back kept beside it.

state.json            the state
state.json.previous   the state one write earlier
state.json.new        only while writing; a leftover of a killed process is overwritten
state.json.lock       held while writing; the operating system frees it when its holder dies
state.json.apply      held during a whole apply, in the same way
"""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from mktctl.clock import MonotonicStopwatch, Stopwatch
from mktctl.model.bindings import State
from mktctl.state.errors import StateCorrupt, StateInaccessible, StateLocked, StateTooNew
from mktctl.state.file_format import NewerVersion, StoredState, decoded, encoded

LOCK_WAIT_SECONDS_MAX: Final = 10.0
LOCK_POLL_SECONDS: Final = 0.02
_OWNER_ONLY: Final = 0o600
_CHUNK_BYTES: Final = 1024 * 1024


class FileStore:
    """The `Store` in one JSON file. Readable by its owner only: ids and names of an account are nobody else's."""

    def __init__(self, path: Path, *, stopwatch: Stopwatch | None = None) -> None:
        self.path = path
        self._stopwatch = stopwatch or MonotonicStopwatch()

    def load(self) -> tuple[int, State | None]:
        with self._foreign_errors():
            content = self._content()
        if content is None:
            return 0, None
        stored = self._decoded(content)
        return stored.generation, stored.state

    def swap(self, generation: int, state: State) -> bool:
        with self._foreign_errors(), self._lock():
            content = self._content()
            current = 0 if content is None else self._decoded(content).generation
            if current != generation:
                return False
            if content is not None:
                self._replace(self._beside("previous"), content)
            self._replace(self.path, encoded(StoredState(generation=generation + 1, state=state)))
            return True

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Keep every other apply on this state out, from before the plan is made; raises `StateLocked` at once.

        Compare-and-swap alone is too late: a second run could plan between what the first has sent and remembered.
        """
        with self._foreign_errors():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
            descriptor = os.open(self._beside("apply"), flags, _OWNER_ONLY)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise StateLocked(
                    f"another mktctl apply is at work on {self.path.name.partition('.')[0]}",
                    hint="wait for it to end, then run the same command again",
                ) from None
            yield
        finally:
            os.close(descriptor)

    def _beside(self, suffix: str) -> Path:
        return self.path.with_name(f"{self.path.name}.{suffix}")

    def _content(self) -> bytes | None:
        """The file's bytes, None when there is none. A link in its place is refused: it could lead anywhere."""
        try:
            descriptor = os.open(self.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except FileNotFoundError:
            return None
        with open(descriptor, "rb") as file:
            return file.read()

    def _replace(self, target: Path, content: bytes) -> None:
        """Write `content` beside `target` and put it in its place: at every instant the old file or the new one."""
        new = self._beside("new")
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
        descriptor = os.open(new, flags, _OWNER_ONLY)
        try:
            rest = memoryview(content)
            while rest:
                rest = rest[os.write(descriptor, rest[:_CHUNK_BYTES]) :]
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        os.replace(new, target)
        self._sync_directory()

    def _sync_directory(self) -> None:
        """A rename is on disk only when its directory is."""
        descriptor = os.open(self.path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
        descriptor = os.open(self._beside("lock"), flags, _OWNER_ONLY)
        try:
            self._wait_for(descriptor)
            yield
        finally:
            os.close(descriptor)

    def _wait_for(self, descriptor: int) -> None:
        """Held by the open file, so that threads exclude each other as processes do."""
        deadline = self._stopwatch.seconds() + LOCK_WAIT_SECONDS_MAX
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if self._stopwatch.seconds() >= deadline:
                    raise StateLocked(
                        f"another mktctl has been writing {self.path} for {LOCK_WAIT_SECONDS_MAX:.0f} seconds",
                        hint="wait for it to end, then run the same command again",
                    ) from None
                self._stopwatch.sleep(LOCK_POLL_SECONDS)
            else:
                return

    def _decoded(self, content: bytes) -> StoredState:
        try:
            return decoded(content)
        except NewerVersion as error:
            raise StateTooNew(
                f"{self.path} was written by a newer mktctl ({error})", hint="update mktctl on this machine"
            ) from None
        except (ValueError, RecursionError) as error:
            raise StateCorrupt(f"{self.path} is not a state file ({error})", hint=self._way_out()) from None

    def _way_out(self) -> str:
        previous = self._beside("previous")
        if previous.is_file():
            return f"{previous} holds the state one write earlier: move it to {self.path.name} and run plan"
        return f"restore {self.path.name} from a backup; there is no earlier version beside it"

    @contextlib.contextmanager
    def _foreign_errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            # Errors of an open file name its number, not its path.
            named = error.filename if isinstance(error.filename, (str, os.PathLike)) else self.path
            raise StateInaccessible(
                f"{named}: {error.strerror or error}",
                hint="the state file must be a plain file that you can read and write, on a disk with room",
            ) from None
