"""Starting, stopping, and what happens when the sandbox itself fails."""

import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from mktctl.sandbox.errors import SandboxError
from mktctl.sandbox.options import Options
from mktctl.sandbox.server import RunningSandbox, running, serve
from tests.support.sandbox_api import Answer, Api, database, resource

SECONDS = 20
SERVE = """
import sys
from pathlib import Path
from mktctl.sandbox.options import Options
from mktctl.sandbox.server import serve
serve(Path(sys.argv[1]), Options(limits="none"), port=int(sys.argv[2]))
print("stopped")
"""


def test_a_port_is_free_again_and_no_thread_is_left(tmp_path: Path) -> None:
    with running(database(tmp_path), Options()) as sandbox, Api(sandbox) as api:
        assert api.call("get_accounts").status == 200
        address = urlsplit(sandbox.url)
    assert "sandbox" not in {thread.name for thread in threading.enumerate()}
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((address.hostname, address.port))


def test_a_sandbox_nobody_spoke_to_stops(tmp_path: Path) -> None:
    with running(database(tmp_path), Options()) as sandbox:
        assert sandbox.url.startswith("http://127.0.0.1:")


def test_it_answers_several_connections_at_once(tmp_path: Path) -> None:
    with running(database(tmp_path), Options(limits="none")) as sandbox, Api(sandbox) as api:
        statuses: list[int] = []

        def work(number: int) -> None:
            with Api(sandbox) as other:
                for step in range(10):
                    body = resource("list", {"name": f"list {number} {step}"})
                    statuses.append(other.call("create_list", body=body).status)

        threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert statuses == [201] * 80
        assert sandbox.store.count("SELECT count(DISTINCT id) FROM list") == 80
        assert api.call("get_lists").status == 200


def break_lists(sandbox: RunningSandbox) -> Answer:
    sandbox.store.run("DROP TABLE list_member")
    sandbox.store.run("DROP TABLE list")
    with Api(sandbox) as api:
        answer = api.send("GET", "/api/lists")
        assert api.call("get_accounts").status == 200
    return answer


def test_a_bug_is_a_500_and_is_heard_of(tmp_path: Path) -> None:
    answers = []

    def run(*, fail: bool) -> None:
        with running(database(tmp_path / str(fail)), Options(limits="none")) as sandbox:
            answers.append(break_lists(sandbox))
            assert not (fail and 1 / 0)

    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        run(fail=False)
    with pytest.raises(ZeroDivisionError) as raised:
        run(fail=True)
    assert any("no such table" in note for note in raised.value.__notes__)
    assert [answer.errors for answer in answers] == [[(500, "error", "")]] * 2
    assert "table" not in answers[0].document["errors"][0]["detail"]


def test_a_taken_port_is_said(tmp_path: Path) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        with pytest.raises(SandboxError, match=f"127.0.0.1:{port}"):
            serve(database(tmp_path), Options(), port=port)


def test_it_serves_this_machine_only(tmp_path: Path) -> None:
    with pytest.raises(AssertionError):
        serve(database(tmp_path), Options(), host="0.0.0.0")


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda end: end.name)
def test_whatever_ends_it_what_was_answered_is_kept(tmp_path: Path, end: signal.Signals) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    arguments = [sys.executable, "-c", SERVE, str(database(tmp_path)), str(port)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        made = _make_lists(port)
        process.send_signal(end)
        said, complained = process.communicate(timeout=SECONDS)
    assert complained == ""
    assert said == ("stopped\n" if end == signal.SIGINT else "")
    with running(database(tmp_path), Options(limits="none")) as sandbox, Api(sandbox) as api:
        assert [item["id"] for item in api.call("get_lists").data] == made


def _make_lists(port: int) -> list[str]:
    for _ in range(SECONDS * 20):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except ConnectionRefusedError:
            threading.Event().wait(0.05)
    with Api(f"http://127.0.0.1:{port}") as api:
        return [api.call("create_list", body=resource("list", {"name": f"list {n}"})).id for n in range(5)]
