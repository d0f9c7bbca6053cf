"""PERCENT: `20%`, whole."""

import re
from typing import Final

from mktctl.kinds.report import Report
from mktctl.kinds.spelling import shown
from mktctl.model.places import Path

_PERCENT: Final = re.compile(r"(100|[1-9][0-9]?) ?%")
_FRACTION: Final = re.compile(r"([0-9]{1,3}[.,][0-9]{1,6}) ?%")


def read_percent(report: Report, value: object, path: Path) -> int | None:
    """1 to 100; None with an error that shows the right spelling."""
    if isinstance(value, str) and (found := _PERCENT.fullmatch(value)):
        return int(found[1])
    hint = "Write it like  20%"
    rounded = _FRACTION.fullmatch(value) if isinstance(value, str) else None
    if isinstance(value, float) and 0 < value < 1:
        hint = f"Write  {round(value * 100)}%"
    elif rounded and 1 <= round(float(rounded[1].replace(",", "."))) <= 100:
        hint = f"Write  {round(float(rounded[1].replace(',', '.')))}%"
    elif isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 100:
        hint = f"Write  {value}%"
    report.error("KEY011", path, f"{shown(value)} is no whole percentage from 1% to 100%", hint)
    return None
