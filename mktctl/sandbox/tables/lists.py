"""Lists and who is on them."""

from collections.abc import Sequence

from mktctl.sandbox.store import Row, Store
from mktctl.sandbox.tables.tags import forget_tagged


def add_list(store: Store, *, name: str, opt_in_process: str) -> str:
    """A new list's id."""
    list_id = store.new_id("list")
    stamp = store.stamp()
    store.insert("list", id=list_id, name=name, opt_in_process=opt_in_process, created=stamp, updated=stamp)
    return list_id


def delete_list(store: Store, list_id: str) -> None:
    """The list goes with its memberships and tags; the people stay."""
    store.run("DELETE FROM list WHERE id = ?", list_id)
    forget_tagged(store, "list", list_id)


def add_members(store: Store, list_id: str, profile_ids: Sequence[str]) -> None:
    """Who is already on the list stays as of then."""
    stamp = store.stamp()
    for profile_id in profile_ids:
        store.run(
            "INSERT OR IGNORE INTO list_member (list_id, profile_id, joined) VALUES (?, ?, ?)",
            list_id,
            profile_id,
            stamp,
        )


def remove_members(store: Store, list_id: str, profile_ids: Sequence[str]) -> None:
    """Who is not on the list is passed over."""
    for profile_id in profile_ids:
        store.run("DELETE FROM list_member WHERE list_id = ? AND profile_id = ?", list_id, profile_id)


def is_member(store: Store, list_id: str, profile_id: str) -> bool:
    """Whether a person is on the list."""
    found = store.row("SELECT 1 FROM list_member WHERE list_id = ? AND profile_id = ?", list_id, profile_id)
    return found is not None


def members_of_list(store: Store, list_id: str) -> list[str]:
    """The ids of everyone on the list, in the order of joining."""
    rows = store.rows("SELECT profile_id FROM list_member WHERE list_id = ? ORDER BY seq", list_id)
    return [row["profile_id"] for row in rows]


def member_count(store: Store, list_id: str) -> int:
    """How many profiles are on the list."""
    return store.count("SELECT count(*) FROM list_member WHERE list_id = ?", list_id)


def lists_of_profile(store: Store, profile_id: str) -> list[Row]:
    """The lists that a profile is on, in the order of their making."""
    return store.rows(
        "SELECT list.* FROM list JOIN list_member ON list_id = list.id WHERE profile_id = ? ORDER BY list.seq",
        profile_id,
    )
