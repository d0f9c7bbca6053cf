"""What people said to each channel, who must not be written to, and who was asked to confirm."""

from collections.abc import Sequence

from mktctl.sandbox.store import Row, Store


def say_consent(
    store: Store,
    profile_id: str,
    channel: str,
    consent: str,
    *,
    method: str,
    since: int | None = None,
    source: str | None = None,
    double_optin: bool = False,
    list_id: str | None = None,
) -> None:
    """Record an answer; it counts from now on, whatever came before. `since` is when it was given, else the present."""
    stamp = store.stamp()
    store.insert(
        "consent_record",
        profile_id=profile_id,
        channel=channel,
        consent=consent,
        since=stamp if since is None else since,
        recorded=stamp,
        method=method,
        source=source,
        double_optin=double_optin,
        list_id=list_id,
    )


def answers(store: Store, profile_id: str) -> dict[str, Row]:
    """The last answer to each channel; channels that were never answered are left out."""
    return {row["channel"]: row for row in consent_records(store, profile_id)}


def consent_records(store: Store, profile_id: str) -> list[Row]:
    """Every answer of a person, the oldest first."""
    return store.rows("SELECT * FROM consent_record WHERE profile_id = ? ORDER BY seq", profile_id)


def suppress(store: Store, profile_id: str, reason: str) -> bool:
    """No mail from now on; whether that is news."""
    made = store.run(
        "INSERT OR IGNORE INTO suppression (profile_id, reason, since) VALUES (?, ?, ?)",
        profile_id,
        reason,
        store.stamp(),
    )
    return made > 0


def lift_suppressions(store: Store, profile_id: str, reasons: Sequence[str]) -> bool:
    """These reasons count no more; whether one of them did."""
    marks = ", ".join("?" * len(reasons))
    lifted = store.run(f"DELETE FROM suppression WHERE profile_id = ? AND reason IN ({marks})", profile_id, *reasons)
    return lifted > 0


def suppressions(store: Store, profile_id: str) -> list[Row]:
    """Why a person gets no mail, the oldest reason first."""
    return store.rows("SELECT * FROM suppression WHERE profile_id = ? ORDER BY since, reason", profile_id)


def suppress_on_list(store: Store, profile_id: str, list_id: str, reason: str) -> None:
    """The person left this list alone."""
    store.run(
        "INSERT OR REPLACE INTO list_suppression (profile_id, list_id, reason, since) VALUES (?, ?, ?, ?)",
        profile_id,
        list_id,
        reason,
        store.stamp(),
    )


def lift_on_list(store: Store, profile_id: str, list_id: str) -> None:
    """The person came back to this list."""
    store.run("DELETE FROM list_suppression WHERE profile_id = ? AND list_id = ?", profile_id, list_id)


def list_suppressions(store: Store, profile_id: str) -> list[Row]:
    """The lists that a person left, in that order."""
    return store.rows("SELECT * FROM list_suppression WHERE profile_id = ? ORDER BY since, list_id", profile_id)


def ask_to_confirm(store: Store, profile_id: str, channel: str, list_id: str, source: str | None) -> None:
    """The person is asked; who was asked already stays asked as of then."""
    store.run(
        "INSERT OR IGNORE INTO pending_subscription (profile_id, channel, list_id, source, asked)"
        " VALUES (?, ?, ?, ?, ?)",
        profile_id,
        channel,
        list_id,
        source,
        store.stamp(),
    )


def pending_subscriptions(store: Store, profile_id: str) -> list[Row]:
    """What a person was asked and has not answered."""
    return store.rows("SELECT * FROM pending_subscription WHERE profile_id = ? ORDER BY seq", profile_id)


def forget_pending(store: Store, profile_id: str, channel: str) -> None:
    """What was asked about the channel is answered or pointless."""
    store.run("DELETE FROM pending_subscription WHERE profile_id = ? AND channel = ?", profile_id, channel)
