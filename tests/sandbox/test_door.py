"""The door `/sandbox/ui/*`: what only a person in the browser can do, and the account's clock."""

from typing import Any

import pytest

from tests.support.sandbox_api import Answer, Api, resource


def through(api: Api, method: str, path: str, body: Any = None) -> Answer:
    """Without a key and without a revision, as documented."""
    return api.send(method, f"/sandbox/ui/{path}", body, {"authorization": None, "revision": None})


def test_the_clock_moves_when_told_to_and_never_back(api: Api) -> None:
    start = "2026-01-01T00:00:00+00:00"
    assert through(api, "GET", "clock").document == {"now": start, "started": start}
    assert through(api, "POST", "clock", {"advance_seconds": 86400.5}).document == {
        "now": "2026-01-02T00:00:00.500000+00:00"
    }
    assert api.send("GET", "/api/lists").headers["date"] == "Fri, 02 Jan 2026 00:00:00 GMT"
    assert through(api, "POST", "clock", {"advance_seconds": -1}).errors == [(400, "invalid", "/advance_seconds")]
    assert through(api, "POST", "clock").errors == [(400, "invalid", "/advance_seconds")]


def test_what_is_made_later_is_stamped_later(api: Api) -> None:
    body = resource("list", {"name": "Newsletter"})
    first = api.call("create_list", body=body).id
    through(api, "POST", "clock", {"advance_seconds": 60})
    second = api.call("create_list", body=body).data["attributes"]["created"]
    assert second == "2026-01-01T00:01:00+00:00"
    changed = api.call("update_list", first, resource("list", {"name": "Letters"}, id=first)).data["attributes"]
    assert (changed["created"], changed["updated"]) == ("2026-01-01T00:00:00+00:00", second)


def test_info_counts_what_is_there(api: Api) -> None:
    api.call("create_list", body=resource("list", {"name": "Newsletter"}))
    shown = through(api, "GET", "info").document
    assert shown["account"]["id"] == "SNDBX1"
    assert (shown["counts"]["lists"], shown["counts"]["flows"]) == (1, 0)


def test_a_template_is_edited_in_the_browser(api: Api) -> None:
    body = resource("template", {"name": "Hello", "editor_type": "CODE", "html": "<p>a</p>"})
    made = api.call("create_template", body=body).id
    through(api, "POST", "clock", {"advance_seconds": 60})
    assert through(api, "PATCH", f"templates/{made}", {"html": "<p>5&nbsp;%</p>"}).status == 200
    shown = api.call("get_template", made).data["attributes"]
    assert (shown["html"], shown["updated"]) == ("<p>5\u00a0%</p>", "2026-01-01T00:01:00+00:00")


def test_lists_and_segments_are_edited_in_the_browser(api: Api) -> None:
    condition = {"type": "profile-region", "in_region": True, "region": "european_union"}
    definition = {"condition_groups": [{"conditions": [condition]}]}
    segment = api.call("create_segment", body=resource("segment", {"name": "EU", "definition": definition})).id
    newsletter = api.call("create_list", body=resource("list", {"name": "Newsletter"})).id
    through(api, "PATCH", f"lists/{newsletter}", {"name": "Letters"})
    through(api, "PATCH", f"segments/{segment}", {"is_active": False})
    assert api.call("get_list", newsletter).data["attributes"]["name"] == "Letters"
    assert api.call("get_segment", segment).data["attributes"]["is_active"] is False


def test_people_subscribe_and_unsubscribe_by_themselves(api: Api) -> None:
    body = resource("profile", {"email": "a@example.com", "phone_number": "+33612345678"})
    made = api.call("create_profile", body=body).id

    def marketing(channel: str) -> dict[str, Any]:
        shown = api.call("get_profile", made, additional_fields_profile=["subscriptions"]).data["attributes"]
        found: dict[str, Any] = shown["subscriptions"][channel]["marketing"]
        return found

    through(api, "POST", "clock", {"advance_seconds": 60})
    assert through(api, "POST", f"profiles/{made}/consent", {"channel": "sms", "consent": "SUBSCRIBED"}).status == 200
    sms = marketing("sms")
    assert (sms["can_receive_sms_marketing"], sms["consent"]) == (True, "SUBSCRIBED")
    assert sms["consent_timestamp"] == "2026-01-01T00:01:00+00:00"
    through(api, "POST", f"profiles/{made}/consent", {"channel": "email", "consent": "UNSUBSCRIBED"})
    assert marketing("email")["can_receive_email_marketing"] is False
    through(api, "POST", f"profiles/{made}/consent", {"channel": "email", "consent": "SUBSCRIBED"})
    assert marketing("email")["can_receive_email_marketing"] is True


REFUSED = {
    "a consent that is none": ("POST", "profiles/absent/consent", {"channel": "email", "consent": "MAYBE"}, 400),
    "nobody's consent": ("POST", "profiles/absent/consent", {"channel": "email", "consent": "SUBSCRIBED"}, 404),
    "an unknown key": ("PATCH", "lists/{list}", {"colour": "red"}, 400),
    "an empty name": ("PATCH", "lists/{list}", {"name": ""}, 400),
    "nobody's list": ("PATCH", "lists/absent", {"name": "x"}, 404),
    "another method": ("DELETE", "lists/{list}", None, 405),
    "a list for a body": ("PATCH", "lists/{list}", [], 400),
}


@pytest.mark.parametrize("what", REFUSED)
def test_the_door_refuses(api: Api, what: str) -> None:
    method, path, body, status = REFUSED[what]
    made = api.call("create_list", body=resource("list", {"name": "Newsletter"})).id
    assert through(api, method, path.replace("{list}", made), body).status == status
    assert api.call("get_list", made).data["attributes"]["name"] == "Newsletter"
