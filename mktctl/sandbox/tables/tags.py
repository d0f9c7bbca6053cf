"""Tags, tag groups, and what is tagged."""

from collections.abc import Sequence

from mktctl.sandbox import ids
from mktctl.sandbox.store import Row, Store


def add_tag_group(store: Store, *, name: str, exclusive: bool, is_default: bool = False) -> str:
    """A new tag group's id."""
    group_id = ids.uuid_id("tag-group", store.next_count("tag-group"))
    store.insert("tag_group", id=group_id, name=name, exclusive=exclusive, is_default=is_default)
    return group_id


def default_group_id(store: Store) -> str:
    """The group of tags that name none; every account has it."""
    row = store.row("SELECT id FROM tag_group WHERE is_default")
    assert row is not None
    found: str = row["id"]
    return found


def add_tag(store: Store, *, name: str, group_id: str) -> str:
    """A new tag's id."""
    tag_id = ids.uuid_id("tag", store.next_count("tag"))
    store.insert("tag", id=tag_id, name=name, group_id=group_id)
    return tag_id


def link_tag(store: Store, tag_id: str, kind: str, object_id: str) -> None:
    """Tag an object; again is nothing new."""
    store.run("INSERT OR IGNORE INTO tag_link (tag_id, kind, object_id) VALUES (?, ?, ?)", tag_id, kind, object_id)


def unlink_tag(store: Store, tag_id: str, kind: str, object_id: str) -> None:
    """Take the tag off an object."""
    store.run("DELETE FROM tag_link WHERE tag_id = ? AND kind = ? AND object_id = ?", tag_id, kind, object_id)


def forget_tagged(store: Store, kind: str, object_id: str) -> None:
    """The object is gone, and with it what it was tagged."""
    store.run("DELETE FROM tag_link WHERE kind = ? AND object_id = ?", kind, object_id)


def tagged_ids(store: Store, tag_id: str, kind: str) -> list[str]:
    """What has the tag, in the order of the tagging."""
    rows = store.rows("SELECT object_id FROM tag_link WHERE tag_id = ? AND kind = ? ORDER BY seq", tag_id, kind)
    return [row["object_id"] for row in rows]


def tags_of(store: Store, kind: str, object_ids: Sequence[str]) -> dict[str, list[Row]]:
    """The tags of several objects of one type."""
    marks = ", ".join("?" * len(object_ids))
    rows = store.rows(
        "SELECT object_id, tag.* FROM tag_link JOIN tag ON tag.id = tag_id "
        f"WHERE kind = ? AND object_id IN ({marks}) ORDER BY tag_link.seq",
        kind,
        *object_ids,
    )
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["object_id"], []).append(row)
    return found


def delete_tag(store: Store, tag_id: str) -> None:
    """The tag is gone from everything that had it."""
    store.run("DELETE FROM tag WHERE id = ?", tag_id)


def delete_tag_group(store: Store, group_id: str) -> None:
    """The group goes with its tags."""
    store.run("DELETE FROM tag_group WHERE id = ?", group_id)


def is_exclusive(store: Store, group_id: str) -> bool:
    """Whether an object has at most one of the group's tags."""
    return bool(store.count("SELECT exclusive FROM tag_group WHERE id = ?", group_id))


def tag_count(store: Store) -> int:
    """How many tags the account has."""
    return store.count("SELECT count(*) FROM tag")


def tag_group_count(store: Store) -> int:
    """How many tag groups the account has."""
    return store.count("SELECT count(*) FROM tag_group")


def groups_of_tags(store: Store, tag_ids: Sequence[str]) -> dict[str, Row]:
    """The group of each tag."""
    marks = ", ".join("?" * len(tag_ids))
    rows = store.rows(
        "SELECT tag.id AS tag_id, tag_group.* FROM tag JOIN tag_group ON tag_group.id = group_id "
        f"WHERE tag.id IN ({marks})",
        *tag_ids,
    )
    return {row["tag_id"]: row for row in rows}


def tags_in_group(store: Store, group_id: str) -> list[Row]:
    """The tags of a group, in the order of their making."""
    return store.rows("SELECT * FROM tag WHERE group_id = ? ORDER BY seq", group_id)
