"""Which failed attempt is made again, and after how long. A pure table; `client.py` does the waiting.

| what came back                      | a create               | anything else          |
|-------------------------------------|------------------------|------------------------|
| no connection                       | again, 3 attempts      | again, 3 attempts      |
| 429 (refused at the door)           | again, 5 attempts      | again, 5 attempts      |
| 500                                 | no: may have been done | again, 3 attempts      |
| 408, 502, 503, 504, 520 to 527, 529 | no: may have been done | again, 5 attempts      |
| sent, then silence or a cut         | no: may have been done | again, 5 attempts      |
| certificate, address, other status  | no                     | no                     |

A create is a POST that would make a second object: Klaviyo has no idempotency key, and names are not unique. 503 is
not repeated for a create even with Retry-After: nothing documents that such a request had no effect, and looking the
object up costs one request. PATCH sends whole values and DELETE has one end, so both are repeated.
"""

import enum
import random
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

import msgspec

from mktctl.klaviyo.transport import Fault
from mktctl.model.operations import Operation

ATTEMPTS_MAX: Final = 5
RETRY_AFTER_SECONDS_MAX: Final = 120.0
"""A daily cap answers with hours: a run stops instead of sleeping through them."""
BACKOFF_FIRST_SECONDS: Final = 0.5
BACKOFF_SECONDS_MAX: Final = 20.0
JITTER_SECONDS_MAX: Final = 0.25

_GATEWAY: Final = frozenset({408, 502, 503, 504, *range(520, 528), 529})
_REPEATABLE_POSTS: Final = frozenset(
    {
        "create_or_update_profile",  # an upsert by identifier
        "render_template",  # reads only
    }
)
_SECONDS: Final = re.compile(r"\s*(\d{1,9}(?:\.\d{1,9})?)\s*")


class Repeat(enum.Enum):
    """Whether sending a request twice does more than sending it once."""

    HARMLESS = "harmless"
    CREATES_TWICE = "creates twice"


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What one attempt brought: a status, or the fault in its place."""

    status: int | None = None
    fault: Fault | None = None
    retry_after_seconds: float | None = None


def repeat_of(operation: Operation, body: Mapping[str, Any] | None) -> Repeat:
    """What repeating `operation` with `body` would do. An event with a `unique_id` is stored once (first one wins)."""
    if operation.method != "POST" or operation.name in _REPEATABLE_POSTS:
        return Repeat.HARMLESS
    if operation.name == "create_event" and body is not None:
        unique_id = body.get("data", {}).get("attributes", {}).get("unique_id")
        return Repeat.HARMLESS if unique_id else Repeat.CREATES_TWICE
    return Repeat.CREATES_TWICE


def may_have_been_done(outcome: Outcome) -> bool:
    """Whether the platform may have carried the request out although the attempt failed."""
    if outcome.fault is not None:
        return outcome.fault in (Fault.ANSWER_MISSING, Fault.ANSWER_UNREADABLE)
    assert outcome.status is not None
    return outcome.status >= 500 or outcome.status == 408


def wait_seconds(outcome: Outcome, *, repeat: Repeat, attempt: int, rng: random.Random) -> float | None:
    """Seconds to wait before attempt number `attempt + 1`, or None to give up. Attempts count from 1."""
    if attempt >= _attempts_max(outcome, repeat):
        return None
    asked = outcome.retry_after_seconds
    if asked is None:
        ceiling = min(BACKOFF_SECONDS_MAX, BACKOFF_FIRST_SECONDS * 2 ** (attempt - 1))
        return rng.uniform(ceiling / 2, ceiling)
    if asked > RETRY_AFTER_SECONDS_MAX:
        return None
    # A little more than asked for, so that parallel requests do not come back as one.
    return asked + rng.uniform(0.0, JITTER_SECONDS_MAX)


def _attempts_max(outcome: Outcome, repeat: Repeat) -> int:
    """How many attempts the table at the top allows, the first one included."""
    if outcome.fault is Fault.UNREACHABLE:
        return 3
    if outcome.status == 429:
        return ATTEMPTS_MAX
    if repeat is Repeat.CREATES_TWICE:
        return 1
    if outcome.fault is Fault.ANSWER_MISSING or outcome.status in _GATEWAY:
        return ATTEMPTS_MAX
    return 3 if outcome.status == 500 else 1


def retry_after_seconds(headers: Mapping[str, str]) -> float | None:
    """The Retry-After of an answer (header names in lower case) in seconds; None when absent or unreadable.

    Read as seconds, fractions too, or as an HTTP date, which counts from the answer's own Date: the platform's clock
    is not ours.
    """
    value = headers.get("retry-after")
    if value is None:
        return None
    seconds = _SECONDS.fullmatch(value)
    if seconds is not None:
        return float(seconds[1])
    until, now = http_date(value), http_date(headers.get("date", ""))
    if until is None or now is None:
        return None
    return max(0.0, (until - now).total_seconds())


def http_date(value: str) -> datetime | None:
    """An HTTP date in UTC; None when `value` is none."""
    try:
        parsed = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return parsed.replace(tzinfo=UTC) if parsed.tzinfo is None else parsed.astimezone(UTC)
