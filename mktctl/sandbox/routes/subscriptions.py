"""Subscribing and unsubscribing many people at once (klaviyo-api.md section 1.8); both answer 202 without a body."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from mktctl.sandbox.call import NOTHING, Call, Reply, Routes
from mktctl.sandbox.consenting import (
    CONFIRMED,
    MARKETING,
    Answer,
    join_list,
    keep_device,
    leave_list,
    subscribe,
    unsubscribe,
)
from mktctl.sandbox.jsonapi.bodies import read_data, refuse_unknown_mentions
from mktctl.sandbox.jsonapi.shapes import Field, Findings, Flag, Instant, Items, Record, Reference, Text, nullable
from mktctl.sandbox.jsonapi.shapes import required as needed
from mktctl.sandbox.people import ATTRIBUTES, document, upsert_profile
from mktctl.sandbox.routes.push_tokens import TOKEN
from mktctl.sandbox.store import Row
from mktctl.sandbox.subscriptions import SUBSCRIBED, UNSUBSCRIBED
from mktctl.sandbox.tables.consent import answers, ask_to_confirm
from mktctl.sandbox.tables.lists import is_member
from mktctl.sandbox.tables.push_tokens import forget_tokens
from mktctl.sandbox.times import microseconds, read_iso

SUBSCRIBED_MAX: Final = 1_000
UNSUBSCRIBED_MAX: Final = 100
_EARLIEST: Final = microseconds(datetime(1990, 1, 1, tzinfo=UTC))
_PEOPLE: Final = "/data/attributes/profiles/data"
_CHANNELS: Final = {
    ("email", "marketing"): "email",
    ("email", "open_tracking"): "email_open_tracking",
    ("sms", "marketing"): "sms",
    ("sms", "transactional"): "sms_transactional",
    ("whatsapp", "marketing"): "whatsapp",
    ("whatsapp", "transactional"): "whatsapp_transactional",
    ("whatsapp", "conversational"): "whatsapp_conversational",
    ("push", "marketing"): "push",
}
_REACHED_BY: Final = {"email": "email", "sms": "phone_number", "whatsapp": "phone_number"}


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """One answer in a body: `medium` is its key, such as `sms`, `channel` the sandbox's own word."""

    medium: str
    channel: str
    consented_at: str | None
    pointer: str


def _consent(word: str, *, dated: bool) -> Record:
    at: dict[str, Field] = {"consented_at": nullable(Instant())} if dated else {}
    return Record(name="consent", fields={"consent": needed(Text(choices=(word,))), **at})


def _subscriptions(word: str, *, dated: bool) -> Record:
    said = Field(_consent(word, dated=dated))
    tokens = Items(of=Record(name="push-token", fields=TOKEN))
    whatsapp = {"marketing": said, "transactional": said} | ({} if dated else {"conversational": said})
    media = {
        "email": {"marketing": said, "open_tracking": Field(_consent(word, dated=False))},
        "sms": {"marketing": said, "transactional": said},
        "whatsapp": whatsapp,
        "push": {"marketing": needed(said.shape), "tokens": Field(tokens, required=not dated)},
    }
    return Record(
        name="subscriptions",
        fields={medium: Field(Record(name=medium, fields=fields)) for medium, fields in media.items()},
    )


def _body(kind: str, person: Record, most: int, attributes: Mapping[str, Field]) -> Record:
    people = Record(name="profiles", fields={"data": needed(Items(of=person, at_least=1, at_most=most))})
    audience = Record(
        name="list", fields={"type": needed(Text(choices=("list",))), "id": needed(Reference(kinds=("list",)))}
    )
    return document(
        Record(
            name=kind,
            fields={
                "type": needed(Text(choices=(kind,))),
                "attributes": needed(Record(name=kind, fields={"profiles": needed(people), **attributes})),
                "relationships": Field(Record(name=kind, fields={"list": Field(document(audience))})),
            },
        )
    )


def _person(attributes: Mapping[str, Field], *, with_id: bool) -> Record:
    own: dict[str, Field] = {"id": nullable(Text())} if with_id else {}
    shown = {name: ATTRIBUTES[name] for name in ("email", "phone_number")}
    fields = {
        "type": needed(Text(choices=("profile",))),
        **own,
        "attributes": needed(Record(name="profile", fields={**shown, **attributes})),
    }
    return Record(name="profile", fields=fields)


_SUBSCRIBE: Final = _body(
    "profile-subscription-bulk-create-job",
    _person(
        {
            "subscriptions": needed(_subscriptions(SUBSCRIBED, dated=True)),
            "age_gated_date_of_birth": nullable(Text(pattern=r"\d{4}-\d{2}-\d{2}")),
        },
        with_id=True,
    ),
    SUBSCRIBED_MAX,
    {"custom_source": nullable(Text()), "historical_import": nullable(Flag())},
)
_UNSUBSCRIBE: Final = _body(
    "profile-subscription-bulk-delete-job",
    _person({"subscriptions": needed(_subscriptions(UNSUBSCRIBED, dated=False))}, with_id=False),
    UNSUBSCRIBED_MAX,
    {},
)


def bulk_subscribe_profiles(call: Call) -> Reply:
    """At most 1,000 people; all or none. A list with double opt-in asks who is not subscribed yet."""
    data, audience = _read(call, _SUBSCRIBE)
    given = data["attributes"]
    findings = Findings()
    historical = bool(given.get("historical_import"))
    asks = audience is not None and audience["opt_in_process"] == "double_opt_in" and not historical
    for index, person in enumerate(given["profiles"]["data"]):
        pointer = f"{_PEOPLE}/{index}"
        said = list(_said(person["attributes"], pointer, findings))
        _check_dates(said, call.store.stamp(), findings, historical=historical)
        if findings.problems:
            continue
        profile_id = _profile(call, person, said, pointer, findings)
        _subscribe(call, profile_id, said, given.get("custom_source"), audience, asks=asks)
        for token in (person["attributes"]["subscriptions"].get("push") or {}).get("tokens") or ():
            keep_device(call.store, profile_id, token)
    refuse_unknown_mentions(call.store, findings)
    return NOTHING


def bulk_unsubscribe_profiles(call: Call) -> Reply:
    """At most 100 people. With a list, who is on it leaves it alone, and who is not is unsubscribed everywhere.

    Only e-mail goes by list: SMS, WhatsApp and push are unsubscribed everywhere in any case.
    """
    data, audience = _read(call, _UNSUBSCRIBE)
    findings = Findings()
    for index, person in enumerate(data["attributes"]["profiles"]["data"]):
        pointer = f"{_PEOPLE}/{index}"
        said = list(_said(person["attributes"], pointer, findings))
        if findings.problems:
            continue
        profile_id = _profile(call, person, said, pointer, findings)
        for one in said:
            if one.channel == "email" and audience is not None and is_member(call.store, audience["id"], profile_id):
                leave_list(call.store, profile_id, audience["id"])
            else:
                unsubscribe(call.store, profile_id, one.channel, "api")
        tokens = (person["attributes"]["subscriptions"].get("push") or {}).get("tokens") or ()
        forget_tokens(call.store, profile_id, [token["token"] for token in tokens])
    refuse_unknown_mentions(call.store, findings)
    return NOTHING


def _read(call: Call, shape: Record) -> tuple[dict[str, Any], Row | None]:
    """What stands under `data`, and the list that it names."""
    findings = Findings()
    data: dict[str, Any] = read_data(call.body, shape, findings)
    refuse_unknown_mentions(call.store, findings)
    related = (data.get("relationships") or {}).get("list")
    return data, None if related is None else call.require("list", related["data"]["id"])


def _said(attributes: Mapping[str, Any], pointer: str, findings: Findings) -> Iterator[Said]:
    place = f"{pointer}/attributes/subscriptions"
    found = False
    for (medium, kind), channel in _CHANNELS.items():
        answer = (attributes["subscriptions"].get(medium) or {}).get(kind)
        if answer is not None:
            found = True
            where = f"{place}/{medium}/{kind}"
            yield Said(medium=medium, channel=channel, consented_at=answer.get("consented_at"), pointer=where)
    if not found:
        findings.wrong(place, "'subscriptions' must name at least one channel.")


def _check_dates(said: list[Said], now: int, findings: Findings, *, historical: bool) -> None:
    for one in said:
        place = f"{one.pointer}/consented_at"
        since = None if one.consented_at is None else read_iso(one.consented_at)
        if not historical:
            if since is not None:
                findings.wrong(place, "'consented_at' is only allowed with 'historical_import'.")
        elif since is None:
            if one.channel != "email_open_tracking":  # it has no such key
                findings.wrong(place, "'consented_at' is required with 'historical_import'.")
        elif not _EARLIEST <= since < now:
            findings.wrong(place, "'consented_at' must be in the past, and not before 1990.")


def _profile(call: Call, person: Mapping[str, Any], said: list[Said], pointer: str, findings: Findings) -> str:
    """The person's id, made if nobody has the identifiers; each channel needs the address that it writes to."""
    identifiers = {
        name: person["attributes"][name]
        for name in ("email", "phone_number")
        if person["attributes"].get(name) is not None
    }
    profile_id, _ = upsert_profile(call.store, {"id": person.get("id"), "attributes": identifiers}, pointer)
    row = call.require("profile", profile_id)
    for one in said:
        address = _REACHED_BY.get(one.medium)
        if address is not None and row[address] is None:
            findings.wrong(f"{pointer}/attributes/{address}", f"'{address}' is required for {one.medium}.")
    return profile_id


def _subscribe(
    call: Call, profile_id: str, said: list[Said], source: str | None, audience: Row | None, *, asks: bool
) -> None:
    list_id = None if audience is None else audience["id"]
    before = answers(call.store, profile_id)
    asked = False
    for one in said:
        known = one.channel in before and before[one.channel]["consent"] == SUBSCRIBED
        if asks and one.channel in CONFIRMED and not known:
            assert list_id is not None, "only a list asks"
            ask_to_confirm(call.store, profile_id, one.channel, list_id, source)
            asked = True
            continue
        since = None if one.consented_at is None else read_iso(one.consented_at)
        answer = Answer(method="api", since=since, source=source, list_id=list_id)
        subscribe(call.store, profile_id, one.channel, answer)
    if list_id is not None and not asked and any(one.channel in MARKETING for one in said):
        join_list(call.store, profile_id, list_id)


ROUTES: Routes = (
    ("bulk_subscribe_profiles", bulk_subscribe_profiles),
    ("bulk_unsubscribe_profiles", bulk_unsubscribe_profiles),
)
