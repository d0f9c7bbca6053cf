"""Random samples that are the same every time, so that a replay is identical."""

from hashlib import blake2b
from typing import Final

_HASH_BITS: Final = 64


def falls_into(percent: int, key: str, salt: str) -> bool:
    """Whether `key` is among `percent` of all keys; another salt draws another sample, a larger share holds a smaller.

    The draw is a 64-bit hash over [0, 100).
    """
    return drawn_of(100, key, salt) < percent


def drawn_of(lots: int, key: str, salt: str) -> int:
    """One of the whole numbers in [0, lots), each as likely, always the same for the same key and salt."""
    drawn = int.from_bytes(blake2b(f"{salt}\0{key}".encode(), digest_size=_HASH_BITS // 8).digest(), "big")
    return drawn * lots >> _HASH_BITS
