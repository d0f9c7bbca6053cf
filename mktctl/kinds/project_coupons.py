"""`coupons:` of `mktctl.yaml`: a code for everybody, or a pool that apply keeps full (P50)."""

import re
from typing import Final

from mktctl.kinds.fields import Fields
from mktctl.kinds.project_vocabulary import entries
from mktctl.kinds.spelling import shown
from mktctl.model.project import Coupon, TopUp

TO_MAX: Final = 100_000
"""Free codes that an apply makes at most: they are counted by pages of 100."""
PATTERN_CHARACTERS_MAX: Final = 50
_POOL: Final = re.compile(r"(?!\.+$)[A-Za-z0-9_.-]+")
_FILE: Final = re.compile(r"coupons/[A-Za-z0-9_-]+(?:[./][A-Za-z0-9_-]+)*\.txt")
_PATTERN: Final = re.compile(r"(?:[A-Za-z0-9_-]*#){6,}[A-Za-z0-9_-]*")
"""Six random characters are a thousand million codes: too many to guess one of a hundred thousand."""
_KEYS: Final = frozenset({"pool", "code", "description", "warn_below", "top_up"})
_ONE_OF_TWO: Final = "code: is one text for everybody, pool: gives each person one of their own"


def read_coupons(fields: Fields) -> dict[str, Coupon]:
    """Every coupon by its ref."""
    found: dict[str, Coupon] = {}
    pools: dict[str, str] = {}
    for ref, below in entries(fields, "coupons", "coupons by short name, such as {welcome: {code: WELCOME10}}"):
        value = below.values[ref]
        hint = f"Write  {ref}: {{code: {value}}}" if isinstance(value, str) else ""
        one = below.below(ref, "{code: WELCOME10} or {pool: NAME}", hint=hint)
        if one is None:
            continue
        one.only(_KEYS, what=f"the coupon {ref}")
        if ("pool" in one) == ("code" in one):
            below.error("PRJ020", ref, "a coupon has a code: or a pool:, one of the two", _ONE_OF_TWO)
        for key in ("warn_below", "top_up", "description"):
            if key in one and "pool" not in one:
                one.error("PRJ020", key, f"{key}: is about the codes of a pool:", _ONE_OF_TWO)
        pool = _pool(one, ref, pools)
        found[ref] = Coupon(
            ref=ref,
            pool=pool,
            code=one.optional_text("code"),
            warn_below=one.count("warn_below", least=1),
            description=one.text("description"),
            top_up=_top_up(one),
        )
    return found


def _pool(one: Fields, ref: str, pools: dict[str, str]) -> str | None:
    """The coupon's name on the platform, which stands in a tag and in addresses."""
    pool = one.optional_text("pool")
    if not pool:
        return pool
    if not _POOL.fullmatch(pool):
        one.error("PRJ023", "pool", f"{shown(pool)} is no name of a pool", "Letters, digits, _ and -, such as  CART10")
    elif (other := pools.setdefault(pool, ref)) != ref:
        hint = f"Use  [[ coupon('{other}') ]]  where {ref} is meant, or name another pool"
        one.error("PRJ023", "pool", f"the coupon {other} has the pool {pool} already", hint)
    return pool


def _top_up(one: Fields) -> TopUp | None:
    below = one.below("top_up", 'how many codes are kept free, such as {to: 500, pattern: "CART10-########"}')
    if below is None:
        return None
    below.only(frozenset({"to", "file", "pattern"}), what="top_up:")
    below.require("to", "How many codes are kept free, such as  to: 500")
    if ("file" in below) == ("pattern" in below):
        hint = "file: takes codes of yours, one a line; pattern: makes random ones"
        one.error("PRJ024", "top_up", "top_up: has a file: or a pattern:, one of the two", hint)
    file, pattern = below.optional_text("file"), below.optional_text("pattern", longest=PATTERN_CHARACTERS_MAX)
    if file and not _FILE.fullmatch(file):
        hint = "Put the codes, one a line, into a file such as  coupons/cart-10.txt"
        below.error("PRJ024", "file", f"{shown(file)} is no .txt file below coupons/", hint)
    if pattern and not _PATTERN.fullmatch(pattern):
        message = f"{shown(pattern)} makes no codes: letters, digits, - and _, and at least six # for random characters"
        below.error("PRJ024", "pattern", message, 'Write it like  "CART10-########"')
    return TopUp(to=below.count("to", least=1, most=TO_MAX) or 1, file=file or None, pattern=pattern or None)
