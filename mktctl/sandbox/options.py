"""How a sandbox is set up: the account, its keys, its limits, and the switches where reports about Klaviyo differ."""

from datetime import UTC, datetime
from typing import Final, Literal

import msgspec

EVERYTHING: Final = "*"
EVERY_READ: Final = "*:read"
DEFAULT_KEYS: Final[dict[str, tuple[str, ...]]] = {
    "pk_sandbox": (EVERYTHING,),
    "pk_sandbox_read": (EVERY_READ,),
}


class Switches(msgspec.Struct, frozen=True, kw_only=True):
    """Where field reports about Klaviyo conflict (klaviyo-api.md, its last line) or a habit can be turned off.

    A client has to pass under both settings of each. The default is what most sources say.
    """

    links_patchable: bool = False
    """PATCH of a flow action may change its `links`. One user says so, others were refused (section 0)."""
    delete_split: bool = True
    """DELETE of a split is accepted, its yes side stays (U7, S3). How a deleted split is re-joined is undocumented."""
    experiment_start: bool = False
    """PATCH may set `experiment_status: live`. Worked for one user, "UI only" for another (section 0)."""
    multi_branch_create: bool = True
    """POST of a flow takes a multi-branch-split. 500 for two users in June 2026, accepted for another (section 2)."""
    update_profile_create: bool = True
    """POST of a flow takes update-profile. Refused in one report, created in another (section 2)."""
    several_metric_filters: bool = True
    """A condition takes more than one entry in `metric_filters`. The schema says a list, one report says one (P16)."""
    renames_variations: bool = True
    """Variations of a flow's new A/B test are called after its message, "… Test #1" (section 2, F:70193194660)."""
    ab_test_in_campaigns: bool = True
    """A campaign message takes `ab_test` by PATCH. In the SDK, no field report yet (section 4.1)."""
    merges_campaign_patches: bool = True
    """PATCH of a campaign's parts keeps what it does not name; else a definition is replaced whole. Undocumented."""
    rewrites_html: bool = True
    """Stored HTML is rewritten: CSS comments and `<link>` dropped, `&nbsp;` decoded (section 5)."""
    patch_answers_old_clone: bool = True
    """The answer to a PATCH of an action still names the old template clone; the next read is right (section 7, 4)."""


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """One sandbox. `account_id` to `start` count when the database is made and are read from it ever after.

    `start` is the first instant of the account's clock, with a zone. `keys` gives each API key its scopes; `*` and
    `*:read` are patterns. `limits`: `real` applies the rate limits of operations.json, `none` applies none.
    `processing_seconds` is how long a new segment stays `is_processing`, on the stopwatch of the limits; None means
    2 seconds under real limits and none without.
    """

    account_id: str = "SNDBX1"
    account_name: str = "Sandbox"
    timezone: str = "UTC"
    currency: str = "EUR"
    start: datetime = datetime(2026, 1, 1, tzinfo=UTC)
    keys: dict[str, tuple[str, ...]] = msgspec.field(default_factory=lambda: dict(DEFAULT_KEYS))
    limits: Literal["real", "none"] = "real"
    switches: Switches = Switches()
    processing_seconds: float | None = None
    clone_lag_seconds: float | None = None
    """How long reads still name a message's old clone after a PATCH gave it another; counted and None as above."""
