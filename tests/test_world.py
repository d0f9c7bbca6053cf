"""Each poison of conftest.py works: a test that reaches out fails, here and on the next machine."""

import os
import socket
import subprocess
import sys
import tempfile
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import settings


def test_connecting_to_another_machine_fails() -> None:
    with socket.socket() as client, pytest.raises(AssertionError, match="loopback only"):
        client.connect(("192.0.2.1", 80))


def test_looking_up_a_name_fails_even_where_errors_of_the_network_are_expected() -> None:
    with pytest.raises(AssertionError, match="no name but localhost"):
        urllib.request.urlopen("http://a.klaviyo.example/api/lists", timeout=1)


def test_listening_on_every_interface_fails() -> None:
    with socket.socket() as server, pytest.raises(AssertionError, match="loopback only"):
        server.bind(("0.0.0.0", 0))


def test_the_machine_s_own_loopback_works() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname(), timeout=5):
        connection, address = server.accept()
        connection.close()
        assert address[0] == "127.0.0.1"


def test_home_is_nobody_s_and_children_inherit_it() -> None:
    assert "mktctl-world-" in str(Path.home())
    assert list(Path.home().iterdir()) == []
    child = subprocess.run(
        [sys.executable, "-c", "print(__import__('pathlib').Path.home())"], capture_output=True, text=True, check=True
    )
    assert child.stdout.strip() == str(Path.home())


def test_what_a_test_leaves_in_the_temporary_folder_goes_with_the_world(tmp_path: Path) -> None:
    assert "mktctl-world-" in tempfile.gettempdir()
    assert "mktctl-world-" in str(tmp_path)


def test_no_switch_of_the_shell_leaks_in() -> None:
    assert [
        name for name in os.environ if name.startswith(("KLAVIYO_", "GITHUB_")) or name in ("CI", "FORCE_COLOR")
    ] == []


def test_the_machine_s_time_zone_is_an_odd_one() -> None:
    summer = datetime(2026, 1, 15, tzinfo=UTC).astimezone()
    assert summer.utcoffset() is not None
    assert summer.strftime("%z") == "+1345"


def test_generated_examples_leave_no_database_and_have_no_deadline() -> None:
    assert settings.default.database is None
    assert settings.default.deadline is None
