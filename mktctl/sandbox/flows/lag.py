"""For a moment after an action got another template, reads still name the old clone (klaviyo-api.md section 7, 4).

How long is measured on the stopwatch of the limits: the account's clock stands still while a client waits.
"""

from typing import Final

import msgspec

from mktctl.sandbox.options import Options
from mktctl.sandbox.store import Store

_REAL_SECONDS: Final = 2.0


class CloneLag(msgspec.Struct, kw_only=True):
    """What reads do not show yet: flow message to the stopwatch's seconds until which they show its old clone."""

    until: dict[str, float] = {}
    settled: bool = False

    def begin(self, store: Store, message_id: str, old: str | None, until: float) -> None:
        """From now on, reads name `old`; `settle` ends it after `until`."""
        store.update("flow_message", message_id, shown_template_id=old)
        self.until[message_id] = until

    def settle(self, store: Store, now: float) -> None:
        """Show the truth about each message whose moment is over, and about what an earlier run left behind.

        The first statement of its transaction, so that a reading one can still become a writing one.
        """
        over = [message_id for message_id, until in self.until.items() if until <= now]
        if not over and self.settled:
            return
        for message_id in over:
            del self.until[message_id]
        kept = ", ".join("?" * len(self.until))
        store.run(
            "UPDATE flow_message SET shown_template_id = NULL "
            f"WHERE shown_template_id IS NOT NULL AND id NOT IN ({kept})",
            *self.until,
        )
        self.settled = True


def lag_seconds(options: Options) -> float:
    """How long reads lag behind: what the options say, else 2 seconds under real limits and none without."""
    if options.clone_lag_seconds is not None:
        return options.clone_lag_seconds
    return _REAL_SECONDS if options.limits == "real" else 0.0
