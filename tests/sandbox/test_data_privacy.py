"""Deletion on request over a socket: nothing about the person stays in any table."""

from typing import Any

import pytest

from tests.sandbox.test_subscriptions import audience, person, subscribe
from tests.support.sandbox_api import Answer, Api, resource

PHONE = "+33612345678"
PLACE = "/data/attributes/profile/data"


def forget(api: Api, profile_id: str | None = None, **attributes: Any) -> Answer:
    who = {"type": "profile", "attributes": attributes} | ({} if profile_id is None else {"id": profile_id})
    job = resource("data-privacy-deletion-job", {"profile": {"data": who}})
    return api.call("request_profile_deletion", body=job)


def known(api: Api) -> str:
    """Anna, of whom the account knows something of every kind."""
    token = {"token": "t-anna", "platform": "ios", "vendor": "apns"}
    yes = {"marketing": {"consent": "SUBSCRIBED"}}
    said = {"email": yes, "sms": yes, "push": {**yes, "tokens": [token]}}
    subscribe(api, person("anna@example.com", phone_number=PHONE, subscriptions=said), audience=audience(api))
    event = {"properties": {"to": "anna@example.com"}, "metric": resource("metric", {"name": "Placed Order"})}
    who = resource("profile", {"email": "anna@example.com"})
    api.call("create_event", body=resource("event", {**event, "profile": who}))
    return str(api.call("get_profiles").data[0]["id"])


def traces(api: Api, *words: str) -> list[str]:
    """Tables in which some text holds one of the words."""
    store = api.sandbox.store
    found = []
    for table in store.rows("SELECT name FROM sqlite_schema WHERE type = 'table'"):
        for row in store.rows(f"SELECT * FROM {table['name']}"):
            if any(isinstance(value, str) and word in value for value in tuple(row) for word in words):
                found.append(table["name"])
    return sorted(set(found))


@pytest.mark.parametrize("by", ["email", "phone_number", "id"])
def test_nothing_about_the_person_stays(api: Api, by: str) -> None:
    anna = known(api)
    words = (anna, "anna@example.com", PHONE, "t-anna")
    assert {"profile", "event", "consent_record", "list_member", "push_token"} <= set(traces(api, *words))
    asked = {"email": {"email": "Anna@example.com"}, "phone_number": {"phone_number": PHONE}, "id": {}}[by]
    answer = forget(api, anna if by == "id" else None, **asked)
    assert (answer.status, answer.document) == (202, None)
    assert traces(api, *words) == []
    assert api.call("get_profile", anna).status == 404


def test_exactly_one_identifier(api: Api) -> None:
    anna = known(api)
    assert forget(api).errors == [(400, "invalid", PLACE)]
    assert forget(api, email="anna@example.com", phone_number=PHONE).errors == [(400, "invalid", PLACE)]
    assert forget(api, anna, email="anna@example.com").errors == [(400, "invalid", PLACE)]
    assert forget(api, external_id="7").errors == [(400, "invalid", f"{PLACE}/attributes/external_id")]
    assert api.call("get_profile", anna).status == 200


def test_nobody_is_accepted_and_the_others_stay(api: Api) -> None:
    anna = known(api)
    assert forget(api, email="ben@example.com").status == 202
    assert forget(api, "01ABSENT").status == 202
    assert api.call("get_profile", anna).status == 200
