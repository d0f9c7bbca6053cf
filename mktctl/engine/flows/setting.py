"""What the engine must know of the account: its clock's zone, its windows, and how to read what no document says."""

from datetime import time, timedelta
from typing import Literal

import msgspec


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """Rules that are undocumented or contradict each other; each has a default and a test (docs/semantics.md)."""

    mode: Literal["klaviyo", "exact"] = "klaviyo"
    """Segments that move by time alone: in the daily pass, or at the second (G2)."""
    late_event_span: timedelta = timedelta(hours=4)
    """E10 (i): an event that is older than the larger of this and the first delay starts nothing."""
    late_transactional_span: timedelta = timedelta(days=7)
    """E10 (ii), of flows whose first message is transactional."""
    daily_pass: time = time(0, 0)
    """When the daily pass looks at segments, in UTC (G1, G2)."""


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """One account. `zone` is an IANA name (D4); windows are those of smart sending (M1); quiet hours are local (M4)."""

    zone: str
    email_window: timedelta = timedelta(hours=16)
    sms_window: timedelta = timedelta(hours=24)
    push_window: timedelta = timedelta(hours=24)
    quiet_from: time = time(21, 0)
    quiet_until: time = time(8, 0)
    options: Options = Options()
