"""Push tokens over a socket."""

from typing import Any

import pytest

from tests.support.sandbox_api import Answer, Api, resource


def keep(api: Api, token: str = "t1", email: str = "a@example.com", **attributes: Any) -> Answer:
    person = {"data": {"type": "profile", "attributes": {"email": email}}}
    usual = {"token": token, "platform": "ios", "vendor": "apns", "profile": person}
    return api.call("create_push_token", body=resource("push-token", {**usual, **attributes}))


def push(api: Api, profile_id: str) -> dict[str, Any]:
    shown = api.call("get_profile", profile_id, additional_fields_profile=["subscriptions"]).data["attributes"]
    found: dict[str, Any] = shown["subscriptions"]["mobile_push"]["marketing"]
    return found


def test_a_token_makes_its_person(api: Api) -> None:
    kept = keep(api, device_metadata={"app_name": "Shop", "os_name": "ios", "device_id": None})
    assert (kept.status, kept.document) == (202, None)
    (shown,) = api.call("get_push_tokens", include="profile").data
    assert shown["attributes"] == {
        "created": "2026-01-01T00:00:00+00:00",
        "token": "t1",
        "enablement_status": "AUTHORIZED",
        "platform": "ios",
        "vendor": "apns",
        "background": "AVAILABLE",
        "recorded_date": "2026-01-01T00:00:00+00:00",
        "metadata": {"app_name": "Shop", "os_name": "ios"},
    }
    owner = api.call("get_profile_for_push_token", shown["id"])
    assert owner.data["attributes"]["email"] == "a@example.com"
    assert api.call("get_profile_id_for_push_token", shown["id"]).id == owner.id
    assert [row["id"] for row in api.call("get_push_token_ids_for_profile", owner.id).data] == [shown["id"]]


def test_the_permission_on_the_device_is_the_opt_in(api: Api) -> None:
    keep(api, enablement_status="DENIED")
    (person,) = api.call("get_profiles").data
    assert push(api, person["id"])["consent"] == "NEVER_SUBSCRIBED"
    keep(api)
    assert push(api, person["id"]) == {
        "consent": "SUBSCRIBED",
        "consent_timestamp": "2026-01-01T00:00:00+00:00",
        "can_receive_push_marketing": True,
    }
    keep(api, enablement_status="DENIED")
    assert (push(api, person["id"])["consent"], push(api, person["id"])["can_receive_push_marketing"]) == (
        "SUBSCRIBED",
        False,
    )


def test_a_token_is_of_one_person(api: Api) -> None:
    keep(api)
    keep(api, email="b@example.com", platform="android", vendor="fcm")
    (shown,) = api.call("get_push_tokens").data
    assert shown["attributes"]["platform"] == "android"
    assert api.call("get_profile_for_push_token", shown["id"]).data["attributes"]["email"] == "b@example.com"
    assert api.call("delete_push_token", shown["id"]).status == 204
    assert api.call("get_push_token", shown["id"]).status == 404
    assert len(api.call("get_profiles").data) == 2


def test_tokens_are_found_by_what_the_filters_name(api: Api) -> None:
    keep(api)
    keep(api, "t2", "b@example.com", platform="android", vendor="fcm", enablement_status="DENIED")
    people = {row["attributes"]["email"]: row["id"] for row in api.call("get_profiles", include="push-tokens").data}
    found = {
        'equals(platform,"ios")': ["t1"],
        'equals(enablement_status,"DENIED")': ["t2"],
        f'equals(profile.id,"{people["b@example.com"]}")': ["t2"],
        'equals(id,"x")': [],
    }
    for text, expected in found.items():
        listed = api.call("get_push_tokens", filter=text).data
        assert [row["attributes"]["token"] for row in listed] == expected, text


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "another platform": ({"platform": "windows"}, "/data/attributes/platform"),
    "no word of a status": ({"enablement_status": "YES"}, "/data/attributes/enablement_status"),
    "an unknown device": ({"device_metadata": {"colour": "red"}}, "/data/attributes/device_metadata/colour"),
    "nobody": (
        {"profile": {"data": {"type": "profile", "attributes": {}}}},
        "/data/attributes/profile/data/attributes",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_token_is_refused(api: Api, what: str) -> None:
    attributes, pointer = REFUSED[what]
    assert keep(api, **attributes).errors == [(400, "invalid", pointer)]
    assert api.call("get_profiles").data == []
