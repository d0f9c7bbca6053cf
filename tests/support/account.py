"""An account to plan and apply against: the real sandbox behind a socket, the real client, a state file."""

import contextlib
import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from mktctl.app.apply import ApplyResult, apply_plan
from mktctl.app.plan import Planned, make_plan
from mktctl.clock import MonotonicStopwatch, Stopwatch
from mktctl.klaviyo.client import Klaviyo
from mktctl.klaviyo.limiter import EndpointLimiter, Limiter, Unlimited
from mktctl.klaviyo.remote import Remote
from mktctl.model.address import Address
from mktctl.model.project import Environment
from mktctl.model.workspace import Workspace
from mktctl.planning.steps import AnyPlanStep
from mktctl.sandbox.options import Options, Switches
from mktctl.sandbox.server import running
from mktctl.state.file_store import FileStore
from mktctl.state.store import Store

START = datetime(2026, 11, 2, 8, tzinfo=UTC)
SANDBOX = Environment(name="sandbox", seed_metrics=True)


class Account:
    """One sandbox account with its state; `remote` is the client, `url` where the sandbox answers."""

    def __init__(self, url: str, remote: Klaviyo, store: Store, limiter: Limiter, stopwatch: Stopwatch) -> None:
        self.url = url
        self.remote = remote
        self.store = store
        self.limiter = limiter
        self.stopwatch = stopwatch
        self.progress: list[AnyPlanStep] = []
        self.secrets: dict[str, str] = {}

    def plan(
        self,
        workspace: Workspace,
        targets: Sequence[Address] = (),
        environment: Environment = SANDBOX,
        *,
        full: bool = False,
    ) -> Planned:
        """Make a plan; nothing is written."""
        before = sum(self.remote.sent().values())
        return make_plan(
            workspace,
            environment,
            remote=self.remote,
            store=self.store,
            targets=targets,
            secret=self.secrets.get,
            requests=lambda: sum(self.remote.sent().values()) - before,
            full=full,
        )

    def apply(
        self,
        workspace: Workspace,
        planned: Planned | None = None,
        remote: Remote | None = None,
        store: Store | None = None,
    ) -> ApplyResult:
        """Plan, unless a plan is given, and carry it out, through another remote and store if they are given."""
        planned = planned or self.plan(workspace)
        return apply_plan(
            planned.plan,
            workspace=workspace,
            resources=planned.resources,
            seen=planned.seen,
            remote=remote or self.remote,
            store=store or self.store,
            secrets=self.secrets.__getitem__,
            stopwatch=self.stopwatch,
            progress=self.progress.append,
            spent=self.limiter.spent,
            generation=planned.generation,
        )

    def settle(self, workspace: Workspace) -> None:
        """Apply, and insist that it went well."""
        result = self.apply(workspace)
        assert result.exit_code == 0, result.failures

    def ui(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """What a person does in Klaviyo's own pages."""
        import json
        import urllib.request

        request = urllib.request.Request(
            f"{self.url}/sandbox/ui/{path}", method=method, data=json.dumps(body or {}).encode()
        )
        request.add_header("content-type", "application/json")
        with urllib.request.urlopen(request) as answer:
            return json.loads(answer.read() or b"{}")


@contextlib.contextmanager
def account(
    folder: Path,
    switches: Switches | None = None,
    *,
    key: str = "pk_sandbox",
    store: Store | None = None,
    limited_on: Stopwatch | None = None,
    processing_seconds: float | None = None,
) -> Iterator[Account]:
    """A fresh account below `folder`; the same one when the folder has one.

    The state is a file beside it unless a `store` is given. There are no rate limits unless `limited_on` gives the
    stopwatch on which both sides keep the real ones.
    """
    options = Options(
        account_name="Mientior",
        timezone="Europe/Paris",
        start=START,
        limits="none" if limited_on is None else "real",
        switches=switches or Switches(),
        processing_seconds=processing_seconds,
    )
    stopwatch = limited_on or MonotonicStopwatch()
    limiter = Unlimited() if limited_on is None else EndpointLimiter(stopwatch)
    with running(folder / "sandbox.sqlite3", options, stopwatch) as sandbox:
        client = Klaviyo(api_key=key, base_url=sandbox.url, limiter=limiter, stopwatch=stopwatch, rng=random.Random(0))
        with client as remote:
            yield Account(sandbox.url, remote, store or FileStore(folder / "state.json"), limiter, stopwatch)
