"""One person as conditions see them: fields, properties, events, lists, consent, predictions."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

import msgspec

from mktctl.model.condition import Channel

SuppressionReason = Literal["bounced", "invalid", "manual"]
ConsentStatus = Literal["subscribed", "never_subscribed", "unsubscribed"]


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened. `metric` is a ref, `time` has a zone, `value` is money in the account's currency."""

    id: str
    metric: str
    time: datetime
    properties: Mapping[str, Any] = {}
    value: float | None = None

    def property(self, field: str) -> Any:
        """One of its own properties, `$value` among them; None when it has none of that name."""
        found = self.properties.get(field)
        return self.value if found is None and field == "$value" else found


class ConsentRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody said about one channel, how (`form`, `api` …) and when."""

    status: ConsentStatus
    date: datetime | None = None
    method: str | None = None
    double_opt_in: bool = False


class Affinity(msgspec.Struct, frozen=True, kw_only=True):
    """How well a channel suits somebody, as the platform predicts it; `priority` 1 is the best."""

    priority: int
    rank: Literal["high", "medium", "low"]


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """A message that was handed over for them, bounced ones too (M2).

    `until` is the end of the smart sending window that it opened, fixed at that time (M1); None: not known.
    """

    channel: Channel
    time: datetime
    until: datetime | None = None


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """A person at one moment.

    `fields` are Klaviyo's own (`fields.BUILTIN_FIELDS`), dates as ISO text or instants; `properties` the custom ones.
    A name that is absent or None is not set. `lists` maps refs to the instant of joining, None when unknown; `consents`
    lacks a channel that nothing was said about. `distances_km` maps "FRA/75001" to kilometres, as nobody here can look
    up postal codes. `sample_key` decides random samples, the same way every time; it is the id unless told otherwise.
    """

    id: str
    fields: Mapping[str, Any] = {}
    properties: Mapping[str, Any] = {}
    events: tuple[Event, ...] = ()
    lists: Mapping[str, datetime | None] = {}
    consents: Mapping[Channel, ConsentRecord] = {}
    suppressions: Mapping[SuppressionReason, datetime | None] = {}
    predictions: Mapping[str, Any] = {}
    affinities: Mapping[Channel, Affinity] = {}
    distances_km: Mapping[str, float] = {}
    sent: tuple[Sent, ...] = ()
    sample_key: str = ""

    def can_receive(self, channel: Channel) -> bool:
        """Whether the platform would deliver: mail to everybody who did not say no and is not suppressed (C1)."""
        record = self.consents.get(channel)
        if channel == "email":
            return not self.suppressions and (record is None or record.status != "unsubscribed")
        return record is not None and record.status == "subscribed"
