"""Jobs about people: accepted first, seen as done a little later."""

from collections.abc import Collection
from typing import Any, Final

from mktctl.sandbox.ids import ulid
from mktctl.sandbox.store import Store

_MICROSECONDS: Final = 1_000


def add_job(store: Store, kind: str, **values: Any) -> str:
    """A new job's id; `kind` is its JSON:API type, whose table has that name, `values` what its columns say."""
    stamp = store.stamp()
    job_id = ulid(store.next_count(kind), stamp // _MICROSECONDS, kind)
    store.insert(_table(kind), id=job_id, status="queued", created=stamp, **values)
    return job_id


def end_jobs(store: Store, kind: str, running: Collection[str]) -> None:
    """Every job of the kind but the `running` ones is complete."""
    for row in store.rows(f"SELECT id FROM {_table(kind)} WHERE finished IS NULL"):
        if row["id"] in running:
            store.update(_table(kind), row["id"], status="processing")
        else:
            store.update(_table(kind), row["id"], status="complete", finished=store.stamp())


def _table(kind: str) -> str:
    return kind.replace("-", "_")
