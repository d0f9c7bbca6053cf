"""Push tokens (klaviyo-api.md section 1.8): kept, listed, read, deleted, by person."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from mktctl.sandbox.call import NOTHING, Call, Reply, Routes, related, related_ids
from mktctl.sandbox.consenting import keep_device
from mktctl.sandbox.jsonapi.bodies import body_shape, read_data
from mktctl.sandbox.jsonapi.documents import Identifier, Relation, Resource
from mktctl.sandbox.jsonapi.listings import Column, Listing
from mktctl.sandbox.jsonapi.shapes import Field, Record, Text, nullable, required
from mktctl.sandbox.people import ATTRIBUTES, META, document, upsert_profile
from mktctl.sandbox.routes.profiles import one_profile, profile_resource
from mktctl.sandbox.store import Row, Store
from mktctl.sandbox.tables import push_tokens as tables
from mktctl.sandbox.times import iso

_STATUSES: Final = ("AUTHORIZED", "DENIED", "NOT_DETERMINED", "PROVISIONAL", "UNAUTHORIZED")
_KITS: Final = ("android", "flutter", "flutter_community", "react_native", "swift")
_SYSTEMS: Final = ("android", "ios", "ipados", "macos", "tvos")
_TOKEN_CHARACTERS_MAX: Final = 4_096
_METADATA: Final = Record(
    name="device_metadata",
    fields={
        "klaviyo_sdk": Field(Text(choices=_KITS)),
        "os_name": Field(Text(choices=_SYSTEMS)),
        "environment": Field(Text(choices=("debug", "release"))),
        **{
            name: nullable(Text())
            for name in "device_id sdk_version device_model os_version manufacturer app_name app_version app_build "
            "app_id".split()
        },
    },
)
TOKEN: Final[dict[str, Field]] = {
    "token": required(Text(min_length=1, max_length=_TOKEN_CHARACTERS_MAX)),
    "platform": required(Text(choices=("android", "ios"))),
    "vendor": required(Text(choices=("apns", "fcm"))),
    "enablement_status": Field(Text(choices=_STATUSES)),
    "background": Field(Text(choices=("AVAILABLE", "DENIED", "RESTRICTED"))),
    "device_metadata": Field(_METADATA),
}
_PERSON: Final = Record(
    name="profile",
    fields={
        "type": required(Text(choices=("profile",))),
        "id": nullable(Text()),
        # Unlike everywhere else, `meta` stands inside here.
        "attributes": required(Record(name="profile", fields={**ATTRIBUTES, "meta": Field(META)})),
    },
)
_CREATE: Final = body_shape("push-token", {**TOKEN, "profile": required(document(_PERSON))})
_LISTING: Final = Listing(
    source="push_token WHERE 1",
    columns={
        "id": Column(sql="id"),
        "profile.id": Column(sql="profile_id"),
        "enablement_status": Column(sql="enablement_status"),
        "platform": Column(sql="platform"),
    },
)


def create_push_token(call: Call) -> Reply:
    """A person, made or changed, and a token, made or changed; answers 202 without a body."""
    given = read_data(call.body, _CREATE)["attributes"]
    person = given["profile"]["data"]
    attributes = {key: value for key, value in person["attributes"].items() if key != "meta"}
    data = {**person, "attributes": attributes, "meta": person["attributes"].get("meta")}
    profile_id, _ = upsert_profile(call.store, data, "/data/attributes/profile/data")
    keep_device(call.store, profile_id, given)
    return NOTHING


def get_push_tokens(call: Call) -> Reply:
    """A page of tokens."""
    return call.page(_LISTING, token_resource)


def get_push_token(call: Call) -> Reply:
    """One token."""
    return call.one(token_resource(call.require("push-token")))


def delete_push_token(call: Call) -> Reply:
    """The token is gone; what its owner said to push messages stays."""
    call.require("push-token")
    tables.delete_token(call.store, call.id)
    return NOTHING


def get_profile_for_push_token(call: Call) -> Reply:
    """The person whose token it is."""
    return one_profile(call, call.require("push-token")["profile_id"])


def token_resource(row: Row) -> Resource:
    """A token as Klaviyo shows it."""
    attributes: dict[str, Any] = {
        "created": iso(row["created"]),
        "token": row["token"],
        "enablement_status": row["enablement_status"],
        "platform": row["platform"],
        "vendor": row["vendor"],
        "background": row["background"],
        "recorded_date": iso(row["recorded"]),
        "metadata": msgspec.json.decode(row["metadata"]),
    }
    return Resource(
        type="push-token",
        id=row["id"],
        path="push-tokens",
        attributes=attributes,
        relationships={"profile": Identifier("profile", row["profile_id"])},
    )


def _of_profiles(store: Store, profile_ids: Sequence[str]) -> Mapping[str, Sequence[Resource]]:
    return {
        profile_id: [token_resource(row) for row in tables.tokens_of_profile(store, profile_id)]
        for profile_id in profile_ids
    }


def _profiles_of(store: Store, token_ids: Sequence[str]) -> Mapping[str, Sequence[Resource]]:
    return {token_id: [profile_resource(row)] for token_id, row in tables.profiles_of_tokens(store, token_ids).items()}


RELATIONS: Final = {
    ("profile", "push-tokens"): Relation(many=True, load=_of_profiles),
    ("push-token", "profile"): Relation(many=False, load=_profiles_of),
}
ROUTES: Routes = (
    ("create_push_token", create_push_token),
    ("get_push_tokens", get_push_tokens),
    ("get_push_token", get_push_token),
    ("delete_push_token", delete_push_token),
    ("get_profile_for_push_token", get_profile_for_push_token),
    ("get_profile_id_for_push_token", related_ids("push-token", "profile")),
    ("get_push_tokens_for_profile", related("profile", "push-tokens")),
    ("get_push_token_ids_for_profile", related_ids("profile", "push-tokens")),
)
