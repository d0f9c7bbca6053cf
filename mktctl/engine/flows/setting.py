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
    skipped_time: Literal["next_valid", "shifted"] = "next_valid"
    """D8, T15: a local time that the clock jumps over: the first instant behind the jump, or as much later."""
    repeated_time: Literal["first", "second"] = "first"
    """D8, T15: which occurrence of a local time that comes twice."""
    passed_time: Literal["next_day", "at_once"] = "next_day"
    """D8, T21: no days, until a time of day that has passed."""
    untimed_day: Literal["same_time", "midnight"] = "same_time"
    """D5, T2: the time of day of a wait without one that rolls on to a weekday, or counts down to a date."""
    transactional_smart_sending: bool = False
    """M2: whether transactional messages wait for smart sending's window, too."""
    transactional_texts: Literal["with_consent", "without_opt_out"] = "with_consent"
    """C1, C3: text messages marked transactional go to those who consented, or to all who did not opt out."""
    left_list: Literal["messages", "every_action"] = "messages"
    """E9: what is skipped for people who left the list or segment that started the flow."""
    quiet_zone: Literal["phone_number", "profile"] = "phone_number"
    """M4: the clock of quiet hours is that of the phone number, else, or always, the person's own zone."""


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """One account. `zone` is an IANA name (D4); windows are those of smart sending (M1); quiet hours are local (M4)."""

    zone: str
    email_window: timedelta = timedelta(hours=16)
    sms_window: timedelta = timedelta(hours=24)
    push_window: timedelta = timedelta(hours=24)
    whatsapp_window: timedelta = timedelta(hours=24)
    quiet_from: time = time(21, 0)
    quiet_until: time = time(8, 0)
    explain: bool = False
    """Whether checks of conditions say what was found and when the answer turns, which costs more than the answer."""
    options: Options = Options()
