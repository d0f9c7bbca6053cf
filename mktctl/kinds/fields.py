"""One mapping of a document, read key by key. Whatever is not as it should be is reported, and a default returned."""

import re
from collections.abc import Mapping, Set
from typing import Final

from mktctl.kinds.report import Report
from mktctl.kinds.spelling import did_you_mean, either, nearest, quoted, shown, truth_meant
from mktctl.model.condition import Scalar
from mktctl.model.places import KEY, Path

_OPENING_QUOTES: Final = "“”„«»‘’‚"
_CLOSING_QUOTES: Final = "“”«»‘’"
NOTHING: Final[Set[str]] = frozenset()
NO_WORDS: Final[Mapping[str, str]] = {}
VALUE: Final = "‹value›"
"""Stands in a hint for the value that the author wrote, which the right line has too."""
HINTED_LENGTH: Final = 60
SELDOM: Final = frozenset(
    {"active", "description", "ignore", "lint", "moved_from", "note", "protect", "starred", "tags"}
)
"""Keys that nobody means who writes an unknown one: they stand last where keys are listed."""


class Fields:
    """The entries of one mapping and the path where it stands."""

    __slots__ = ("_meant", "path", "report", "values")

    def __init__(self, report: Report, values: Mapping[str, object], path: Path) -> None:
        self.report = report
        self.values = values
        self.path = path
        self._meant: tuple[str, ...] = ()

    def __contains__(self, key: str) -> bool:
        return key in self.values

    def at(self, key: str) -> Path:
        """The path of a value."""
        return (*self.path, key)

    def error(self, code: str, key: str, message: str, hint: str = "") -> None:
        """One error about the value of `key`."""
        self.report.error(code, self.at(key), message, hint)

    def only(
        self, known: Set[str], *, later: Set[str] = NOTHING, instead: Mapping[str, str] = NO_WORDS, what: str = ""
    ) -> None:
        """Refuse every key that is not known. `later` are words of the language that this version does not read;
        `instead` has a hint for words that people try, with the author's own value in place of `VALUE`.
        """
        if self.values.keys() <= known:
            return
        for key in self.values:
            if key in known:
                continue
            path = (*self.path, key, KEY)
            if key in later:
                hint = "Leave it out for now; nothing of the language is skipped silently"
                self.report.error("KEY005", path, f"{key}: is not supported yet in this version", hint)
            elif key in instead:
                hint = instead[key].replace(VALUE, self._as_written(key))
                self.report.error("KEY006", path, f"{shown(key)}: is not the word here", hint)
                self._meant += (instead[key],)
            else:
                owner = f" of {what}" if what else ""
                self.report.error(
                    "KEY001", path, f"{shown(key)} is no key{owner}", did_you_mean(key, known, last=SELDOM)
                )

    def _as_written(self, key: str) -> str:
        """One value as the file has it; dots for several, and for what is too long for a hint."""
        value = self.values[key]
        written = self.report.source.spelling(self.at(key)) if not isinstance(value, dict | list) else ""
        return written if 0 < len(written) <= HINTED_LENGTH else "…"

    def require(self, key: str, hint: str, *, code: str = "KEY002", message: str = "") -> bool:
        """Whether `key` is there; an error about the whole mapping when it is not."""
        if key in self.values:
            return True
        meant = any(f" {key}:" in hint for hint in self._meant)  # said already, by the hint on another word
        if not meant and not nearest(key, self.values):
            self.report.error(code, (*self.path, KEY), message or f"{key}: is missing", hint)
        return False

    def text(self, key: str, *, default: str = "", longest: int = 0) -> str:
        """A text that is not empty. Numbers, dates and words like true are no texts unless quoted (P54)."""
        if key not in self.values:
            return default
        return read_text(self.report, self.values[key], self.at(key), key, longest=longest)

    def optional_text(self, key: str, *, longest: int = 0) -> str | None:
        """Like `text`; None when the key is not there."""
        return self.text(key, longest=longest) if key in self.values else None

    def flag(self, key: str, *, default: bool) -> bool:
        """true or false."""
        value = self.values.get(key, default)
        if isinstance(value, bool):
            return value
        self.error("KEY004", key, f"{key}: is true or false, not {shown(value)}", truth_meant(value))
        return default

    def choice(self, key: str, words: tuple[str, ...], *, default: str, instead: Mapping[str, str] = NO_WORDS) -> str:
        """One of the words. `instead` has the right one for words that people try."""
        value = self.values.get(key, default)
        if isinstance(value, str) and (value in words or key not in self.values):
            return value
        close = nearest(str(value), words)
        meant = instead.get(str(value).lower())
        hint = f"Did you mean {close}?" if close else f"Write  {key}: {meant}" if meant else ""
        self.error("KEY004", key, f"{key}: is {either(words)}, not {shown(value)}", hint)
        return default

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, none twice."""
        if key not in self.values:
            return ()
        items = self.items(key, "a list of texts, such as [lifecycle]")
        read = tuple(read_text(self.report, item, (*self.at(key), index), key) for index, item in enumerate(items))
        for index, text in enumerate(read):
            if text and text in read[:index]:
                self.report.error("KEY004", (*self.at(key), index), f"{text} stands in the list twice")
        return read

    def items(self, key: str, expected: str, *, fewest: int = 0, hint: str = "") -> list[object]:
        """A list; empty when it is none, with `hint` beside the error."""
        value = self.values.get(key, [])
        if isinstance(value, list) and len(value) >= fewest:
            return value
        found = f"not {shown(value)}"
        if isinstance(value, list):
            found = f"it has only {len(value)}" if value else "it is empty"
        self.report.error("KEY003", (*self.at(key), KEY), f"{key}: is {expected}; {found}", hint)
        return []

    def below(self, key: str, expected: str, *, hint: str = "") -> "Fields | None":
        """The mapping under `key`; None when it is not there, or, with `hint` beside the error, not a mapping."""
        if key not in self.values:
            return None
        value = self.values[key]
        if isinstance(value, dict):
            return Fields(self.report, value, self.at(key))
        self.report.error("KEY003", (*self.at(key), KEY), f"{key}: is {expected}; not {shown(value)}", hint)
        return None

    def count(self, key: str, *, least: int = 0, most: int = 10**9) -> int | None:
        """A whole number; None when it is not there or none."""
        if key not in self.values:
            return None
        value = self.values[key]
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        bounds = f" from {least} to {most}" if most < 10**9 else f" of at least {least}" if least else ""
        self.error("KEY004", key, f"{key}: is a whole number{bounds}, not {shown(value)}")
        return None

    def scalar(self, key: str) -> Scalar | None:
        """A text, a number, true or false."""
        value = self.values.get(key)
        if isinstance(value, str | int | float):
            if isinstance(value, str):
                warn_of_comment(self.report, self.at(key), value)
            return value
        self.error("KEY003", key, f"{key}: is one value, not {shown(value)}")
        return None


def read_text(report: Report, value: object, path: Path, key: str, *, longest: int = 0) -> str:
    """The text at `path`, or an empty one with a problem that shows how to write it."""
    if isinstance(value, str) and value:
        if longest and len(value) > longest:
            report.error("KEY007", path, f"{key}: has {len(value)} characters; Klaviyo takes {longest}")
        warn_of_comment(report, path, value)
        if value[0] in _OPENING_QUOTES:
            _warn_of_quotes(report, path, key, value)
        return value
    written = report.source.spelling(path)
    if isinstance(value, bool | int | float):
        kind = "a number" if not isinstance(value, bool) else "true or false"
        report.error("KEY008", path, f"{key}: is a text, and {written} is {kind}", f"Quote it:  {quoted(written)}")
    elif isinstance(value, dict | list):
        hint = f"If it is meant as text, quote it:  {quoted(written)}" if written[:1] in ("[", "{") else ""
        report.error("KEY003", path, f"{key}: is a text, not {shown(value)}", hint)
    elif value is None and (cut := report.source.cut_off(path)):
        hint = f"Quote the text:  {key}: {quoted(cut.strip())}"
        message = f"{quoted(cut.strip())} is a YAML comment, so {key}: has no text"
        report.error("YML009", path, message, hint, place=report.source.after(path))
    else:
        report.error("KEY009", path, f"{key}: has no text")
    return ""


def _warn_of_quotes(report: Report, path: Path, key: str, value: str) -> None:
    """Quotes of a word processor, with which `value` begins and which YAML takes for letters of the text."""
    if value[-1] in _CLOSING_QUOTES and len(value) > 1:
        if not report.source.spelling(path).startswith(value[0]):
            return  # they stand inside quotes of YAML's, so they are meant
        message = f"{value[0]} and {value[-1]} are letters of the text and will be sent"
        report.warning("YML033", path, message, f"Write  {key}: {quoted(value[1:-1])}")


def warn_of_comment(report: Report, path: Path, value: str) -> None:
    """P52: `Your basket #1 is still here` is cut silently."""
    if cut := report.source.cut_off(path):
        key = f"{path[-1]}: " if isinstance(path[-1], str) else ""
        hint = f"Quote the text:  {key}{quoted(value + cut)}"
        message = f"{quoted(cut)} is a YAML comment and will not be sent"
        report.warning("YML009", path, message, hint, place=report.source.after(path))


def fields_of(report: Report, value: object, path: Path, expected: str, *, code: str = "KEY003") -> Fields | None:
    """`value` as a mapping; None with an error when it is none."""
    if isinstance(value, dict):
        return Fields(report, value, path)
    glued = re.match(r"([\w$.-]+):(\S.*)", value) if isinstance(value, str) else None
    hint = f"Put a blank behind the colon:  {glued[1]}: {glued[2]}" if glued else ""
    report.error(code, path, f"{expected} is expected here, not {shown(value)}", hint)
    return None
