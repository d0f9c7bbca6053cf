"""Ids that look like Klaviyo's and depend on a counter alone, so that a replay gives the same ones.

Groups, templates, metrics and flows have six characters of base62, flow actions a number, profiles and campaigns a
ULID, tags a UUID. No two kinds ever share an id: Klaviyo's lists and segments stand in one field (`group_ids`).
"""

import functools
import hashlib
import math
import uuid
from typing import Final

_BASE62: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_CROCKFORD: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_KINDS: Final = ("list", "segment", "template", "metric", "flow", "flow-message", "campaign", "event")
_SHORT_LENGTH: Final = 6
_EVENT_LENGTH: Final = 11
_STRIDE: Final = 16
_FIRST_NUMBER: Final = 104_200_000


def short_id(kind: str, count: int) -> str:
    """The `count`-th id of a kind, such as `Xk3fQ2`."""
    return _base62(count * _STRIDE + _KINDS.index(kind), _SHORT_LENGTH)


def event_id(count: int) -> str:
    """The `count`-th event's id, eleven characters."""
    return _base62(count * _STRIDE + _KINDS.index("event"), _EVENT_LENGTH)


def number_id(count: int) -> str:
    """The `count`-th flow action's id, a number as text."""
    return str(_FIRST_NUMBER + count)


def ulid(count: int, milliseconds: int, kind: str = "profile") -> str:
    """The `count`-th profile's id, or that of a campaign: the time in front, then what looks like chance."""
    noise = int.from_bytes(hashlib.blake2b(f"{kind}:{count}".encode(), digest_size=10).digest())
    number = (milliseconds << 80) | noise
    return "".join(_CROCKFORD[(number >> shift) & 31] for shift in range(125, -1, -5))


def uuid_id(kind: str, count: int) -> str:
    """The `count`-th tag, tag group or event uuid."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"sandbox:{kind}:{count}"))


def hash_id(*parts: str) -> str:
    """The id of something that its parts name, such as a property of a metric: 32 hexadecimal digits."""
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=16).hexdigest()


def _base62(number: int, length: int) -> str:
    space = 62**length
    assert number < space, "the id space is used up"
    scrambled = (number * _multiplier(length) + space // 3) % space
    digits = []
    for _ in range(length):
        scrambled, digit = divmod(scrambled, 62)
        digits.append(_BASE62[digit])
    return "".join(digits)


@functools.cache
def _multiplier(length: int) -> int:
    """Prime to the size of the space, so that multiplying by it permutes the numbers and no id comes twice."""
    start = 62**length * 618 // 1000
    return next(candidate for candidate in range(start, start + 62) if math.gcd(candidate, 62) == 1)
