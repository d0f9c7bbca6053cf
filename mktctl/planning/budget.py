"""What an apply costs in requests, held against the documented limits of each operation."""

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from typing import Final

from mktctl.model.address import Address
from mktctl.model.operations import operations
from mktctl.planning.action_links import is_branch
from mktctl.planning.changes import Call
from mktctl.planning.desired import Desired
from mktctl.planning.steps import (
    AddCodes,
    AddVariation,
    AnyPlanStep,
    Bind,
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

_READ_CAMPAIGN: Final = ("get_campaign", "get_campaign_message")
_CODES_OF_JOB: Final = 1_000


def calls_of(
    steps: Iterable[AnyPlanStep],
    spent: dict[str, int],
    *,
    resources: Mapping[Address, Desired],
    tags: Container[str],
    library: Container[str],
) -> tuple[Call, ...]:
    """The requests by operation; `spent` is what the account's day already used of the capped ones.

    `tags` are names that the account is known to have, `library` the refs of templates that are never uploaded.
    What is read again until it shows, and lists of more than one page, come on top.
    """
    counted: Counter[str] = Counter()
    uploads: set[str] = set()
    new_tags: set[str] = set()
    for step in steps:
        counted.update(_operations(step, resources))
        uploads.update(ref for ref in _uploads(step) if ref not in library)
        if isinstance(step, Tag):
            counted["get_tags"] = 1
            new_tags.update({step.tag} if step.verb == "add" and step.tag not in tags else ())
    counted["create_template"] += len(uploads)
    counted["delete_template"] += len(uploads)
    counted["create_tag"] += len(new_tags)
    rows = operations()
    return tuple(
        Call(operation=name, count=count, daily=rows[name].daily, spent=spent.get(name, 0))
        for name, count in sorted(counted.items())
        if count
    )


def least_seconds(calls: Iterable[Call]) -> float:
    """How long the limits make it take at least: the slowest operation decides. A daily cap is not counted here."""
    rows = operations()
    return max((_seconds(call.count, rows[call.operation].burst_per_second, rows[call.operation].steady_per_minute)
                for call in calls), default=0.0)  # fmt: skip


def over_budget(calls: Iterable[Call]) -> tuple[str, ...]:
    """Lines for operations whose daily cap ends before the plan does."""
    return tuple(
        f"{call.operation}: {call.count} wanted, {max(call.daily - call.spent, 0)} of {call.daily} left today; "
        "apply stops cleanly there, run it again tomorrow"
        for call in calls
        if call.daily is not None and call.count + call.spent > call.daily
    )


def _seconds(count: int, burst: int, steady: int) -> float:
    if count <= steady:
        return (count - 1) / burst if count > burst else 0.0
    return 60.0 * ((count - 1) // steady)


def _uploads(step: AnyPlanStep) -> tuple[str, ...]:
    match step:
        case CreateFlow() | CreateCampaign():
            return step.templates
        case AddVariation(content=str(ref)) | UpdateVariation(content=str(ref)):
            return (ref,)
        case PatchAction(content=str(ref)) | InsertAction(template=str(ref)):
            return (ref,)
        case _:
            return ()


def _operations(step: AnyPlanStep, resources: Mapping[Address, Desired]) -> tuple[str, ...]:
    match step:
        case Bind() | Move() | NameActions():
            return ()
        case SeedMetric():
            return ("create_event", "get_metrics")
        case Create():
            return (f"create_{_resource(step.address)}",)
        case Update():
            return (f"update_{_resource(step.address)}",)
        case AddCodes():
            jobs = -(-step.count // _CODES_OF_JOB)
            before = ("get_bulk_create_coupon_code_jobs", "get_bulk_create_coupon_code_jobs", "get_coupon_codes")
            return (*before, *("bulk_create_coupon_codes", "get_bulk_create_coupon_codes_job") * jobs)
        case CreateFlow():
            return ("create_flow",)
        case PatchAction():
            return ("get_flow_action", "update_flow_action", *(("get_flow_action",) if step.content else ()))
        case InsertAction():
            raised = resources[step.address].statuses.get(step.place.key, "draft") != "draft"
            found_out = ("get_flow_action",) if step.place.before is None and is_branch(step.place.slot) else ()
            return (*found_out, "create_flow_action", *(("update_flow_action",) if raised else ()))
        case RemoveAction():
            return ("delete_flow_action",)
        case SetFlowStatus():
            return ("update_flow", *("get_flow_action", "update_flow_action") * len(step.lower))
        case RetireFlow():
            return ("update_flow",)
        case SettleFlow():
            return ("get_flow",)
        case RemoveUpload():
            return ("get_templates", "delete_template")
        case CreateCampaign():
            return ("create_campaign", *_READ_CAMPAIGN)
        case UpdateCampaign():
            return _update_campaign(step, resources)
        case AddVariation():
            return ("create_campaign_variation",)
        case UpdateVariation():
            return ("update_campaign_variation",)
        case RemoveVariation():
            return ("delete_campaign_variation",)
        case RevertCampaign():
            return ("update_campaign_message_schedule",)
        case SettleCampaign():
            return _READ_CAMPAIGN
        case ScheduleCampaign():
            return ("schedule_campaign", *_READ_CAMPAIGN)
        case Tag():
            return (f"{'tag' if step.verb == 'add' else 'remove_tag_from'}_{step.address.kind}s",)


def _resource(address: Address) -> str:
    """The kind as operations are called."""
    return address.kind.replace("-", "_")


def _update_campaign(step: UpdateCampaign, resources: Mapping[Address, Desired]) -> tuple[str, ...]:
    """The times of a test of send times are sent by the ids of its variations, which are read first."""
    if step.part == "campaign":
        return ("update_campaign",)
    named_by_id = step.part == "message" and "send_times" in resources[step.address].document
    return (*(("get_campaign_message",) if named_by_id else ()), f"update_campaign_{step.part}")
