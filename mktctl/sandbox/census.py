"""How much of everything an account holds."""

from typing import Final

from mktctl.sandbox.store import Store

_COUNTED: Final = (
    ("lists", "SELECT count(*) FROM list"),
    ("segments", "SELECT count(*) FROM segment"),
    ("templates", "SELECT count(*) FROM template WHERE owner IS NULL"),
    ("flows", "SELECT count(*) FROM flow"),
    ("live flows", "SELECT count(*) FROM flow WHERE status = 'live'"),
    ("campaigns", "SELECT count(*) FROM campaign"),
    ("metrics", "SELECT count(*) FROM metric"),
    ("profiles", "SELECT count(*) FROM profile"),
    ("events", "SELECT count(*) FROM event"),
)


def census(store: Store) -> dict[str, int]:
    """Objects by kind, in a fixed order."""
    return {kind: store.count(sql) for kind, sql in _COUNTED}
