"""Words for messages: near misses, lists of choices, values as one would write them."""

import difflib
import json
from collections.abc import Iterable, Set
from typing import Final

CHOICES_SHOWN: Final = 8


def did_you_mean(word: str, choices: Iterable[str], *, last: Set[str] = frozenset()) -> str:
    """`Did you mean x?`, else the choices, else nothing. Those of `last` are seldom meant, and listed last."""
    known = sorted(choices, key=lambda choice: (choice in last, choice))
    if close := nearest(word, known):
        return f"Did you mean {close}?"
    return f"There is {listed(known)}" if known else ""


def nearest(word: str, choices: Iterable[str]) -> str:
    """The choice that `word` is most likely a slip of; empty when none is near."""
    folded = {choice.lower().replace("_", "-"): choice for choice in choices}
    asked = word.lower().replace("_", "-").replace(" ", "-")
    close = difflib.get_close_matches(asked, folded, n=1, cutoff=0.7)
    return folded[close[0]] if close else ""


def listed(words: Iterable[str]) -> str:
    """`a, b, c`, cut after eight."""
    every = list(words)
    return ", ".join(every[:CHOICES_SHOWN]) + (" …" if len(every) > CHOICES_SHOWN else "")


def truth_meant(value: object) -> str:
    """The hint for a word that other tools read as true or false; empty for any other."""
    words = {"yes": "true", "on": "true", "true": "true", "no": "false", "off": "false", "false": "false"}
    meant = words.get(str(value).strip().lower())
    return f"Write {meant}" if meant else ""


def either(words: Iterable[str]) -> str:
    """`a, b or c`."""
    every = list(words)
    return " or ".join(filter(None, (", ".join(every[:-1]), every[-1])))


def quoted(text: str) -> str:
    """A text in double quotes, as YAML reads it."""
    return json.dumps(text, ensure_ascii=False)


def shown(value: object) -> str:
    """A value in a message: texts as written, true and false in YAML's words, what is long cut."""
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "nothing"}[value]
    if isinstance(value, dict | list):
        return "a mapping" if isinstance(value, dict) else "a list"
    text = str(value)
    return text if len(text) <= 60 else text[:59] + "…"
