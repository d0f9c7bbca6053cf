"""The vocabulary of a plan: changes for people, steps for the executor, both frozen."""

from typing import Any, Literal

import msgspec

from mktctl.model.address import Address
from mktctl.model.places import Problem

Verdict = Literal["create", "due", "update", "replace", "bind", "none", "orphan", "by_hand", "history"]
"""`due` is a new date of a campaign that comes again: expected, no drift. `history` is a campaign that went out, or
whose time is over: nothing is ever done to it."""


class FieldChange(msgspec.Struct, frozen=True, kw_only=True):
    """One field. `path` in the words of the platform's document, such as `message.subject_line`."""

    path: str
    before: Any = None
    after: Any = None


class StepChange(msgspec.Struct, frozen=True, kw_only=True):
    """One action of a flow: inserted, removed, or changed in the `fields`. `when` counts from the flow's start."""

    key: str
    verdict: Literal["insert", "remove", "update"]
    type: str
    fields: tuple[FieldChange, ...] = ()
    when: str = ""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of one resource. `reasons` say why it is replaced; `notes` are for the reader alone.

    `outside`: it was changed on the platform since the last apply. `fields` are those of the resource itself,
    `steps` those of a flow's actions; `name` is what people see on the platform.
    """

    address: Address
    verdict: Verdict
    name: str
    fields: tuple[FieldChange, ...] = ()
    steps: tuple[StepChange, ...] = ()
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    outside: bool = False


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """How often one operation of the API is called by apply; `daily` is its cap, `spent` what today already used."""

    operation: str
    count: int
    daily: int | None = None
    spent: int = 0


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that apply would do, and what a reader should see first.

    `warnings` open the plan: what goes live, what is replaced, what stops. `by_hand` is what only Klaviyo's own pages
    can set. `blockers` are reasons why apply refuses (exit 6). `seconds` is the least time that the limits allow.
    `left_out` is what the files ask for and apply does not do now: who carries out such a plan has applied in part.
    """

    account: str
    account_name: str
    environment: str
    changes: tuple[Change, ...]
    steps: tuple[Any, ...]
    warnings: tuple[str, ...] = ()
    by_hand: tuple[str, ...] = ()
    blockers: tuple[Problem, ...] = ()
    calls: tuple[Call, ...] = ()
    seconds: float = 0.0
    requests: int = 0
    left_out: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Nothing to do."""
        return not self.steps
