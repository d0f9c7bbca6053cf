"""What planning costs when nothing has changed: requests beside the pages of the lists, time beside bare requests."""

import contextlib
import http.client
import io
import math
import os
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlencode, urlsplit

from bench.measure import Measure
from bench.processes import BIN, run
from bench.workspace_generator import Counts, generate
from mktctl.klaviyo.transport import Request, Response
from mktctl.model.operations import operations

REQUESTS_RATIO_MAX: Final = 1.05
EACH: Final = 300
CAMPAIGNS: Final = 100
ROUNDS: Final = 5


def main(each: int = EACH, campaigns: int = CAMPAIGNS, rounds: int = ROUNDS) -> list[Measure]:
    """`each` flows, segments and templates and some `campaigns`, applied to the sandbox, then planned unchanged."""
    with tempfile.TemporaryDirectory(prefix="mktctl-bench-") as folder:
        root = Path(folder)
        counts = Counts(flows=each, segments=each, templates=each, campaigns=campaigns)
        generate(root, counts, library=True)
        applied = run([str(BIN / "mktctl"), "apply", "--yes"], cwd=root)
        plans = [run([str(BIN / "mktctl"), "plan"], cwd=root) for _ in range(rounds)]
        assert all("No changes" in plan.output for plan in plans), plans[0].output[-2000:]
        requests = _requests_of_a_plan(root)
        bare = [_seconds_sent_bare(root, requests) for _ in range(rounds)]
    return _measures(counts, requests, applied.seconds, statistics.median(plan.seconds for plan in plans), bare)


def _measures(
    counts: Counts, requests: list[Request], applied_seconds: float, plan_seconds: float, bare: list[float]
) -> list[Measure]:
    pages = _pages_of_the_lists(counts)
    paths = Counter(request.path for request in requests)
    walked = ", ".join(f"{count} {path.removeprefix('/api/')}" for path, count in sorted(paths.items()))
    bare_seconds = statistics.median(bare)
    return [
        Measure(
            bench="plan",
            what="requests",
            value=len(requests) / (pages + counts.campaigns),
            unit="×",
            limit=REQUESTS_RATIO_MAX,
            beside=f"{len(requests)} for {3 * counts.flows + counts.campaigns} unchanged resources ({walked}); "
            f"the lists have {pages} pages, and {counts.campaigns} campaigns wait for their day",
        ),
        Measure(
            bench="plan",
            what="time",
            value=plan_seconds / bare_seconds,
            unit="×",
            beside=f"{plan_seconds:.2f} s, files and start-up included; the same requests bare {bare_seconds:.2f} s",
        ),
        Measure(bench="plan", what="apply before it", value=applied_seconds, unit="s", beside="told, not promised"),
    ]


def _pages_of_the_lists(counts: Counts) -> int:
    """Pages at the largest size that the operations take, and one each for the project's lists and metrics.

    Only mails are kept in the platform's library.
    """
    rows = operations()
    library = len(counts.of_channel("email"))
    lists = {"get_flows": counts.flows, "get_segments": counts.segments, "get_templates": library}
    lists |= {"get_campaigns": counts.campaigns}
    return sum(math.ceil(count / (rows[name].page_size_max or 1)) for name, count in lists.items()) + 2


def _requests_of_a_plan(root: Path) -> list[Request]:
    """Every request that `mktctl plan` puts on the wire, taken down at the connection."""
    from mktctl.cli.main import run as run_command_line
    from mktctl.klaviyo.sdk import SdkTransport

    sent: list[Request] = []
    send = SdkTransport.send

    def noting(self: SdkTransport, request: Request) -> Response:
        sent.append(request)
        return send(self, request)

    SdkTransport.send = noting  # type: ignore[method-assign]
    try:
        with _inside(root), contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            code = run_command_line(["plan"])
    finally:
        SdkTransport.send = send  # type: ignore[method-assign]
    assert code == 0
    assert all(request.method == "GET" for request in sent)
    return sent


@contextlib.contextmanager
def _inside(root: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(root)
    try:
        yield
    finally:
        os.chdir(before)


def _seconds_sent_bare(root: Path, requests: list[Request]) -> float:
    """The same requests one after the other on one connection, answers read and thrown away."""
    from mktctl.sandbox.options import Options
    from mktctl.sandbox.server import running

    (database,) = (root / ".mktctl").rglob("*.sqlite3")
    with running(database, Options(limits="none")) as sandbox:
        connection = http.client.HTTPConnection(urlsplit(sandbox.url).netloc)
        headers = {"Authorization": "Klaviyo-API-Key pk_sandbox", "revision": "2026-10-15"}
        started = time.perf_counter()
        for request in requests:
            connection.request(request.method, _target(request), headers=headers)
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, f"{answer.status} {_target(request)}"
        seconds = time.perf_counter() - started
        connection.close()
    return seconds


def _target(request: Request) -> str:
    path = request.path
    for name, value in request.path_values.items():
        path = path.replace("{" + name + "}", quote(value, safe=""))
    return f"{path}?{urlencode(dict(request.query))}" if request.query else path
