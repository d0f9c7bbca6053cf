"""A flow as it runs: what starts it, whom it lets on, and nodes joined by ids; read from the platform, or from YAML.

Ids are the platform's, or the temporary ones of a definition that was not sent yet. A link that is None ends the path.
Two links may lead to one node: the API creates strict trees only, but paths can be joined in Klaviyo's UI (S4).
"""

from typing import Any, Literal

import msgspec

from mktctl.model.condition import All, Node
from mktctl.model.duration import Duration
from mktctl.model.flow import PropertyChange, Reentry, Weekday

ActionStatus = Literal["draft", "manual", "live", "disabled"]


class ListEntry(Node, frozen=True, kw_only=True):
    """Joining a list starts it (E8); None while the trigger is not set up."""

    list: str | None


class SegmentEntry(Node, frozen=True, kw_only=True):
    """Moving into a segment starts it (E7); None while the trigger is not set up."""

    segment: str | None


class MetricEntry(Node, frozen=True, kw_only=True):
    """An event starts it if `where`, about its own properties, holds at that moment (E3)."""

    metric: str | None
    where: All


class DateEntry(Node, frozen=True, kw_only=True):
    """A date of the profile starts it (T1). `before` counts back from it; `settings` is the trigger as written."""

    property: str | None
    before: Duration
    settings: dict[str, Any]


class ProductEntry(Node, frozen=True, kw_only=True):
    """A price drop or low inventory starts it (T3); `settings` is the trigger as written."""

    about: Literal["price-drop", "low-inventory"]
    where: All
    settings: dict[str, Any]


Entry = ListEntry | SegmentEntry | MetricEntry | DateEntry | ProductEntry


class ActionNode(Node, frozen=True, kw_only=True):
    """What every action has."""

    id: str


class LinearNode(ActionNode, frozen=True, kw_only=True):
    """An action with one way on."""

    next: str | None


class EmailNode(LinearNode, frozen=True, kw_only=True):
    """`send-email`. `only_if` is checked when it would be sent (F3)."""

    status: ActionStatus
    message_id: str | None
    name: str
    subject: str
    preview_text: str
    from_email: str
    from_label: str
    reply_to: str | None
    cc: str | None
    bcc: str | None
    template: str | None
    smart_sending: bool
    transactional: bool
    utm: bool
    only_if: All


class TextNode(LinearNode, frozen=True, kw_only=True):
    """`send-sms`, `send-mobile-push`, `send-whatsapp`; what only the channel knows stays in `settings`."""

    channel: Literal["sms", "push", "whatsapp"]
    status: ActionStatus
    message_id: str | None
    name: str
    body: str
    smart_sending: bool
    transactional: bool
    only_if: All
    settings: dict[str, Any]


class WebhookNode(LinearNode, frozen=True, kw_only=True):
    """`send-webhook`."""

    status: ActionStatus
    message_id: str | None
    name: str
    url: str
    headers: dict[str, str]
    body: str


class AlertNode(LinearNode, frozen=True, kw_only=True):
    """`send-internal-alert`."""

    status: ActionStatus
    message_id: str | None
    name: str
    subject: str
    from_email: str
    from_label: str
    to: tuple[str, ...]
    template: str | None


class DelayNode(LinearNode, frozen=True, kw_only=True):
    """`time-delay`, and `countdown-delay` with `counts_down` (towards the date of a date flow).

    `at` is "HH:MM:SS" and needs whole days (D3, D6). `zone` is "profile", "UTC" or an IANA name (D4).
    """

    span: Duration
    zone: str
    at: str | None
    weekdays: tuple[Weekday, ...]
    counts_down: bool = False


class TargetDateNode(LinearNode, frozen=True, kw_only=True):
    """`target-date`, the first action of a date flow."""

    zone: str
    at: str | None
    weekdays: tuple[Weekday, ...]


class BackInStockNode(LinearNode, frozen=True, kw_only=True):
    """`back-in-stock-delay` (T4)."""


class SplitNode(ActionNode, frozen=True, kw_only=True):
    """`conditional-split` about the person, `trigger-split` about the event, `action-output-split` about an action.

    No condition holds for everybody.
    """

    about: Literal["person", "event", "output"]
    condition: All
    if_true: str | None
    if_false: str | None


class Branch(Node, frozen=True, kw_only=True):
    """One way of a multi-branch split; `condition` is None for the one that takes the rest."""

    id: str
    name: str
    condition: All | None
    next: str | None


class BranchesNode(ActionNode, frozen=True, kw_only=True):
    """`multi-branch-split`: the first branch whose condition holds."""

    name: str
    branches: tuple[Branch, ...]


class ExperimentNode(LinearNode, frozen=True, kw_only=True):
    """`ab-test` and `content-experiment`. `shares` maps a variation's id to its fraction, empty for even ones."""

    status: ActionStatus
    experiment_status: Literal["draft", "live", "completed"]
    main: "EmailNode | TextNode"
    variations: tuple["EmailNode | TextNode", ...]
    shares: dict[str, float]
    winner_metric: str | None
    settings: dict[str, Any]


class UpdateProfileNode(LinearNode, frozen=True, kw_only=True):
    """`update-profile`."""

    status: ActionStatus
    changes: tuple[PropertyChange, ...]


class ListUpdateNode(LinearNode, frozen=True, kw_only=True):
    """`list-update`: add the person to the list, or remove them."""

    status: ActionStatus
    list: str | None
    add: bool


class OpaqueNode(LinearNode, frozen=True, kw_only=True):
    """`code` and `internal-service`: Klaviyo's own; they are passed through."""

    type: str
    settings: dict[str, Any]


AnyNode = (
    EmailNode | TextNode | WebhookNode | AlertNode | DelayNode | TargetDateNode | BackInStockNode | SplitNode
    | BranchesNode | ExperimentNode | UpdateProfileNode | ListUpdateNode | OpaqueNode
)  # fmt: skip


class FlowGraph(msgspec.Struct, frozen=True, kw_only=True):
    """A flow. `filter` is checked at entry and before every action; who fails skips that action (F1)."""

    entry: Entry
    filter: All
    reentry: Reentry
    first: str | None
    nodes: dict[str, AnyNode]


def successors(node: AnyNode) -> tuple[str | None, ...]:
    """The links of a node in their order: yes before no, branches as listed."""
    match node:
        case SplitNode():
            return (node.if_true, node.if_false)
        case BranchesNode():
            return tuple(branch.next for branch in node.branches)
        case _:
            return (node.next,)
