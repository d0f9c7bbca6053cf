"""The plan that `plan` shows and `apply` carries out."""

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from mktctl.app.plan import Planned
    from mktctl.cli.wiring import Connection
    from mktctl.model.workspace import Workspace


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """The checked files, an open connection to their environment, and the plan between the two."""

    workspace: "Workspace"
    connection: "Connection"
    planned: "Planned"


@contextlib.contextmanager
def prepared(
    project: Path | None, env: str, target: Sequence[str] | None, *, full: bool, to_write: bool = False
) -> Iterator[Prepared]:
    """Find, check, connect and plan; `full` reads every flow and mail. The connection lasts as long as the context.

    `to_write` keeps every other apply on this environment out for as long, from before anything is read.
    """
    from mktctl.app.plan import make_plan
    from mktctl.cli.files import project_root, valid_workspace
    from mktctl.cli.secrets import secret_at_hand
    from mktctl.cli.targets import addresses
    from mktctl.cli.wiring import connected

    root = project_root(project)
    targets = addresses(target)
    workspace = valid_workspace(root, environment=env)
    with connected(root, workspace.project, env) as connection, _alone(connection, to_write=to_write):
        planned = make_plan(
            workspace,
            connection.environment,
            remote=connection.remote,
            store=connection.store,
            targets=targets,
            secret=secret_at_hand,
            full=full,
            requests=connection.requests,
        )
        yield Prepared(workspace=workspace, connection=connection, planned=planned)


def _alone(connection: "Connection", *, to_write: bool) -> contextlib.AbstractContextManager[None]:
    return connection.alone() if to_write else contextlib.nullcontext()
