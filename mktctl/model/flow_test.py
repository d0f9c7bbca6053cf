"""Tests of a flow, as `tests/flows/*.test.yaml` writes them: somebody, what happens to them, and what must come of it.

Every moment is resolved to an instant with a zone; spans count from the file's `start` in exact hours (D2).
`path` is where the entry stands in its file, so that a failure names the line.
"""

from datetime import datetime
from typing import Any, Literal

from mktctl.model.condition import Channel, Node
from mktctl.model.places import Path
from mktctl.model.profile import ConsentStatus, Profile


class Given(Node, frozen=True, kw_only=True):
    """One thing that happens, at an instant."""

    at: datetime
    path: Path = ()


class Tracked(Given, frozen=True, kw_only=True):
    """`metric: placed_order, properties: {$value: 80}`; `metric` is a ref."""

    metric: str
    properties: dict[str, Any] = {}


class Interacted(Given, frozen=True, kw_only=True):
    """`opens: welcome-1` or `clicks: …`: the last message of that template that they got; `by` says who (X5)."""

    act: Literal["opens", "clicks"]
    template: str
    by: Literal["person", "apple_privacy", "bot"] = "person"


class PropertiesSet(Given, frozen=True, kw_only=True):
    """`set: {tier: gold}`: names are Klaviyo's own fields or custom properties; None unsets one."""

    fields: dict[str, Any] = {}
    properties: dict[str, Any] = {}


class ConsentSaid(Given, frozen=True, kw_only=True):
    """`subscribes: sms` or `unsubscribes: email`."""

    channel: Channel
    status: ConsentStatus


class ListMoved(Given, frozen=True, kw_only=True):
    """`joins: newsletter` or `leaves: newsletter`."""

    list: str
    joins: bool


class Restocked(Given, frozen=True, kw_only=True):
    """`restock: true`: what the person waits for is there again; `restock: ID`: this product or variant is."""

    product: str | None = None


class ProductMoved(Given, frozen=True, kw_only=True):
    """`price_drop: {ProductID: …}` or `low_inventory: {…}`: the platform saw it, for a product that they looked at."""

    about: Literal["price-drop", "low-inventory"]
    properties: dict[str, Any] = {}


Happening = Tracked | Interacted | PropertiesSet | ConsentSaid | ListMoved | Restocked | ProductMoved


class Awaited(Node, frozen=True, kw_only=True):
    """One thing that must come of it, at an instant."""

    at: datetime
    path: Path = ()


class MessageSent(Awaited, frozen=True, kw_only=True):
    """`email: cart-reminder`; `variant` names the version of an A/B test, None takes any."""

    channel: Channel
    template: str
    variant: str | None = None


class Skipped(Awaited, frozen=True, kw_only=True):
    """`skipped: cart-sms, because: no_consent`: a template, or a step's key; `because` None takes any reason."""

    what: str
    because: str | None = None


class Left(Awaited, frozen=True, kw_only=True):
    """`exit: finished`: the run ended, for this reason."""

    reason: str


class ProfileIs(Awaited, frozen=True, kw_only=True):
    """`profile: {lifecycle: sunset}`: what the person has once everything of that instant is done; None is not set."""

    fields: dict[str, Any] = {}
    properties: dict[str, Any] = {}


class ListIs(Awaited, frozen=True, kw_only=True):
    """`joins: newsletter` or `leaves: newsletter`: the flow put them on the list, or took them off."""

    list: str
    joins: bool


class Called(Awaited, frozen=True, kw_only=True):
    """`webhook: https://…` or `alert: subject`."""

    kind: Literal["webhook", "alert"]
    what: str


Expectation = MessageSent | Skipped | Left | ProfileIs | ListIs | Called


class Case(Node, frozen=True, kw_only=True):
    """One person's story. `person` is who they are before `history`; `partial`: what nobody expected is no failure."""

    name: str
    person: Profile
    history: tuple[Happening, ...] = ()
    events: tuple[Happening, ...] = ()
    expect: tuple[Expectation, ...] = ()
    partial: bool = False
    path: Path = ()


class FlowTest(Node, frozen=True, kw_only=True):
    """One file. `mode` says when segments that move by time alone are looked at (G2)."""

    flow: str
    start: datetime
    mode: Literal["klaviyo", "exact"] = "klaviyo"
    cases: tuple[Case, ...] = ()
