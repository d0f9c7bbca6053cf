"""A client on the real sandbox, over a real socket, whose waiting takes no time."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from mktctl.klaviyo.client import Klaviyo
from mktctl.klaviyo.limiter import EndpointLimiter, Limiter
from mktctl.sandbox.options import Options
from mktctl.sandbox.server import RunningSandbox, running
from tests.support.still_stopwatch import StillStopwatch

EVERYTHING = "pk_sandbox"
READ_ONLY = "pk_sandbox_read"


@contextmanager
def sandboxed(
    directory: Path, options: Options | None = None, *, key: str = EVERYTHING, limiter: Limiter | None = None
) -> Iterator[tuple[Klaviyo, RunningSandbox]]:
    """A client with the real limits, and the sandbox on the database of `directory`. Both share one stopwatch."""
    stopwatch = StillStopwatch()
    limits = limiter or EndpointLimiter(stopwatch)
    with (
        running(directory / "sandbox.sqlite3", options or Options(), stopwatch) as sandbox,
        Klaviyo(api_key=key, base_url=sandbox.url, limiter=limits, stopwatch=stopwatch, rng=random.Random(1)) as client,
    ):
        yield client, sandbox
