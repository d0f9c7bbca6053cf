"""Tags, tag groups, and what is tagged, over a socket."""

from typing import Any

import pytest

from tests.support.sandbox_api import Api, resource

MAKE: dict[str, tuple[str, dict[str, Any]]] = {
    "list": ("create_list", {"name": "Newsletter"}),
    "segment": (
        "create_segment",
        {
            "name": "Readers",
            "definition": {
                "condition_groups": [
                    {
                        "conditions": [
                            {
                                "type": "profile-property",
                                "property": "email",
                                "filter": {"type": "existence", "operator": "is-set"},
                            }
                        ]
                    }
                ]
            },
        },
    ),
}


def tag(api: Api, name: str = "spring", group: str | None = None) -> str:
    more = {"relationships": {"tag-group": {"data": {"type": "tag-group", "id": group}}}} if group else {}
    return api.call("create_tag", body=resource("tag", {"name": name}, **more)).id


def group(api: Api, name: str = "Season", **attributes: bool) -> str:
    return api.call("create_tag_group", body=resource("tag-group", {"name": name, **attributes})).id


def thing(api: Api, kind: str) -> str:
    operation, attributes = MAKE[kind]
    return api.call(operation, body=resource(kind, attributes)).id


def them(kind: str, *ids: str) -> dict[str, Any]:
    return {"data": [{"type": kind, "id": object_id} for object_id in ids]}


def test_a_tag_without_a_group_is_in_the_default_one(api: Api) -> None:
    made = tag(api)
    (default,) = api.call("get_tag_groups", filter="equals(default,true)").data
    assert api.call("get_tag_group_for_tag", made).id == default["id"]
    assert api.call("get_tag_group_id_for_tag", made).id == default["id"]
    answer = api.call("get_tag", made, include="tag-group")
    assert [item["attributes"]["name"] for item in answer.document["included"]] == ["Default"]


def test_a_tag_may_name_its_group_once_and_for_all(api: Api) -> None:
    season = group(api)
    made = tag(api, group=season)
    assert [item["id"] for item in api.call("get_tags_for_tag_group", season).data] == [made]
    assert api.call("get_tag_ids_for_tag_group", season).data == [{"type": "tag", "id": made}]
    more = {"relationships": {"tag-group": {"data": {"type": "tag-group", "id": season}}}}
    moved = api.call("update_tag", made, resource("tag", {"name": "x"}, id=made, **more))
    assert moved.errors == [(400, "invalid", "/data/relationships")]
    absent = {"relationships": {"tag-group": {"data": {"type": "tag-group", "id": "absent"}}}}
    refused = api.call("create_tag", body=resource("tag", {"name": "x"}, **absent))
    assert refused.errors == [(400, "invalid", "/data/relationships/tag-group/data/id")]


def test_renaming_answers_nothing(api: Api) -> None:
    made, season = tag(api), group(api)
    answer = api.call("update_tag", made, resource("tag", {"name": "summer"}, id=made))
    assert (answer.status, answer.document) == (204, None)
    assert api.call("get_tags", filter='starts-with(name,"sum")').data[0]["id"] == made
    assert api.call("update_tag_group", season, resource("tag-group", {"name": "Year"}, id=season)).status == 204
    assert api.call("get_tag_group", season).data["attributes"]["name"] == "Year"


@pytest.mark.parametrize("kind", MAKE)
def test_things_are_tagged_and_untagged(api: Api, kind: str) -> None:
    made, one = tag(api), thing(api, kind)
    assert api.call(f"tag_{kind}s", made, them(kind, one)).status == 204
    assert api.call(f"tag_{kind}s", made, them(kind, one)).status == 204
    assert [item["id"] for item in api.call(f"get_tags_for_{kind}", one).data] == [made]
    assert api.call(f"get_tag_ids_for_{kind}", one).data == [{"type": "tag", "id": made}]
    assert api.call(f"get_{kind}_ids_for_tag", made).data == [{"type": kind, "id": one}]
    included = api.call(f"get_{kind}", one, include="tags")
    assert included.data["relationships"]["tags"]["data"] == [{"type": "tag", "id": made}]
    assert [item["id"] for item in included.document["included"]] == [made]
    assert api.call(f"remove_tag_from_{kind}s", made, them(kind, one)).status == 204
    assert api.call(f"get_tags_for_{kind}", one).data == []
    assert api.call(f"get_{kind}", one, include="tags").data["relationships"]["tags"]["data"] == []


@pytest.mark.parametrize("kind", MAKE)
def test_what_is_gone_has_no_tags(api: Api, kind: str) -> None:
    made, one = tag(api), thing(api, kind)
    api.call(f"tag_{kind}s", made, them(kind, one))
    api.call(f"delete_{kind}", one)
    assert api.call(f"get_{kind}_ids_for_tag", made).data == []
    assert api.call(f"tag_{kind}s", made, them(kind, one)).errors == [(400, "invalid", "/data/0/id")]
    assert api.call(f"get_tags_for_{kind}", one).status == 404


def test_an_exclusive_group_gives_one_of_its_tags(api: Api) -> None:
    season = group(api, exclusive=True)
    spring, summer, other = tag(api, "spring", season), tag(api, "summer", season), tag(api, "other")
    one = thing(api, "list")
    assert api.call("tag_lists", spring, them("list", one)).status == 204
    assert api.call("tag_lists", summer, them("list", one)).errors == [(400, "invalid", "/data/0/id")]
    assert api.call("tag_lists", other, them("list", one)).status == 204
    assert api.call("tag_lists", spring, them("list", one)).status == 204


def test_a_group_goes_with_its_tags_and_the_default_one_stays(api: Api) -> None:
    season = group(api)
    made, one = tag(api, group=season), thing(api, "list")
    api.call("tag_lists", made, them("list", one))
    assert api.call("delete_tag_group", season).status == 204
    assert api.call("get_tag", made).status == 404
    assert api.call("get_tags_for_list", one).data == []
    (default,) = api.call("get_tag_groups", filter="equals(default,true)").data
    assert api.call("delete_tag_group", default["id"]).errors == [(400, "invalid", "")]


def test_500_tags_at_most(api: Api) -> None:
    for number in range(500):
        tag(api, f"tag {number}")
    assert api.call("create_tag", body=resource("tag", {"name": "One more"})).errors == [(400, "invalid", "")]


def test_a_deleted_tag_is_gone(api: Api) -> None:
    made = tag(api)
    assert api.call("delete_tag", made).status == 204
    assert api.call("get_tag", made).status == 404


def test_groups_are_found_by_name_and_kind(api: Api) -> None:
    season = group(api, exclusive=True)
    for text in ('contains(name,"eas")', 'ends-with(name,"son")', "equals(exclusive,true)"):
        assert [item["id"] for item in api.call("get_tag_groups", filter=text).data] == [season], text
