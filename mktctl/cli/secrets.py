"""Secrets of the environment: which of them files may name, and what is taken out of a report.

A file names a secret, and the step that names it says where it is sent. Files come with pull requests, so they reach
no variable but those that were set for them: `{secret: SHOP_TOKEN}` is `MKTCTL_SECRET_SHOP_TOKEN`, never a cloud's key
or the platform's own.
"""

import os
import re
from collections.abc import Iterator
from typing import Final

from mktctl.diagnostics import OutsideError

SECRET_PREFIX: Final = "MKTCTL_SECRET_"
KEY_PREFIX: Final = "MKTCTL_KEY_"
COMMON_KEY: Final = "KLAVIYO_API_KEY"
_HIDDEN: Final = "[hidden]"
_OURS_CHARACTERS_MIN: Final = 3
_OTHERS_CHARACTERS_MIN: Final = 8
"""Shorter values would take half of a report's letters with them, and keep nothing secret."""
_OURS: Final = (SECRET_PREFIX, KEY_PREFIX, COMMON_KEY)
_TELLING_NAMES: Final = re.compile(r"KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL")
_TELLING_TEXTS: Final = re.compile(
    r"\bpk_[\w-]+|(?<=Klaviyo-API-Key )\S+|(?<=Bearer )\S+|(?<=Basic )\S+", re.IGNORECASE
)


def secret_at_hand(name: str) -> str | None:
    """The value of a secret, or None where a plan is made without it."""
    return os.environ.get(SECRET_PREFIX + name) or None


def secret(name: str) -> str:
    """The value of a secret from `MKTCTL_SECRET_<NAME>`; raises `OutsideError`, never shows it."""
    value = secret_at_hand(name)
    if value is None:
        why = f"; files reach no variable without the prefix {SECRET_PREFIX}" if name in os.environ else ""
        raise OutsideError(
            f"the secret {name} is not set{why}", hint=f"Set the environment variable {SECRET_PREFIX}{name}."
        )
    return value


def without_secrets(text: str) -> str:
    """The text without the value of any variable whose name tells that it is a secret, in whatever spelling."""
    for value in sorted(_values(), key=len, reverse=True):
        text = text.replace(value, _HIDDEN)
    return _TELLING_TEXTS.sub(_HIDDEN, text)


def _values() -> Iterator[str]:
    for name, value in os.environ.items():
        shortest = _OURS_CHARACTERS_MIN if name.startswith(_OURS) else _OTHERS_CHARACTERS_MIN
        if _TELLING_NAMES.search(name.upper()) and len(value.strip()) >= shortest:
            yield from {value, value.strip(), repr(value)[1:-1]}
