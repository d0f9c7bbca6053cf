"""A client on a scripted server, whose waiting takes no time."""

import random
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import msgspec

from mktctl.klaviyo.client import Klaviyo
from mktctl.klaviyo.limiter import EndpointLimiter
from tests.support.scripted_server import Line, ScriptedServer
from tests.support.still_stopwatch import StillStopwatch

KEY = "pk_0123456789abcdef_secret"


class Script(msgspec.Struct, frozen=True, kw_only=True):
    """A client, the server that it talks to, and the stopwatch that both its limits and its retries use."""

    client: Klaviyo
    server: ScriptedServer
    stopwatch: StillStopwatch


@contextmanager
def client_at(url: str, *, spent_today: Mapping[str, int] | None = None) -> Iterator[tuple[Klaviyo, StillStopwatch]]:
    """A client of any address."""
    stopwatch = StillStopwatch()
    limiter = EndpointLimiter(stopwatch, spent_today=spent_today)
    with Klaviyo(api_key=KEY, base_url=url, limiter=limiter, stopwatch=stopwatch, rng=random.Random(7)) as client:
        yield client, stopwatch


@contextmanager
def scripted(*lines: Line, spent_today: Mapping[str, int] | None = None) -> Iterator[Script]:
    """A client whose n-th request is answered by the n-th line."""
    with ScriptedServer(lines) as server, client_at(server.url, spent_today=spent_today) as (client, stopwatch):
        yield Script(client=client, server=server, stopwatch=stopwatch)
