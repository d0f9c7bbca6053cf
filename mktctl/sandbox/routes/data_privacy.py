"""Deletion of people on request (klaviyo-api.md section 1.8); answers 202 without a body."""

from typing import Final

from mktctl.sandbox.call import NOTHING, Call, Reply, Routes
from mktctl.sandbox.jsonapi.bodies import body_shape, read_data
from mktctl.sandbox.jsonapi.errors import Refused, invalid
from mktctl.sandbox.jsonapi.shapes import Record, Text, nullable, required
from mktctl.sandbox.people import ATTRIBUTES, document, normalized
from mktctl.sandbox.tables.imports import forget_payloads
from mktctl.sandbox.tables.people import delete_person, identifiers_of
from mktctl.sandbox.tables.profiles import owners

_PERSON: Final = Record(
    name="profile",
    fields={
        "type": required(Text(choices=("profile",))),
        "id": nullable(Text(min_length=1)),
        "attributes": required(
            Record(name="profile", fields={name: ATTRIBUTES[name] for name in ("email", "phone_number")})
        ),
    },
)
_REQUEST: Final = body_shape("data-privacy-deletion-job", {"profile": required(document(_PERSON))})
_PLACE: Final = "/data/attributes/profile/data"


def request_profile_deletion(call: Call) -> Reply:
    """Everything about the person is deleted at once; somebody unknown is accepted like everybody else."""
    person = read_data(call.body, _REQUEST)["attributes"]["profile"]["data"]
    given = {name: value for name, value in normalized(person["attributes"]).items() if value is not None}
    named = person.get("id")
    if len(given) + (named is not None) != 1:
        raise Refused(invalid("Exactly one of the identifiers email, phone_number or id is required.", pointer=_PLACE))
    found = owners(call.store, given).values() if given else (named,)
    words = {*given.values()}
    for profile_id in found:
        words |= identifiers_of(call.store, profile_id)
        delete_person(call.store, profile_id)
    forget_payloads(call.store, sorted(words))
    return NOTHING


ROUTES: Routes = (("request_profile_deletion", request_profile_deletion),)
