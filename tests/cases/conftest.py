"""`pytest tests/cases --update-cases` writes what the program says now; git shows what that changes."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-cases", action="store_true", help="write expected.txt of every golden case anew")
