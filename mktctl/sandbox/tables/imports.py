"""Jobs that import people: whom they made or changed, onto which lists, and who could not be imported."""

from collections.abc import Sequence
from typing import Any, Final

import msgspec

from mktctl.sandbox.ids import uuid_id
from mktctl.sandbox.store import Row, Store
from mktctl.sandbox.tables.jobs import add_job
from mktctl.sandbox.tables.lists import add_members

IMPORT_JOB: Final = "profile-bulk-import-job"


def add_import(store: Store, *, total: int, list_ids: Sequence[str]) -> str:
    """A new job's id, with its lists; what came of it is written by `end_import`."""
    job_id = add_job(store, IMPORT_JOB, total=total, completed=0, failed=0)
    for list_id in list_ids:
        store.run("INSERT OR IGNORE INTO imported_list (job_id, list_id) VALUES (?, ?)", job_id, list_id)
    return job_id


def keep_imported(store: Store, job_id: str, profile_id: str, list_ids: Sequence[str]) -> None:
    """The job made or changed this person, who is on the lists from now on."""
    store.run("INSERT OR IGNORE INTO imported_profile (job_id, profile_id) VALUES (?, ?)", job_id, profile_id)
    for list_id in list_ids:
        add_members(store, list_id, [profile_id])


def keep_error(store: Store, job_id: str, *, code: str, title: str, detail: str, pointer: str, payload: Any) -> None:
    """The job passed over this person."""
    store.insert(
        "import_error",
        id=uuid_id("import-error", store.next_count("import-error")),
        job_id=job_id,
        code=code,
        title=title,
        detail=detail,
        pointer=pointer,
        payload=msgspec.json.encode(payload).decode(),
    )


def end_import(store: Store, job_id: str, *, completed: int, failed: int) -> None:
    """How many went in, and how many were passed over."""
    store.update("profile_bulk_import_job", job_id, completed=completed, failed=failed)


def forget_payloads(store: Store, words: Sequence[str]) -> None:
    """No error keeps a payload in which one of the words stands, such as the address of somebody who is deleted."""
    for row in store.rows("SELECT id, payload FROM import_error"):
        if any(word in _texts(msgspec.json.decode(row["payload"])) for word in words):
            store.update("import_error", row["id"], payload="{}", detail="")


def lists_of_job(store: Store, job_id: str) -> list[Row]:
    """The lists that a job put people on, in the order of their making."""
    return store.rows(
        "SELECT list.* FROM list JOIN imported_list ON list_id = list.id WHERE job_id = ? ORDER BY list.seq", job_id
    )


def _texts(value: Any) -> set[str]:
    """Every text in a JSON value, addresses in lower case."""
    if isinstance(value, str):
        return {value, value.lower()}
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return set().union(*map(_texts, inner))
