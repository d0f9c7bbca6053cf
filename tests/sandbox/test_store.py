"""The account's file: what it keeps, and for how long."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mktctl.sandbox import ids
from mktctl.sandbox.errors import SandboxError
from mktctl.sandbox.opening import open_store
from mktctl.sandbox.options import Options
from mktctl.sandbox.server import running
from mktctl.sandbox.store import Store
from tests.support.sandbox_api import Api, database, resource


def opened(folder: Path, options: Options | None = None) -> Store:
    return open_store(database(folder), options or Options())


def test_the_account_is_kept_as_it_was_made(tmp_path: Path) -> None:
    start = datetime(2026, 3, 1, 12, tzinfo=UTC)
    first = opened(tmp_path, Options(account_id="MNT001", start=start, timezone="Europe/Paris"))
    first.advance(timedelta(days=1, microseconds=1))
    first.close()
    again = opened(tmp_path, Options(account_id="OTHER1", start=datetime(2020, 1, 1, tzinfo=UTC)))
    assert (again.account.id, again.account.timezone, again.account.started) == ("MNT001", "Europe/Paris", start)
    assert again.now() == start + timedelta(days=1, microseconds=1)
    again.close()


def test_two_stores_see_one_account(tmp_path: Path) -> None:
    one, two = opened(tmp_path), opened(tmp_path)
    one.advance(timedelta(hours=1))
    assert two.now() == one.now()
    one.close()
    two.close()


def test_what_was_made_is_there_after_the_sandbox_was_stopped(tmp_path: Path) -> None:
    with running(database(tmp_path), Options(limits="none")) as sandbox, Api(sandbox) as api:
        made = api.call("create_list", body=resource("list", {"name": "Newsletter"}))
    with running(database(tmp_path), Options(limits="none")) as sandbox, Api(sandbox) as api:
        assert api.call("get_list", made.id).data["attributes"] == made.data["attributes"]
        second = api.call("create_list", body=resource("list", {"name": "Second"})).id
        assert second != made.id


def test_a_transaction_that_fails_leaves_nothing(tmp_path: Path) -> None:
    store = opened(tmp_path)
    made = []

    def fail() -> None:
        with store.transaction():
            made.append(store.new_id("list"))
            store.run("UPDATE account SET name = 'x'")
            assert 1 / 0

    with pytest.raises(ZeroDivisionError):
        fail()
    with store.transaction():
        assert [store.new_id("list")] == made
    assert store.row("SELECT 1 FROM account WHERE name = 'x'") is None
    store.close()


def test_the_clock_does_not_run_backwards(tmp_path: Path) -> None:
    store = opened(tmp_path)
    with pytest.raises(AssertionError):
        store.advance(timedelta(seconds=-1))
    store.close()


def test_a_file_that_is_no_sandbox_is_left_alone(tmp_path: Path) -> None:
    database(tmp_path).write_text("name: Newsletter\n" * 100)
    with pytest.raises(SandboxError, match="is not a sandbox's database"):
        opened(tmp_path)
    assert database(tmp_path).read_text().startswith("name: Newsletter")


def test_another_versions_file_is_refused_with_what_to_do(tmp_path: Path) -> None:
    opened(tmp_path).close()
    connection = sqlite3.connect(database(tmp_path))
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(SandboxError, match="another version") as refused:
        opened(tmp_path)
    assert "sandbox reset" in refused.value.hint


def test_a_folder_for_a_file_cannot_be_opened(tmp_path: Path) -> None:
    database(tmp_path).mkdir()
    with pytest.raises(SandboxError, match="cannot be opened"):
        opened(tmp_path)


def test_ids_look_like_klaviyos_and_never_meet() -> None:
    kinds = ("list", "segment", "template", "metric", "flow", "flow-message")
    short = [ids.short_id(kind, count) for kind in kinds for count in range(1, 2001)]
    assert len(set(short)) == len(short)
    assert {len(found) for found in short} == {6}
    assert all(found.isalnum() and found.isascii() for found in short)
    events = [ids.event_id(count) for count in range(1, 2001)]
    assert (len(set(events)), {len(found) for found in events}) == (2000, {11})
    people = [ids.ulid(count, 1_767_225_600_000) for count in range(1, 2001)]
    assert (len(set(people)), {len(found) for found in people}) == (2000, {26})
    assert {found[:10] for found in people} == {"01KDVDNA00"}
    assert ids.number_id(1).isdigit()


def test_the_same_requests_give_the_same_account(tmp_path: Path) -> None:
    shown = []
    for name in ("one", "two"):
        with running(database(tmp_path / name), Options(limits="none")) as sandbox, Api(sandbox) as api:
            for number in range(3):
                api.call("create_list", body=resource("list", {"name": f"list {number}"}))
                api.call("create_profile", body=resource("profile", {"email": f"person{number}@example.com"}))
            answers = [
                api.call(operation).data for operation in ("get_lists", "get_profiles", "get_metrics", "get_tag_groups")
            ]
            shown.append(repr(answers).replace(sandbox.url, ""))
    assert shown[0] == shown[1]
