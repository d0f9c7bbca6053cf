"""One promised number: what was measured, in what unit, and the limit that it must keep."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Measure:
    """`value` in `unit`; `limit` is the most it may be (None: told, not promised); `beside` says against what."""

    bench: str
    what: str
    value: float
    unit: str
    beside: str
    limit: float | None = None

    @property
    def passed(self) -> bool:
        return self.limit is None or self.value <= self.limit


def table(measures: Sequence[Measure]) -> str:
    """The measures as aligned text, one line each, under a heading."""
    rows = [("bench", "what", "measured", "limit", "", "beside")]
    for one in measures:
        limit = "" if one.limit is None else f"≤ {one.limit:g} {one.unit}"
        verdict = "" if one.limit is None else "pass" if one.passed else "FAIL"
        rows.append((one.bench, one.what, f"{one.value:.2f} {one.unit}", limit, verdict, one.beside))
    widths = [max(len(row[column]) for row in rows) for column in range(6)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([lines[0], "─" * len(lines[0]), *lines[1:]])
