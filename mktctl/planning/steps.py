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


AnyPlanStep = (
    Bind | Move | SeedMetric | Create | Update | CreateFlow | NameActions | PatchAction | InsertAction | RemoveAction
    | SetFlowStatus | RetireFlow | SettleFlow | RemoveUpload | Tag
)  # fmt: skip
