"""`pytest tests/views --update-docs` writes the generated pages of `docs/` anew (`make docs`)."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-docs", action="store_true", help="write the generated pages of docs/ anew")
