"""Profiles over a socket."""

from typing import Any

import pytest

from tests.support.sandbox_api import Answer, Api, resource


def make(api: Api, **attributes: Any) -> str:
    return api.call("create_profile", body=resource("profile", attributes)).id


def change(api: Api, profile_id: str, meta: Any = None, **attributes: Any) -> Answer:
    more = {"id": profile_id} | ({"meta": {"patch_properties": meta}} if meta else {})
    return api.call("update_profile", profile_id, resource("profile", attributes, **more))


def upsert(api: Api, meta: Any = None, **attributes: Any) -> Answer:
    more = {"meta": {"patch_properties": meta}} if meta else {}
    return api.call("create_or_update_profile", body=resource("profile", attributes, **more))


def test_a_profile_keeps_what_it_was_given(api: Api) -> None:
    made = make(
        api,
        email="Anna@Example.com",
        phone_number="+33612345678",
        first_name="Anna",
        location={"city": "Lyon", "latitude": 45.75, "timezone": "Europe/Paris"},
        properties={"tier": "gold", "sizes": [38, 39], "nothing": None},
    )
    shown = api.call("get_profile", made).data["attributes"]
    assert shown["email"] == "anna@example.com"
    assert (shown["phone_number"], shown["first_name"], shown["last_name"]) == ("+33612345678", "Anna", None)
    assert shown["location"] == {"city": "Lyon", "latitude": 45.75, "timezone": "Europe/Paris"}
    assert shown["properties"] == {"tier": "gold", "sizes": [38, 39]}


@pytest.mark.parametrize(
    "identifier", [{"email": "A@example.com"}, {"phone_number": "+33612345678"}, {"external_id": "7"}]
)
def test_a_known_identifier_is_a_conflict_that_names_the_profile(api: Api, identifier: dict[str, str]) -> None:
    made = make(api, **identifier)
    refused = api.call("create_profile", body=resource("profile", identifier))
    assert refused.errors == [(409, "duplicate_profile", "/data/attributes")]
    assert refused.document["errors"][0]["meta"] == {"duplicate_profile_id": made}


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "nobody": ({"first_name": "Anna"}, "/data/attributes"),
    "no address": ({"email": "anna"}, "/data/attributes/email"),
    "a national number": ({"phone_number": "0612345678"}, "/data/attributes/phone_number"),
    "an old key": ({"email": "a@example.com", "anonymous_id": "7"}, "/data/attributes/anonymous_id"),
    "a custom property at the top": ({"email": "a@example.com", "tier": "gold"}, "/data/attributes/tier"),
    "an unknown place": ({"email": "a@example.com", "location": {"town": "Lyon"}}, "/data/attributes/location/town"),
    "properties as a list": ({"email": "a@example.com", "properties": []}, "/data/attributes/properties"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_profile_is_refused(api: Api, what: str) -> None:
    attributes, pointer = REFUSED[what]
    assert api.call("create_profile", body=resource("profile", attributes)).errors == [(400, "invalid", pointer)]


def test_null_clears_and_absent_keeps(api: Api) -> None:
    made = make(api, email="a@example.com", first_name="Anna", last_name="B", properties={"tier": "gold", "x": 1})
    shown = change(api, made, first_name=None, properties={"tier": None, "y": 2}).data["attributes"]
    assert (shown["first_name"], shown["last_name"], shown["email"]) == (None, "B", "a@example.com")
    assert shown["properties"] == {"x": 1, "y": 2}


def test_properties_are_patched_one_by_one(api: Api) -> None:
    made = make(api, email="a@example.com", properties={"sizes": [38, 39], "one": "a", "old": 1, "older": 2})
    patch = {"append": {"sizes": 40, "one": "b", "new": "c"}, "unappend": {"sizes": 38}, "unset": ["old", "older"]}
    assert change(api, made, meta=patch).data["attributes"]["properties"] == {
        "sizes": [39, 40],
        "one": ["a", "b"],
        "new": ["c"],
    }
    assert change(api, made, meta={"unset": "new"}).data["attributes"]["properties"].keys() == {"sizes", "one"}


def test_another_persons_identifier_cannot_be_taken(api: Api) -> None:
    anna, ben = make(api, email="a@example.com"), make(api, email="b@example.com")
    assert change(api, ben, email="a@example.com").document["errors"][0]["meta"] == {"duplicate_profile_id": anna}
    assert change(api, ben, email="b@example.com").status == 200


def test_an_import_makes_or_changes(api: Api) -> None:
    first = upsert(api, email="a@example.com", properties={"tier": "gold"})
    again = upsert(api, email="A@example.com", first_name="Anna", meta={"append": {"seen": "x"}})
    assert (first.status, again.status) == (201, 200)
    assert first.id == again.id
    assert again.data["attributes"]["properties"] == {"tier": "gold", "seen": ["x"]}
    assert upsert(api, first_name="Nobody").errors == [(400, "invalid", "/data/attributes")]


def test_an_import_finds_a_profile_by_any_identifier(api: Api) -> None:
    made = upsert(api, email="a@example.com", external_id="7").id
    assert upsert(api, external_id="7", phone_number="+33612345678").id == made
    assert upsert(api, phone_number="+33612345678").id == made


def test_identifiers_of_two_people_are_a_conflict(api: Api) -> None:
    make(api, email="a@example.com")
    make(api, phone_number="+33612345678")
    assert upsert(api, email="a@example.com", phone_number="+33612345678").errors[0][:2] == (409, "duplicate_profile")


def test_an_import_by_an_unknown_id_is_a_404(api: Api) -> None:
    body = resource("profile", {"first_name": "x"}, id="01ABSENT")
    assert api.call("create_or_update_profile", body=body).status == 404


def test_people_are_found_by_what_the_filters_name(api: Api) -> None:
    anna = make(api, email="a@example.com", external_id="7")
    ben = make(api, phone_number="+33612345678")
    found = {
        'equals(email,"a@example.com")': [anna],
        'any(phone_number,["+33612345678"])': [ben],
        'equals(external_id,"7")': [anna],
        f'any(id,["{anna}","{ben}"])': [anna, ben],
        "greater-than(created,2026-01-01T00:00:00Z)": [],
    }
    for text, expected in found.items():
        assert [item["id"] for item in api.call("get_profiles", filter=text).data] == expected, text
    assert [item["id"] for item in api.call("get_profiles", sort="-email").data] == [anna, ben]
    assert [item["id"] for item in api.call("get_profiles", sort="email", page_size=1).data] == [ben]


def test_who_never_answered_gets_mail_and_no_sms(api: Api) -> None:
    made = make(api, email="a@example.com", phone_number="+33612345678")
    asked = api.call("get_profile", made, additional_fields_profile=["subscriptions", "predictive_analytics"])
    shown = asked.data["attributes"]
    assert shown["subscriptions"]["email"]["marketing"]["can_receive_email_marketing"] is True
    assert shown["subscriptions"]["email"]["marketing"]["consent"] == "NEVER_SUBSCRIBED"
    assert shown["subscriptions"]["sms"]["marketing"]["can_receive_sms_marketing"] is False
    assert set(shown["predictive_analytics"].values()) == {None}
    assert "subscriptions" not in api.call("get_profile", made).data["attributes"]


def test_lists_come_with_a_profile_when_included(api: Api) -> None:
    made = make(api, email="a@example.com")
    newsletter = api.call("create_list", body=resource("list", {"name": "Newsletter"})).id
    api.call("add_profiles_to_list", newsletter, {"data": [{"type": "profile", "id": made}]})
    answer = api.call("get_profile", made, include="lists")
    assert answer.data["relationships"]["lists"]["data"] == [{"type": "list", "id": newsletter}]
    assert [item["id"] for item in answer.document["included"]] == [newsletter]


def test_the_person_of_an_event_comes_with_what_is_asked_for(api: Api) -> None:
    event = {"properties": {}, "metric": resource("metric", {"name": "Placed Order"})}
    who = resource("profile", {"email": "a@example.com"})
    api.call("create_event", body=resource("event", {**event, "profile": who}))
    (stored,) = api.call("get_events").data
    shown = api.call("get_profile_for_event", stored["id"], additional_fields_profile=["subscriptions"])
    assert shown.data["attributes"]["subscriptions"]["email"]["marketing"]["consent"] == "NEVER_SUBSCRIBED"
    assert "subscriptions" not in api.call("get_profile_for_event", stored["id"]).data["attributes"]
