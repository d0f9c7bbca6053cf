"""Puts the parts together for one command: files, environment, key, client, state."""

import contextlib
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

import msgspec

from mktctl.cli.secrets import COMMON_KEY, KEY_PREFIX
from mktctl.clock import MonotonicStopwatch, WallClock
from mktctl.diagnostics import MktctlError, UsageError
from mktctl.kinds.spelling import did_you_mean
from mktctl.model.project import Environment, Project

if TYPE_CHECKING:
    from mktctl.klaviyo.remote import Remote
    from mktctl.sandbox.options import Options
    from mktctl.state.store import Store

SANDBOX: Final = "sandbox"
SANDBOX_KEY: Final = "pk_sandbox"
DATABASE: Final = Path(".mktctl/sandbox.sqlite3")
SANDBOX_STATE: Final = Path(".mktctl/sandbox.state.json")


class KeyMissing(MktctlError):  # noqa: N818 - the name says what happened
    """No API key for a real account: exit 4."""

    exit_code = 4


class Connection(msgspec.Struct, frozen=True, kw_only=True):
    """One environment, ready to be worked on. `requests` counts what was sent, `spent` the capped ones of today."""

    environment: Environment
    remote: "Remote"
    store: "Store"
    requests: Callable[[], int]
    spent: Callable[[], dict[str, int]]
    alone: Callable[[], contextlib.AbstractContextManager[None]]
    """Keeps every other apply on this environment out; raises `StateLocked` when one is at work."""


def environment_of(project: Project, name: str) -> Environment:
    """The environment by name; `sandbox` is always there. Raises `UsageError`."""
    if name in project.environments:
        return project.environments[name]
    if name == SANDBOX:
        return Environment(name=SANDBOX, seed_metrics=True)
    raise UsageError(
        f"mktctl.yaml has no environment {name!r}", hint=did_you_mean(name, {SANDBOX, *project.environments})
    )


@contextlib.contextmanager
def connected(root: Path, project: Project, name: str) -> Iterator[Connection]:
    """The environment with its client and state. The sandbox is started in this process and stopped again."""
    from mktctl.workspace.own_folder import own_folder

    environment = environment_of(project, name)
    if name == SANDBOX:
        from mktctl.sandbox.server import running

        own_folder(root)
        with running(root / DATABASE, sandbox_options(project, limits="none")) as sandbox:
            yield from _client(environment, root / SANDBOX_STATE, SANDBOX_KEY, sandbox.url, limited=False)
    else:
        key = _key(environment)
        own_folder(root)
        yield from _client(environment, root / f".mktctl/{name}.state.json", key, None, limited=True)


def sandbox_options(project: Project, *, limits: str) -> "Options":
    """The sandbox's account as `mktctl.yaml` describes it: zone, currency, and the first instant of its clock."""
    from mktctl.sandbox.options import Options

    return Options(
        account_name=project.brand.name,
        timezone=project.shop.timezone,
        currency=project.shop.currency,
        start=project.sandbox.start.replace(tzinfo=ZoneInfo(project.shop.timezone)),
        limits=limits,  # type: ignore[arg-type]
    )


def _client(environment: Environment, state: Path, key: str, url: str | None, *, limited: bool) -> Iterator[Connection]:
    from mktctl.klaviyo.client import Klaviyo
    from mktctl.klaviyo.limiter import EndpointLimiter, Unlimited
    from mktctl.state.file_store import FileStore

    stopwatch = MonotonicStopwatch()
    store = FileStore(state)
    limiter = EndpointLimiter(stopwatch, spent_today=_spent_today(store)) if limited else Unlimited()
    rng = random.Random()
    with Klaviyo(api_key=key, base_url=url, limiter=limiter, stopwatch=stopwatch, rng=rng) as remote:
        yield Connection(
            environment=environment,
            remote=remote,
            store=store,
            requests=lambda: sum(remote.sent().values()),
            spent=limiter.spent,
            alone=store.alone,
        )


def _spent_today(store: "Store") -> dict[str, int]:
    """What earlier runs of this UTC day already sent of the operations with a daily cap."""
    _, state = store.load()
    today = WallClock().now().date().isoformat()
    return dict(state.spent.get(today, {})) if state is not None else {}


def _key(environment: Environment) -> str:
    own = f"{KEY_PREFIX}{environment.name.upper().replace('-', '_')}"
    key = os.environ.get(own) or os.environ.get(COMMON_KEY)
    if not key:
        raise KeyMissing(
            f"no API key for environment {environment.name}",
            hint=f"Set {own} (or {COMMON_KEY}) to a private key of the account. The sandbox needs none.",
        )
    return key
