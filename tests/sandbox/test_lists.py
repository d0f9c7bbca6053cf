"""Lists over a socket."""

from typing import Any

import pytest

from tests.support.sandbox_api import Api, resource


def make(api: Api, name: str = "Newsletter", **more: str) -> str:
    return api.call("create_list", body=resource("list", {"name": name, **more})).id


def person(api: Api, email: str) -> str:
    return api.call("create_profile", body=resource("profile", {"email": email})).id


def members(*ids: str) -> dict[str, Any]:
    return {"data": [{"type": "profile", "id": profile_id} for profile_id in ids]}


def test_a_list_is_double_opt_in_unless_said_otherwise(api: Api) -> None:
    assert api.call("get_list", make(api)).data["attributes"]["opt_in_process"] == "double_opt_in"
    single = make(api, opt_in_process="single_opt_in")
    assert api.call("get_list", single).data["attributes"]["opt_in_process"] == "single_opt_in"


def test_two_lists_may_have_one_name(api: Api) -> None:
    first, second = make(api), make(api)
    assert first != second
    found = api.call("get_lists", filter='equals(name,"Newsletter")').data
    assert [item["id"] for item in found] == [first, second]


def test_update_changes_what_is_sent_alone(api: Api) -> None:
    made = make(api, opt_in_process="single_opt_in")
    renamed = api.call("update_list", made, resource("list", {"name": "Letters"}, id=made)).data["attributes"]
    assert (renamed["name"], renamed["opt_in_process"]) == ("Letters", "single_opt_in")


def test_a_body_for_another_list_is_refused(api: Api) -> None:
    made = make(api)
    assert api.call("update_list", made, resource("list", {"name": "x"}, id="other1")).errors == [
        (400, "invalid", "/data/id")
    ]


def test_a_deleted_list_is_gone_and_its_members_stay(api: Api) -> None:
    made, anna = make(api), person(api, "anna@example.com")
    api.call("add_profiles_to_list", made, members(anna))
    assert api.call("delete_list", made).status == 204
    assert api.call("get_list", made).errors == [(404, "not_found", "")]
    assert api.call("delete_list", made).status == 404
    assert api.call("get_profile", anna).status == 200
    assert api.call("get_lists_for_profile", anna).data == []


def test_members_join_once_and_leave(api: Api) -> None:
    made, anna, ben = make(api), person(api, "anna@example.com"), person(api, "ben@example.com")
    assert api.call("add_profiles_to_list", made, members(anna, ben)).status == 204
    assert api.call("add_profiles_to_list", made, members(anna)).status == 204
    counted = api.call("get_list", made, additional_fields_list=["profile_count"]).data["attributes"]
    assert counted["profile_count"] == 2
    assert "profile_count" not in api.call("get_list", made).data["attributes"]
    shown = api.call("get_profiles_for_list", made).data
    assert [item["id"] for item in shown] == [anna, ben]
    assert shown[0]["attributes"]["joined_group_at"] == "2026-01-01T00:00:00+00:00"
    assert [item["id"] for item in api.call("get_profile_ids_for_list", made, page_size=1).data] == [anna]
    assert [item["id"] for item in api.call("get_lists_for_profile", ben).data] == [made]
    assert api.call("get_list_ids_for_profile", ben).data == [{"type": "list", "id": made}]
    assert api.call("remove_profiles_from_list", made, members(anna)).status == 204
    assert [item["id"] for item in api.call("get_profiles_for_list", made).data] == [ben]
    by_email = api.call("get_profiles_for_list", made, filter='equals(email,"ben@example.com")').data
    assert [item["id"] for item in by_email] == [ben]


def test_who_does_not_exist_joins_no_list(api: Api) -> None:
    made, anna = make(api), person(api, "anna@example.com")
    assert api.call("add_profiles_to_list", made, members(anna, "nobody")).errors == [(400, "invalid", "/data/1/id")]
    assert api.call("get_profiles_for_list", made).data == []


@pytest.mark.parametrize("count", [0, 1001])
def test_a_call_takes_1_to_1000_members(api: Api, count: int) -> None:
    body = members(*(f"profile{number}" for number in range(count)))
    assert api.call("add_profiles_to_list", make(api), body).errors == [(400, "invalid", "/data")]


def test_lists_are_found_by_what_their_filters_name(api: Api) -> None:
    first, second = make(api, "One"), make(api, "Two")
    found = {
        'any(name,["Two","Three"])': [second],
        f'any(id,["{first}","{second}"])': [first, second],
        f'equals(id,"{first}"),equals(name,"Two")': [],
        "greater-than(created,2025-12-31T23:59:59Z)": [first, second],
        "greater-than(updated,2026-01-01T00:00:00Z)": [],
    }
    for text, expected in found.items():
        assert [item["id"] for item in api.call("get_lists", filter=text).data] == expected, text


def test_a_filter_of_the_wrong_type_is_refused(api: Api) -> None:
    for text in ("equals(name,5)", 'greater-than(created,"2026-01-01")', "greater-than(created,true)"):
        assert api.call("get_lists", filter=text).errors == [(400, "invalid", "filter")], text


def test_sparse_fields_leave_the_rest_out(api: Api) -> None:
    make(api)
    (shown,) = api.call("get_lists", fields_list=["name", "updated"]).data
    assert list(shown["attributes"]) == ["name", "updated"]


def test_a_list_named_by_a_hostile_text_is_only_a_text(api: Api) -> None:
    name = "x'); DROP TABLE list; -- \u0000 \" %"
    made = make(api, name)
    assert api.call("get_list", made).data["attributes"]["name"] == name
