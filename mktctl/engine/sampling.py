"""Random samples that are the same every time, so that a replay is identical."""

from hashlib import blake2b


def falls_into(percent: int, key: str, salt: str) -> bool:
    """Whether `key` is among `percent` of all keys; another salt draws another sample, a larger share holds a smaller.

    The draw is a 64-bit hash over [0, 100).
    """
    drawn = int.from_bytes(blake2b(f"{salt}\0{key}".encode(), digest_size=8).digest(), "big")
    return drawn * 100 >> 64 < percent
