"""Who waits for which variant of the catalog."""

from collections.abc import Sequence

import msgspec

from mktctl.sandbox.store import Row, Store


def subscribe(store: Store, *, profile_id: str, variant_id: str, channels: Sequence[str]) -> None:
    """A person waits for a variant; who asks again waits once, and what was said last counts."""
    store.run(
        "INSERT INTO back_in_stock_subscription (profile_id, variant_id, channels, created) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (profile_id, variant_id) DO UPDATE SET channels = excluded.channels, created = excluded.created",
        profile_id,
        variant_id,
        msgspec.json.encode(channels).decode(),
        store.stamp(),
    )


def waiting_for(store: Store, variant_id: str) -> list[Row]:
    """Who waits for a variant, in the order of their first request."""
    return store.rows("SELECT * FROM back_in_stock_subscription WHERE variant_id = ? ORDER BY seq", variant_id)
