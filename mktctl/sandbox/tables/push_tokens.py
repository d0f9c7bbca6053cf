"""Push tokens: the apps on devices that a person may be reached by."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from mktctl.sandbox.ids import hash_id
from mktctl.sandbox.store import Row, Store

GRANTED: Final = ("AUTHORIZED", "PROVISIONAL")
"""What a device says of the permission when it shows what is pushed."""


def keep_token(store: Store, profile_id: str, given: Mapping[str, Any]) -> str:
    """The token's id, new or known: a known one takes what was sent, and becomes this person's.

    Without a word about them, pushing is permitted and the background is available.
    """
    stamp = store.stamp()
    token_id = hash_id("push-token", given["token"])
    values = {
        "profile_id": profile_id,
        "platform": given["platform"],
        "vendor": given["vendor"],
        "enablement_status": given.get("enablement_status") or "AUTHORIZED",
        "background": given.get("background") or "AVAILABLE",
        "metadata": msgspec.json.encode(_without_null(given.get("device_metadata") or {})).decode(),
        "recorded": stamp,
    }
    if store.row("SELECT 1 FROM push_token WHERE id = ?", token_id) is None:
        store.insert("push_token", id=token_id, token=given["token"], created=stamp, **values)
    else:
        store.update("push_token", token_id, **values)
    return token_id


def delete_token(store: Store, token_id: str) -> None:
    """The token is gone."""
    store.run("DELETE FROM push_token WHERE id = ?", token_id)


def forget_tokens(store: Store, profile_id: str, tokens: Sequence[str]) -> None:
    """These tokens of a person are gone; those that are another's stay."""
    for token in tokens:
        store.run("DELETE FROM push_token WHERE profile_id = ? AND token = ?", profile_id, token)


def has_granted_token(store: Store, profile_id: str) -> bool:
    """Whether some device of the person shows what is pushed."""
    found = store.row(
        "SELECT 1 FROM push_token WHERE profile_id = ? AND enablement_status IN (?, ?)", profile_id, *GRANTED
    )
    return found is not None


def tokens_of_profile(store: Store, profile_id: str) -> list[Row]:
    """A person's tokens, the oldest first."""
    return store.rows("SELECT * FROM push_token WHERE profile_id = ? ORDER BY seq", profile_id)


def profiles_of_tokens(store: Store, token_ids: Sequence[str]) -> dict[str, Row]:
    """Whose each token is."""
    marks = ", ".join("?" * len(token_ids))
    rows = store.rows(
        "SELECT push_token.id AS token_id, profile.* FROM push_token JOIN profile ON profile.id = profile_id "
        f"WHERE push_token.id IN ({marks})",
        *token_ids,
    )
    return {row["token_id"]: row for row in rows}


def _without_null(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}
