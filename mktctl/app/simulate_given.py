"""What `mktctl simulate` is told on the command line: names of events, and moments."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from mktctl.diagnostics import UsageError
from mktctl.kinds.flow_tests.moments import Clock, read_dated
from mktctl.kinds.report import Report
from mktctl.kinds.spelling import did_you_mean
from mktctl.model.project import Metric
from mktctl.workspace.document import Document


def named_metric(word: str, metrics: Mapping[str, Metric], others: Sequence[str] = ()) -> Metric:
    """The metric of that ref or name, whatever the case. `others` may be meant as well, in the hint only.

    Raises UsageError.
    """
    for metric in metrics.values():
        if word.casefold() in (metric.ref.casefold(), metric.name.casefold()):
            return metric
    hint = did_you_mean(word, (*metrics, *others))
    raise UsageError(f"no event is called {word!r}", hint=hint)


def moment(text: str, *, zone: ZoneInfo, start: datetime | None, option: str) -> datetime:
    """`3d`, `2 hours`, `90 days ago` from `start`, or a day and time on the clock of `zone`, as in a test's file.

    Without a `start` only a day and time is one. Raises UsageError in the words of `option`.
    """
    report = Report(Document(option, ""))
    if start is None:
        at = read_dated(report, text, (), zone)
    else:
        at = Clock(start=start, zone=zone).read(report, text.strip(), ())
    if at is None:
        (problem, *_) = report.problems
        raise UsageError(f"{option}: {problem.message}", hint=problem.hint)
    return at
