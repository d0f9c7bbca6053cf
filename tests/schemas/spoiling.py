"""Files that are slightly wrong: a right one with a node replaced, removed or renamed."""

import copy
from typing import Any, Final

from hypothesis import strategies as st

_VALUES: Final = (
    None, True, False, 0, 1, 2, -1, 1.5, "", "gold", "2 days", "24 hours", "30 days ago", "2026-11-27", "09:00", "50%",
    "email", "placed_order", "newsletter", "vip", "hello", "exit", "today", "tier", "$value", [], ["gold"], [{}], {},
    {"metric": "placed_order"}, {"consent": "email"}, {"all": [{}]}, {"at_least": 2}, ["2026-11-01", "2026-11-30"],
    "back_in_stock", "0 days", "short", "even", "manual", "10%", ["viewed"], {"plain": "40%", "warm": "60%"}, "yearly",
    "now", "tuesday", ["mon", "thu"], "1st of month", "2026-11-27 09:00", "list/newsletter", ["segment/vip"],
    "0 9 * * 2",
)  # fmt: skip
_KEYS: Final = (
    "is", "in", "at_least", "within", "since", "ever", "count", "sum", "where", "not", "any", "if", "email", "wait",
    "id", "name", "status", "type", "at", "for", "properties.tier", "tier",
    "sms", "push", "switch", "split", "else", "then", "share", "ab_test", "vary", "before_date", "raw",
    "send", "audience", "include", "exclude", "every", "cron", "smart", "spread", "timezone", "issues",
    "subject", "sample",
)  # fmt: skip


def nodes(data: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The path of every node below `data`, and `()`."""
    below = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path, *(deeper for key, one in below for deeper in nodes(one, (*path, key)))]


def spoilt(document: Any, data: st.DataObject) -> Any:
    """`document`, changed in one or two places."""
    for _ in range(data.draw(st.integers(1, 2))):
        places = nodes(document)[1:]
        if not places:
            break
        *way, last = data.draw(st.sampled_from(places))
        owner = document
        for part in way:
            owner = owner[part]
        match data.draw(st.sampled_from(("replace", "remove", "rename", "add"))):
            case "replace":
                owner[last] = copy.deepcopy(data.draw(st.sampled_from(_VALUES)))
            case "remove":
                del owner[last]
            case "rename" if isinstance(owner, dict):
                owner[data.draw(st.sampled_from(_KEYS))] = owner.pop(last)
            case _ if isinstance(owner, dict):
                owner[data.draw(st.sampled_from(_KEYS))] = copy.deepcopy(data.draw(st.sampled_from(_VALUES)))
            case _:
                owner.append(copy.deepcopy(data.draw(st.sampled_from(_VALUES))))
    return document
