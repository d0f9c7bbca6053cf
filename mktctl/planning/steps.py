"""The steps of a plan: what `apply` does and `plan --explain` tells, one frozen struct each, in this order.

Documents are symbolic: the executor knows the ids by the time a step runs.
"""

from typing import Literal

import msgspec

from mktctl.model.address import Address
from mktctl.planning.alignment import Insertion
from mktctl.planning.documents import Document


class PlanStep(msgspec.Struct, frozen=True, kw_only=True, tag=True, tag_field="step"):
    """Base of all steps. `address` is the resource that it belongs to."""

    address: Address


class Bind(PlanStep, frozen=True, kw_only=True):
    """Write the id of an existing object of this name into the state; the platform is not touched.

    `replaces`: the id of the flow in whose place it was made, by a run that was cut off. `digest`: what was wanted,
    where the object is that already; `tags` are those of ours that it has.
    """

    id: str
    name: str
    digest: str = ""
    tags: tuple[str, ...] = ()
    replaces: str | None = None


class Move(PlanStep, frozen=True, kw_only=True):
    """The file was renamed (`moved_from`): the binding follows."""

    source: str


class SeedMetric(PlanStep, frozen=True, kw_only=True):
    """Send one backfilled event, so that the metric exists; it starts no flow."""


class Create(PlanStep, frozen=True, kw_only=True):
    """Create a list, a segment or a library template."""

    document: Document
    digest: str


class AddCodes(PlanStep, frozen=True, kw_only=True):
    """Add codes to a coupon until as many are free as the file says. They are counted once more right before:
    `count` is how many were missing when the plan was made.
    """

    count: int


class Update(PlanStep, frozen=True, kw_only=True):
    """Change the named attributes of a list, a segment or a library template in place."""

    document: Document
    attributes: tuple[str, ...]
    digest: str


class CreateFlow(PlanStep, frozen=True, kw_only=True):
    """Create the flow as a draft, read it back, note its actions. `replaces`: the id of the one it follows."""

    templates: tuple[str, ...]
    digest: str
    replaces: str | None = None


class NameActions(PlanStep, frozen=True, kw_only=True):
    """Steps whose key changed keep their action: wanted key to the key until now. The platform is not touched."""

    names: dict[str, str]


class PatchAction(PlanStep, frozen=True, kw_only=True):
    """Send one action's whole definition again. `content`: its mail gets a fresh copy of the template."""

    key: str
    content: str | None = None


class InsertAction(PlanStep, frozen=True, kw_only=True):
    """Insert one action into a line of the flow."""

    place: Insertion
    template: str | None = None


class RemoveAction(PlanStep, frozen=True, kw_only=True):
    """Take one action out of a line of the flow."""

    key: str


class SetFlowStatus(PlanStep, frozen=True, kw_only=True):
    """Set the flow, and with it all its actions, to one status; then lower those of `lower` again."""

    status: str
    lower: dict[str, str] = {}


class RetireFlow(PlanStep, frozen=True, kw_only=True):
    """Set the replaced flow to draft, before its successor goes live: a failure can leave a gap, never two mails."""

    id: str


class SettleFlow(PlanStep, frozen=True, kw_only=True):
    """Read the flow back, check that it is what was wanted, and write what was seen into the state."""

    digest: str


class RemoveUpload(PlanStep, frozen=True, kw_only=True):
    """Take out of the library what a run that was cut off had put there to be copied into messages."""


class Tag(PlanStep, frozen=True, kw_only=True):
    """Add or take away one tag."""

    tag: str
    verb: Literal["add", "remove"]


class CreateCampaign(PlanStep, frozen=True, kw_only=True):
    """Create the campaign as a draft, read it back and check it. `digest` is empty while something is still to come."""

    templates: tuple[str, ...]
    digest: str


class UpdateCampaign(PlanStep, frozen=True, kw_only=True):
    """Send one part of a campaign that is a draft again: its settings, its audience, or its message with the test."""

    part: Literal["campaign", "audience", "message"]


class AddVariation(PlanStep, frozen=True, kw_only=True):
    """One more variation of a campaign's message; `content` is the template that it gets a copy of."""

    name: str
    content: str | None = None


class UpdateVariation(PlanStep, frozen=True, kw_only=True):
    """Send one variation of a campaign's message again. `content`: it gets a fresh copy of that template."""

    id: str
    name: str
    content: str | None = None


class RemoveVariation(PlanStep, frozen=True, kw_only=True):
    """Take one variation out of a campaign's message."""

    id: str
    name: str


class RevertCampaign(PlanStep, frozen=True, kw_only=True):
    """A scheduled campaign becomes a draft again: nothing of it can be changed otherwise, and a draft is not sent."""

    id: str
    message_id: str


class SettleCampaign(PlanStep, frozen=True, kw_only=True):
    """Read the campaign back, check that it is what was wanted, and note it; always before it is scheduled.

    `digest` is empty while the schedule is still to come.
    """

    digest: str


class ScheduleCampaign(PlanStep, frozen=True, kw_only=True):
    """Schedule a campaign that is a draft, and read back that it is."""

    digest: str


CampaignStep = (
    CreateCampaign | UpdateCampaign | AddVariation | UpdateVariation | RemoveVariation | RevertCampaign
    | SettleCampaign | ScheduleCampaign
)  # fmt: skip
AnyPlanStep = (
    Bind | Move | SeedMetric | Create | AddCodes | Update | CreateFlow | NameActions | PatchAction | InsertAction
    | RemoveAction | SetFlowStatus | RetireFlow | SettleFlow | RemoveUpload | Tag | CampaignStep
)  # fmt: skip
