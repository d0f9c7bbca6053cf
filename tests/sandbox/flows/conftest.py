"""A fresh account for each test that asks for one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sandbox.flows.shop import Shop, open_shop


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with open_shop(tmp_path) as opened:
        yield opened
