"""Merging over a socket."""

from typing import Any

from tests.sandbox.test_subscriptions import NO, audience, mail, members, person, subscribe, unsubscribe
from tests.support.sandbox_api import Answer, Api, resource

SOURCE = "/data/relationships/profiles/data"


def make(api: Api, **attributes: Any) -> str:
    return api.call("create_profile", body=resource("profile", attributes)).id


def merge(api: Api, destination: str, *sources: str) -> Answer:
    related = {"profiles": {"data": [{"type": "profile", "id": source} for source in sources]}}
    body = {"data": {"type": "profile-merge", "id": destination, "relationships": related}}
    return api.call("merge_profiles", body=body)


def ordered(api: Api, email: str, unique_id: str) -> None:
    event = {
        "properties": {},
        "unique_id": unique_id,
        "metric": resource("metric", {"name": "Placed Order"}),
        "profile": resource("profile", {"email": email}),
    }
    api.call("create_event", body=resource("event", event))


def test_the_destination_keeps_its_own_and_takes_the_rest(api: Api) -> None:
    anna = make(api, email="a@example.com", first_name="Anna", properties={"tier": "gold", "size": 38})
    other = make(
        api,
        email="b@example.com",
        phone_number="+33612345678",
        last_name="B",
        location={"city": "Lyon"},
        properties={"tier": "blue", "seen": True},
    )
    merged = merge(api, anna, other)
    assert (merged.status, merged.data["id"], "attributes" in merged.data) == (201, anna, False)
    shown = api.call("get_profile", anna).data["attributes"]
    assert (shown["email"], shown["phone_number"]) == ("a@example.com", "+33612345678")
    assert (shown["first_name"], shown["last_name"], shown["location"]) == ("Anna", "B", {"city": "Lyon"})
    assert shown["properties"] == {"tier": "gold", "size": 38, "seen": True}
    assert api.call("get_profile", other).status == 404
    assert len(api.call("get_profiles", filter='equals(email,"b@example.com")').data) == 0


def test_events_lists_and_tokens_come_along(api: Api) -> None:
    both, one = audience(api), audience(api)
    for email in ("a@example.com", "b@example.com"):
        subscribe(api, person(email), audience=both)
    token = {"token": "t", "platform": "ios", "vendor": "apns"}
    yes = {"marketing": {"consent": "SUBSCRIBED"}, "tokens": [token]}
    subscribe(api, person("b@example.com", subscriptions={"push": yes}), audience=one)
    ordered(api, "a@example.com", "1")
    ordered(api, "b@example.com", "1")
    ordered(api, "b@example.com", "2")
    anna, other = (row["id"] for row in api.call("get_profiles", sort="email").data)
    assert merge(api, anna, other).status == 201
    assert (members(api, both), members(api, one)) == (["a@example.com"], ["a@example.com"])
    assert len(api.call("get_events", filter=f'equals(profile_id,"{anna}")').data) == 2
    assert [row["attributes"]["token"] for row in api.call("get_push_tokens_for_profile", anna).data] == ["t"]


def test_the_last_answer_of_either_counts(api: Api) -> None:
    subscribe(api, person())
    subscribe(api, person("b@example.com"))
    unsubscribe(api, person("b@example.com", subscriptions={"email": NO}))
    anna, other = (row["id"] for row in api.call("get_profiles", sort="email").data)
    merge(api, anna, other)
    assert (mail(api)["consent"], [one["reason"] for one in mail(api)["suppression"]]) == (
        "UNSUBSCRIBED",
        ["UNSUBSCRIBE"],
    )


def test_one_source_that_is_somebody_else(api: Api) -> None:
    anna, ben = make(api, email="a@example.com"), make(api, email="b@example.com")
    assert merge(api, anna, anna).errors == [(400, "invalid", f"{SOURCE}/0/id")]
    assert merge(api, anna, "absent").errors == [(400, "invalid", f"{SOURCE}/0/id")]
    assert merge(api, "absent", anna).errors == [(400, "invalid", "/data/id")]
    assert merge(api, anna).errors == [(400, "invalid", SOURCE)]
    assert merge(api, anna, ben, ben).errors == [(400, "invalid", SOURCE)]
    assert len(api.call("get_profiles").data) == 2
