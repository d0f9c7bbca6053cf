"""A fresh sandbox without rate limits, and a connection to it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from mktctl.sandbox.options import Options
from mktctl.sandbox.server import RunningSandbox, running
from tests.support.sandbox_api import Api, database


@pytest.fixture
def sandbox(tmp_path: Path) -> Iterator[RunningSandbox]:
    """An empty account at 2026-01-01."""
    with running(database(tmp_path), Options(limits="none")) as found:
        yield found


@pytest.fixture
def api(sandbox: RunningSandbox) -> Iterator[Api]:
    """A connection with a key that may do everything."""
    with Api(sandbox) as found:
        yield found
