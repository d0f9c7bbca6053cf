"""Profiles as requests write them: the shape of a body, and who is meant by it.

Shared by the profile operations and by events, which carry a profile of their own.
"""

from collections.abc import Mapping
from typing import Any, Final

from mktctl.sandbox.jsonapi.errors import Problem, Refused, invalid, not_found
from mktctl.sandbox.jsonapi.shapes import (
    Either,
    Field,
    FreeObject,
    Items,
    Number,
    Record,
    Shape,
    Text,
    nullable,
    required,
)
from mktctl.sandbox.store import Store
from mktctl.sandbox.tables.profiles import IDENTIFIERS, PLAIN_ATTRIBUTES, add_profile, change_profile, owners

EMAIL: Final = Text(pattern=r"[^@\s]+@[^@\s]+\.[^@\s]+", max_length=100)
_PHONE: Final = Text(pattern=r"\+[1-9]\d{6,14}")
_DEGREES: Final = Either(shapes=(Text(), Number()), expected="a number or text")
_LOCATION: Final = Record(
    name="location",
    fields={
        **{
            name: nullable(Text())
            for name in ("address1", "address2", "city", "country", "region", "zip", "timezone", "ip")
        },
        "latitude": nullable(_DEGREES),
        "longitude": nullable(_DEGREES),
    },
)
ATTRIBUTES: Final[dict[str, Field]] = {
    "email": nullable(EMAIL),
    "phone_number": nullable(_PHONE),
    "external_id": nullable(Text(min_length=1)),
    **{name: nullable(Text()) for name in PLAIN_ATTRIBUTES},
    "location": nullable(_LOCATION),
    "properties": nullable(FreeObject()),
}
_PATCH: Final = Record(
    name="patch_properties",
    fields={
        "append": nullable(FreeObject()),
        "unappend": nullable(FreeObject()),
        "unset": nullable(Either(shapes=(Text(), Items(of=Text())), expected="text or a list of texts")),
    },
)
META: Final = Record(name="meta", fields={"patch_properties": nullable(_PATCH)})


def profile_shape(*, with_id: bool = False, upsert: bool = False) -> Record:
    """The resource object of a profile in a body; an upsert may name an id, an update has to."""
    id_field = {"id": required(Text())} if with_id else {"id": nullable(Text())} if upsert else {}
    meta: dict[str, Field] = {"meta": nullable(META)} if with_id or upsert else {}
    fields: dict[str, Field] = {
        "type": required(Text(choices=("profile",))),
        **id_field,
        "attributes": required(Record(name="profile", fields=ATTRIBUTES)),
        **meta,
    }
    return Record(name="profile", fields=fields)


def document(data: Shape) -> Record:
    """A body of one resource object."""
    return Record(name="document", fields={"data": required(data)})


def upsert_profile(store: Store, data: Mapping[str, Any], pointer: str = "/data") -> tuple[str, bool]:
    """Make or change the profile that a resource object means; its id, and whether it is new.

    Refused: 404 for an unknown id, 409 when its identifiers belong to two profiles (klaviyo-api.md section 6).
    """
    given = normalized(data["attributes"])
    named = data.get("id")
    if named is not None:
        row = store.row("SELECT * FROM profile WHERE id = ?", named)
        if row is None:
            raise not_found("profile", named)
    have = set(owners(store, given).values()) | ({named} if named is not None else set())
    if len(have) > 1:
        raise duplicate(sorted(have - {named})[0])
    patch = (data.get("meta") or {}).get("patch_properties") or {}
    if not have:
        require_identifier(given, pointer)
        profile_id = add_profile(store, given)
        if patch:
            _change(store, profile_id, {}, patch)
        return profile_id, True
    profile_id = have.pop()
    _change(store, profile_id, given, patch)
    return profile_id, False


def _change(store: Store, profile_id: str, given: Mapping[str, Any], patch: Mapping[str, Any]) -> None:
    row = store.row("SELECT * FROM profile WHERE id = ?", profile_id)
    assert row is not None
    change_profile(store, row, given, patch)


def normalized(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """What is stored: e-mail addresses in lower case, because Klaviyo's do not differ by case."""
    email = attributes.get("email")
    return {**attributes, "email": email.lower()} if isinstance(email, str) else dict(attributes)


def require_identifier(given: Mapping[str, Any], pointer: str = "/data") -> None:
    """Refused (400) for a new profile without e-mail address, phone number or external id."""
    if not any(given.get(name) for name in IDENTIFIERS):
        raise Refused(
            invalid(
                "One of the identifiers email, phone_number or external_id is required.",
                pointer=f"{pointer}/attributes",
            )
        )


def duplicate(profile_id: str) -> Refused:
    """409: the identifiers are another profile's, which `meta` names."""
    return Refused(
        Problem(
            status=409,
            code="duplicate_profile",
            title="Conflict.",
            detail="A profile already exists with one of these identifiers.",
            pointer="/data/attributes",
            meta={"duplicate_profile_id": profile_id},
        )
    )
