"""The steps of a plan in words: what `plan --explain` tells and what `apply` prints as it goes."""

from mktctl.planning.changes import Plan
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
from mktctl.views.visible import visible


def steps_text(plan: Plan) -> str:
    """Every step that apply would take, numbered, in the order of the plan; resources of one kind run side by side."""
    lines = [f"{number:>4}  {visible(step_text(step))}" for number, step in enumerate(plan.steps, start=1)]
    return "\n".join(lines) + "\n" if lines else ""


def step_text(step: AnyPlanStep) -> str:
    """One step as a line: `flow/welcome: create as draft`."""
    return visible(f"{step.address}: {_words(step)}")


def _words(step: AnyPlanStep) -> str:
    match step:
        case Bind():
            return f"take over {step.id}"
        case Move():
            return f"renamed from {step.source}"
        case SeedMetric():
            return "send its first event, backfilled"
        case Create():
            return "create"
        case AddCodes():
            return f"add {step.count:,} {'code' if step.count == 1 else 'codes'}"
        case Update():
            return f"change {', '.join(step.attributes)}"
        case CreateFlow() | CreateCampaign():
            return "create as a draft"
        case RetireFlow():
            return f"set the old flow {step.id} to draft"
        case SetFlowStatus():
            return f"set to {step.status}"
        case UpdateCampaign():
            return f"change its {'settings' if step.part == 'campaign' else step.part}"
        case AddVariation():
            return f"add the version {step.name}"
        case UpdateVariation():
            return f"change the version {step.name}"
        case RemoveVariation():
            return f"remove the version {step.name}"
        case RevertCampaign():
            return "take the schedule back: it is a draft again"
        case ScheduleCampaign():
            return "schedule"
        case SettleFlow() | SettleCampaign():
            return "read back and check"
        case NameActions():
            return f"steps renamed: {', '.join(step.names)}"
        case PatchAction():
            return f"change {step.key}"
        case InsertAction():
            return f"insert {step.place.key}"
        case RemoveAction():
            return f"remove {step.key}"
        case RemoveUpload():
            return "take the upload out of the template library"
        case Tag():
            return f"{step.verb} tag {step.tag}"
