"""The world that tests run in: no network but this machine's, nobody's home, an odd time zone, no inherited switches.

tests/test_world.py proves each of these poisons.
"""

import ipaddress
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.configuration import set_hypothesis_home_dir

# What a developer's shell or a CI service may have set, and what would change what the program prints or does.
_INHERITED = ("KLAVIYO_", "MKTCTL_", "GITHUB_", "XDG_", "PIP_", "PYTEST_THEME", "RICH_", "TYPER_", "_TYPER")
_SWITCHES = ("CI", "NO_COLOR", "FORCE_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "PY_COLORS", "COLUMNS", "LINES", "PAGER")
_HTTP_PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")

settings.register_profile(
    "mktctl",
    deadline=None,  # two cores shared by two workers: a slow example says nothing
    database=None,  # nothing is left behind
    derandomize=bool(os.environ.get("CI")),  # a change is not failed by another day's luck
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("mktctl")
set_hypothesis_home_dir(Path(__file__).resolve().parents[1] / ".cache/hypothesis")


class OutsideWorldError(AssertionError):
    """A test reached for something that is not on this machine. An assertion: no `except OSError` may hide it."""


def _local(address: object) -> bool:
    if not isinstance(address, tuple):  # a Unix socket's path
        return True
    host = str(address[0]).split("%")[0]
    if host in ("", "localhost"):
        return host == "localhost"
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "socket.bind", "socket.sendto"):
        if not _local(arguments[1]):
            raise OutsideWorldError(f"{event} to {arguments[1]!r}: tests talk to this machine's loopback only")
    elif event == "socket.getaddrinfo":
        host = arguments[0].decode() if isinstance(arguments[0], bytes) else arguments[0]
        if host is not None and not _local((host, 0)):
            raise OutsideWorldError(f"looked up {host!r}: tests know no name but localhost")


sys.addaudithook(_refuse_network)

_world: Path | None = None


def pytest_configure(config: pytest.Config) -> None:
    """Before any test module is imported: modules that read the environment at import see the poisoned one."""
    global _world  # one process, one world; removed by pytest_unconfigure
    _world = Path(tempfile.mkdtemp(prefix="mktctl-world-"))
    for name in list(os.environ):
        if name.startswith(_INHERITED) or name in _SWITCHES or name.upper() in _HTTP_PROXIES:
            del os.environ[name]
    home, temporary = _world / "home", _world / "tmp"
    home.mkdir()
    temporary.mkdir()
    os.environ["HOME"] = os.environ["USERPROFILE"] = str(home)
    os.environ["TMPDIR"] = str(temporary)  # what a test leaves behind goes with the world, its own folders too
    tempfile.tempdir = None
    os.environ["TZ"] = "Pacific/Chatham"  # 12:45 ahead: nothing may depend on the machine's zone being UTC
    time.tzset()


def pytest_unconfigure(config: pytest.Config) -> None:
    if _world is not None:
        shutil.rmtree(_world, ignore_errors=True)
