"""What was seen on the platform, as the API's list pages tell it."""

from datetime import datetime
from typing import Any

import msgspec

from mktctl.model.address import Kind


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """Whose data it is, and what time it is there."""

    id: str
    name: str
    timezone: str
    now: datetime


class SeenObject(msgspec.Struct, frozen=True, kw_only=True):
    """One object: its attributes as sent, tag names, and for a flow its actions' definitions by action id."""

    kind: Kind
    id: str
    name: str
    attributes: dict[str, Any]
    tags: tuple[str, ...] = ()
    actions: dict[str, dict[str, Any]] = {}
    audiences: dict[str, dict[str, Any]] = {}
    messages: dict[str, dict[str, Any]] = {}
    """Both only of a campaign: attributes by id."""


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """One reading of an account. `requests` is what it cost; `definitions` are the flows read in full, by flow id."""

    account: Account
    objects: tuple[SeenObject, ...]
    definitions: dict[str, dict[str, Any]] = {}
    members: dict[str, int] = {}
    """People in the segments that start a flow, and in the lists and segments that a campaign goes to, by their id;
    only of flows that are about to go live and campaigns that are about to be scheduled."""
    variations: dict[str, dict[str, dict[str, Any]]] = {}
    """Of campaigns that are drafts or scheduled: message id to variation id to attributes."""
    bodies: dict[str, str] = {}
    """Digests of the HTML and text of mails, by the id of the message's own copy; only of a full reading."""
    free_codes: dict[str, int] = {}
    """Codes that nobody has yet, by coupon; counted only as far as somebody asks."""
    spare_codes: dict[str, int] = {}
    """Codes of a file that the coupon lacks, by coupon; only where some have to be added."""
    catalog_items: frozenset[str] = frozenset()
    """Those of the items that mails name which the catalog has."""
    requests: int = 0

    def of_kind(self, kind: Kind) -> tuple[SeenObject, ...]:
        """The objects of one kind, in the API's order."""
        return tuple(one for one in self.objects if one.kind == kind)
