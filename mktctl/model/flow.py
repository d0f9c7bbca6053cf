"""Flows: a trigger, who may go on, who leaves, and steps. Project defaults are resolved into every step."""

from typing import Literal

import msgspec

from mktctl.model.condition import Condition, EventTest, Node
from mktctl.model.duration import Duration
from mktctl.model.template import Sender

Status = Literal["draft", "manual", "live"]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class MetricTrigger(Node, frozen=True, kw_only=True):
    """`trigger: {metric: cart_abandoned, where: …}`; `where` is an OR of ANDs, checked once at entry (E3)."""

    metric: str
    where: tuple[tuple[EventTest, ...], ...] = ()


class ListTrigger(Node, frozen=True, kw_only=True):
    """`trigger: {list: newsletter}` (E8)."""

    list: str


class SegmentTrigger(Node, frozen=True, kw_only=True):
    """`trigger: {segment: lapsed-customers}`; present members do not enter (E7, P47)."""

    segment: str


Trigger = MetricTrigger | ListTrigger | SegmentTrigger


class Reentry(Node, frozen=True, kw_only=True):
    """`never`, `always`, or `after` a span counted from the last entry (E4, T08)."""

    mode: Literal["never", "always", "after"]
    span: Duration | None = None


class Step(Node, frozen=True, kw_only=True):
    """What every step has. `key` is unique within the flow and survives edits around it (P44).

    A message's key is its template's ref (`cart-10-percent`), with the branch path in front where the ref stands
    more than once (`if-1.then/cart-10-percent`); a wait or branch is "n-th before the next message"
    (`wait-1@cart-10-percent`); `id:` pins.
    """

    key: str
    note: str = ""


class Email(Step, frozen=True, kw_only=True):
    """`email: ref`. Subject, preview and sender are resolved: the step's own, else the template's, else the brand's."""

    template: str
    name: str
    subject: str
    preview_text: str
    sender: Sender
    status: Status
    smart_sending: bool = True
    transactional: bool = False
    utm: bool = True
    only_if: Condition | None = None


class Wait(Step, frozen=True, kw_only=True):
    """`wait: 2 days` and its calendar forms.

    `from_start` means that `span` counts from the run's start (P10): the compiler subtracts what stands above.
    `at` is "HH:MM" and needs whole days (D3, D6); `zone` is "recipient" or an IANA name (D4).
    """

    span: Duration
    from_start: bool = False
    at: str | None = None
    weekdays: tuple[Weekday, ...] = ()
    zone: str = "recipient"


class If(Step, frozen=True, kw_only=True):
    """`if: …, then: […], else: […]`; what follows is copied behind both branches (P11)."""

    condition: Condition
    then: tuple["AnyStep", ...]
    otherwise: tuple["AnyStep", ...] = ()


class ExitIf(Step, frozen=True, kw_only=True):
    """`exit_if: …`: who meets it leaves here; the rest goes on."""

    condition: Condition


class Exit(Step, frozen=True, kw_only=True):
    """`exit`."""


class SecretHeader(Node, frozen=True, kw_only=True):
    """`{secret: NAME}`: read from the environment when applied; only its digest is kept (P55)."""

    secret: str


class Webhook(Step, frozen=True, kw_only=True):
    """`webhook: https-url`."""

    url: str
    name: str
    status: Status
    headers: tuple[tuple[str, "str | SecretHeader"], ...] = ()
    body: str = ""
    only_if: Condition | None = None


class PropertyChange(Node, frozen=True, kw_only=True):
    """One operation of `update_profile`. A date is ISO text, or `today`: the day of execution."""

    op: Literal["set", "unset", "add", "remove"]
    property: str
    type: Literal["text", "number", "boolean", "date", "list"]
    value: str | int | float | bool | None = None


class UpdateProfile(Step, frozen=True, kw_only=True):
    """`update_profile: {set: …, unset: …, add: …, remove: …}`."""

    changes: tuple[PropertyChange, ...]
    status: Status


class ListUpdate(Step, frozen=True, kw_only=True):
    """`add_to_list: ref` or `remove_from_list: ref`."""

    list: str
    add: bool
    status: Status


AnyStep = Email | Wait | If | ExitIf | Exit | Webhook | UpdateProfile | ListUpdate


class Flow(msgspec.Struct, frozen=True, kw_only=True):
    """`flows/<ref>.yaml`. `only_if` skips while it fails (F1); `exit_when` leaves for good (P8)."""

    ref: str
    name: str
    trigger: Trigger
    reentry: Reentry
    steps: tuple[AnyStep, ...]
    status: Status = "draft"
    only_if: Condition | None = None
    exit_when: Condition | None = None
    description: str = ""
    tags: tuple[str, ...] = ()
    protect: bool = False
    moved_from: str | None = None
    ignore: tuple[str, ...] = ()
