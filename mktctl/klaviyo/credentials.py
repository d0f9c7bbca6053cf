"""What may be sent where: a key that a header can carry, to an address that keeps it secret."""

import re
from typing import Final
from urllib.parse import urlsplit

from mktctl.klaviyo.errors import AuthenticationFailed, Unavailable

_KEY: Final = re.compile(r"[!-~]{1,512}")
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})


def checked_key(api_key: str) -> str:
    """The key without surrounding whitespace; raises `AuthenticationFailed` for one that no header can carry.

    Checked here because the HTTP library's own message would print the key.
    """
    key = api_key.strip()
    if not _KEY.fullmatch(key):
        raise AuthenticationFailed(
            "the private API key is empty or holds spaces, line breaks or other characters that no key has",
            operation="connect",
            hint="copy the key again from the account's settings; it starts with pk_",
        )
    return key


def checked_address(base_url: str | None) -> str | None:
    """The address without a slash at its end; raises `Unavailable` for one that would carry the key in the clear."""
    if base_url is None:
        return None
    try:
        parts = urlsplit(base_url)
        secret = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
        usable = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        secret = usable = False
    if not (secret and usable):
        raise Unavailable(
            f"{base_url!r} is not an https:// address, nor an http:// address on this machine",
            operation="connect",
            hint="the API key is only sent over https, or to a sandbox on 127.0.0.1",
        )
    return base_url.rstrip("/")
