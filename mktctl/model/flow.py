"""Flows: a trigger, who may go on, who leaves, and steps. Project defaults are resolved into every step."""

from typing import Any, Literal

from mktctl.model.ab_test import ABTest
from mktctl.model.condition import Condition, EventTest, Node
from mktctl.model.duration import Duration
from mktctl.model.resource import Resource
from mktctl.model.template import PushTemplate, Sender, SmsTemplate

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


class DateTrigger(Node, frozen=True, kw_only=True):
    """`trigger: {date: birthday, before: 7 days, repeat: yearly, at: "09:00"}`: a date property of people.

    `before` counts days, weeks or months ahead of the date; `at` is "HH:MM"; `zone` is "recipient" or an IANA name.
    """

    property: str
    before: Duration
    repeat: Literal["yearly", "monthly", "weekly", "never"]
    at: str
    weekdays: tuple[Weekday, ...] = ()
    zone: str = "recipient"


class PriceDropTrigger(Node, frozen=True, kw_only=True):
    """`trigger: {price_drop: {by: 10%, …}}`: of a product that somebody looked at. `amount` is of `unit` (P29)."""

    amount: float
    unit: Literal["percent", "usd"]
    audience: tuple[Literal["viewed", "started_checkout"], ...]
    within_days: int = 30
    where: tuple[tuple[EventTest, ...], ...] = ()


class LowInventoryTrigger(Node, frozen=True, kw_only=True):
    """`trigger: {low_inventory: {at_most: 10, …}}`."""

    at_most: int
    level: Literal["variant", "product"]
    audience: tuple[Literal["viewed", "started_checkout", "added_to_cart"], ...]
    within_days: int = 30
    where: tuple[tuple[EventTest, ...], ...] = ()


class RawTrigger(Node, frozen=True, kw_only=True):
    """`trigger: {raw: {…}}`: the platform's own words, sent as they stand; ids in them are the author's business."""

    json: dict[str, Any]


Trigger = (
    MetricTrigger | ListTrigger | SegmentTrigger | DateTrigger | PriceDropTrigger | LowInventoryTrigger | RawTrigger
)


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


class MessageStep(Step, frozen=True, kw_only=True):
    """What a message of every channel has. `template` is its ref, `name` what the platform calls the message."""

    template: str
    name: str
    status: Status
    smart_sending: bool = True
    only_if: Condition | None = None


class Email(MessageStep, frozen=True, kw_only=True):
    """`email: ref`. Subject, preview and sender are resolved: the step's own, else the template's, else the brand's."""

    subject: str
    preview_text: str
    sender: Sender
    transactional: bool = False
    utm: bool = True
    ab_test: ABTest | None = None


class Sms(MessageStep, frozen=True, kw_only=True):
    """`sms: ref`. `content` is the built template: its text goes into the message, no copy of a template does."""

    content: SmsTemplate
    quiet_hours: bool = True
    transactional: bool = False
    utm: bool = True
    ab_test: ABTest | None = None


class Push(MessageStep, frozen=True, kw_only=True):
    """`push: ref`."""

    content: PushTemplate


class WhatsApp(MessageStep, frozen=True, kw_only=True):
    """`whatsapp: ref`; `vendor_id` is the template's."""

    vendor_id: str
    transactional: bool = False
    utm: bool = True


class Alert(Step, frozen=True, kw_only=True):
    """`alert: [addresses]`: a mail to colleagues. `template` is a mail's ref, None for a bare subject."""

    to: tuple[str, ...]
    subject: str
    sender: Sender
    name: str
    status: Status
    template: str | None = None


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


class StockWait(Step, frozen=True, kw_only=True):
    """`wait: back_in_stock`: until the product of the starting event is there again (T1 to T5)."""


class DateWait(Step, frozen=True, kw_only=True):
    """`wait: {before_date: 2 days, at: "09:00"}` in a flow that a date starts: until so long before that date.

    `before` counts days, weeks or months; 0 days is the date itself.
    """

    before: Duration
    at: str | None = None
    weekdays: tuple[Weekday, ...] = ()
    zone: str = "recipient"


class If(Step, frozen=True, kw_only=True):
    """`if: …, then: […], else: […]`; what follows is copied behind both branches (P11)."""

    condition: Condition
    then: tuple["AnyStep", ...]
    otherwise: tuple["AnyStep", ...] = ()


class Case(Node, frozen=True, kw_only=True):
    """One way of a `switch`: the first whose condition holds is taken."""

    condition: Condition
    steps: tuple["AnyStep", ...]
    name: str = ""


class Switch(Step, frozen=True, kw_only=True):
    """`switch: [{if, then}, …, {else}]`, at most 19 ways and the rest; what follows is copied behind each (P11)."""

    cases: tuple[Case, ...]
    otherwise: tuple["AnyStep", ...] = ()


class Share(Node, frozen=True, kw_only=True):
    """One way of a `split`; `percent` is what was written, as a number of 0 to 100 (P30)."""

    percent: float
    steps: tuple["AnyStep", ...]
    name: str = ""


class Split(Step, frozen=True, kw_only=True):
    """`split: [{share, steps}, …]`: people by chance, 100 percent together; what follows is copied behind each."""

    shares: tuple[Share, ...]


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


class RawStep(Step, frozen=True, kw_only=True):
    """`raw: {type: …, data: {…}}`: one action in the platform's own words, without its links."""

    json: dict[str, Any]


Message = Email | Sms | Push | WhatsApp
"""What reaches a person."""
AnyStep = (
    Email | Sms | Push | WhatsApp | Alert | Wait | StockWait | DateWait | If | Switch | Split | ExitIf | Exit
    | Webhook | UpdateProfile | ListUpdate | RawStep
)  # fmt: skip


class Flow(Resource, frozen=True, kw_only=True):
    """`flows/<ref>.yaml`. `only_if` skips while it fails (F1); `exit_when` leaves for good (P8)."""

    trigger: Trigger
    reentry: Reentry
    steps: tuple[AnyStep, ...]
    status: Status = "draft"
    only_if: Condition | None = None
    exit_when: Condition | None = None
