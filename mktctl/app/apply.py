"""Make the platform what the files say: the steps of a plan, in dependency order, each remembered once it is done."""

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Final, assert_never

import msgspec

from mktctl.app import execute_actions, execute_campaigns, execute_coupons, execute_flows, execute_objects
from mktctl.app.execution import Execution, LiveIds, Secrets
from mktctl.app.ledger import Ledger
from mktctl.app.tag_ids import TagIds
from mktctl.app.uploads import Uploads
from mktctl.clock import Stopwatch
from mktctl.diagnostics import MktctlError
from mktctl.klaviyo.errors import AnswerLost, DailyBudgetUsedUp, RateLimited, UnexpectedAnswer
from mktctl.klaviyo.remote import Remote
from mktctl.model.address import Address, Kind
from mktctl.model.workspace import Workspace
from mktctl.planning.bound import Bound
from mktctl.planning.changes import Plan
from mktctl.planning.desired import Desired
from mktctl.planning.seen import Seen
from mktctl.planning.steps import (
    AddCodes,
    AddVariation,
    AnyPlanStep,
    Bind,
    CampaignStep,
    Create,
    CreateCampaign,
    CreateFlow,
    InsertAction,
    Move,
    NameActions,
    PatchAction,
    RemoveAction,
    RemoveUpload,
    RemoveVariation,
    RetireFlow,
    RevertCampaign,
    ScheduleCampaign,
    SeedMetric,
    SetFlowStatus,
    SettleCampaign,
    SettleFlow,
    Tag,
    Update,
    UpdateCampaign,
    UpdateVariation,
)
from mktctl.state.store import Store

WORKERS_MAX: Final = 6
EXIT_PARTIAL: Final = 8
EXIT_INTERRUPTED: Final = 130
_WAVES: Final[tuple[Kind, ...]] = (
    "metric", "list", "segment", "coupon", "universal-content", "template", "flow", "campaign",
)  # fmt: skip
"""Kinds in the order in which one can name the other; resources of one kind never need each other."""

Progress = Callable[[AnyPlanStep], None]


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """A step that did not end well. `unknown`: it may have been carried out all the same."""

    step: AnyPlanStep
    message: str
    hint: str
    exit_code: int
    unknown: bool = False


class ApplyResult(msgspec.Struct, frozen=True, kw_only=True):
    """What became of every step, in the plan's order within each list."""

    done: tuple[AnyPlanStep, ...] = ()
    failures: tuple[Failure, ...] = ()
    not_attempted: tuple[AnyPlanStep, ...] = ()
    interrupted: bool = False
    """Somebody asked to stop: what was under way was ended, nothing more was begun."""
    left_out: tuple[str, ...] = ()
    """What the plan said that it would not do, each with its way: the files are not carried out in full."""
    left_over: tuple[str, ...] = ()
    """Names of uploads that are still in the template library; the next apply takes them out."""

    @property
    def exit_code(self) -> int:
        """0 when all is done; 130 when interrupted; 5 when a limit ended the run; 8 when something was done, or all but
        what was left out; else the cause's code.
        """
        if self.interrupted and (self.failures or self.not_attempted):
            return EXIT_INTERRUPTED
        if not self.failures:
            return EXIT_PARTIAL if self.left_out else 0
        codes = [failure.exit_code for failure in self.failures]
        if 5 in codes:
            return 5
        return EXIT_PARTIAL if self.done else codes[0]


def apply_plan(
    plan: Plan,
    *,
    workspace: Workspace,
    resources: Mapping[Address, Desired],
    seen: Seen,
    remote: Remote,
    store: Store,
    secrets: Secrets,
    stopwatch: Stopwatch,
    progress: Progress,
    spent: Callable[[], dict[str, int]],
    generation: int | None = None,
    stop: threading.Event | None = None,
) -> ApplyResult:
    """Run the plan's steps. After the first failure nothing new is begun; what is under way ends by itself. It is the
    same when somebody sets `stop`, from any thread or a handler of signals.

    `spent` counts the requests of capped operations; what it grows by is this run's. Raises `StateMoved` when the state
    is no longer of the `generation` that the plan was made on.
    """
    assert not plan.blockers, "a plan that is blocked is not applied"
    ledger = Ledger(store, plan.account, generation=generation)
    ids = LiveIds(_known_ids(workspace, resources, seen, ledger))
    uploads = Uploads(remote, workspace, ledger, seen.account.now, ids)
    run = Execution(
        remote=remote,
        workspace=workspace,
        resources=resources,
        seen=seen,
        ledger=ledger,
        ids=ids,
        uploads=uploads,
        tags=TagIds(remote),
        secrets=secrets,
        stopwatch=stopwatch,
    )
    tracks = _tracks(plan.steps)
    stop = stop or threading.Event()
    spent_before = spent()
    left_over: tuple[str, ...] = ()
    done: list[AnyPlanStep] = []
    failures: list[Failure] = []

    def note(step: AnyPlanStep) -> None:
        done.append(step)
        progress(step)

    try:
        for kind in _WAVES:
            wave = [steps for address, steps in tracks.items() if address.kind == kind]
            failures.extend(_run_wave(wave, run, note, stop))
            if failures or stop.is_set():
                break
    finally:
        left_over = uploads.remove()
        sent = {name: count - spent_before.get(name, 0) for name, count in spent().items()}
        ledger.spend(seen.account.now.date().isoformat(), sent)
    finished = {id(step) for step in done} | {id(failure.step) for failure in failures}
    return ApplyResult(
        done=tuple(step for step in plan.steps if id(step) in {id(one) for one in done}),
        failures=tuple(failures),
        not_attempted=tuple(step for step in plan.steps if id(step) not in finished),
        interrupted=stop.is_set(),
        left_out=plan.left_out,
        left_over=left_over,
    )


def perform(step: AnyPlanStep, run: Execution) -> None:
    """One step. Every step has its case: a new one without it does not pass the type check."""
    match step:
        case Bind():
            execute_objects.bind(step, run)
        case Move():
            execute_objects.move(step, run)
        case SeedMetric():
            execute_objects.seed_metric(step, run)
        case Create():
            execute_objects.create(step, run)
        case AddCodes():
            execute_coupons.add_codes(step, run)
        case Update():
            execute_objects.update(step, run)
        case Tag():
            execute_objects.tag(step, run)
        case RemoveUpload():
            run.uploads.remove_left_over(step.address.ref)
        case CreateFlow():
            execute_flows.create_flow(step, run)
        case RetireFlow():
            execute_flows.retire_flow(step, run)
        case SetFlowStatus():
            execute_flows.set_flow_status(step, run)
        case SettleFlow():
            execute_flows.settle_flow(step, run)
        case NameActions():
            execute_actions.name_actions(step, run)
        case PatchAction():
            execute_actions.patch_action(step, run)
        case InsertAction():
            execute_actions.insert_action(step, run)
        case RemoveAction():
            execute_actions.remove_action(step, run)
        case _:
            _perform_on_campaign(step, run)


def _perform_on_campaign(step: CampaignStep, run: Execution) -> None:
    match step:
        case CreateCampaign():
            execute_campaigns.create_campaign(step, run)
        case UpdateCampaign():
            execute_campaigns.update_part(step, run)
        case AddVariation():
            execute_campaigns.add_variation(step, run)
        case UpdateVariation():
            execute_campaigns.change_variation(step, run)
        case RemoveVariation():
            execute_campaigns.remove_variation(step, run)
        case RevertCampaign():
            execute_campaigns.revert_campaign(step, run)
        case SettleCampaign():
            execute_campaigns.settle_campaign(step, run)
        case ScheduleCampaign():
            execute_campaigns.schedule(step, run)
        case _:
            assert_never(step)


def _tracks(steps: tuple[AnyPlanStep, ...]) -> dict[Address, list[AnyPlanStep]]:
    """The steps of each resource, which run one after the other; resources run side by side."""
    tracks: dict[Address, list[AnyPlanStep]] = {}
    for step in steps:
        tracks.setdefault(step.address, []).append(step)
    return tracks


def _run_wave(wave: list[list[AnyPlanStep]], run: Execution, note: Progress, stop: threading.Event) -> list[Failure]:
    """Resources of one kind, `WORKERS_MAX` at a time. Stops handing out work after the first failure; once `stop` is
    set the steps under way are the last.
    """
    failures: list[Failure] = []
    waiting = iter(wave)
    with ThreadPoolExecutor(max_workers=WORKERS_MAX) as pool:
        running: set[Future[Failure | None]] = set()
        while True:
            while (
                not failures
                and not stop.is_set()
                and len(running) < WORKERS_MAX
                and (track := next(waiting, None)) is not None
            ):
                running.add(pool.submit(_run_track, track, run, note, stop))
            if not running:
                return failures
            finished, running = wait(running, return_when=FIRST_COMPLETED)
            failures.extend(failure for future in finished if (failure := future.result()) is not None)


def _run_track(track: list[AnyPlanStep], run: Execution, note: Progress, stop: threading.Event) -> Failure | None:
    for step in track:
        if stop.is_set():
            return None
        try:
            perform(step, run)
        except MktctlError as error:
            limited = isinstance(error, DailyBudgetUsedUp | RateLimited)
            return Failure(
                step=step,
                message=str(error),
                hint=error.hint,
                exit_code=5 if limited else error.exit_code,
                unknown=isinstance(error, AnswerLost | UnexpectedAnswer),
            )
        note(step)
    return None


def _known_ids(
    workspace: Workspace, resources: Mapping[Address, Desired], seen: Seen, ledger: Ledger
) -> dict[Address, str]:
    bound = Bound(seen, ledger.state, workspace.project.metrics)
    metrics = (Address(kind="metric", ref=ref) for ref in workspace.project.metrics)
    everything = {*resources, *metrics, *(need for one in resources.values() for need in one.needs)}
    return {address: bound.id_of(address) for address in everything if bound.knows(address)}
