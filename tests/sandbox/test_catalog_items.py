"""Items of the custom catalog over a socket, and mails that name one."""

from typing import Any

import pytest

from tests.support.sandbox_api import Api, resource


def make(api: Api, external_id: str = "A-1", **attributes: Any) -> str:
    named = {"title": "Derby", "description": "A shoe", "url": "https://shop.example/derby"}
    body = resource("catalog-item", {"external_id": external_id, **named, **attributes})
    return api.call("create_catalog_item", body=body).id


def test_an_item_is_called_by_its_external_id(api: Api) -> None:
    made = make(api, price=189, images=["https://cdn.example/a.jpg"], custom_metadata={"heel": "low"})
    assert made == "$custom:::$default:::A-1"
    shown = api.call("get_catalog_item", made).data["attributes"]
    assert (shown["price"], shown["images"], shown["custom_metadata"], shown["published"]) == (
        189,
        ["https://cdn.example/a.jpg"],
        {"heel": "low"},
        True,
    )
    again = api.call("create_catalog_item", body=resource("catalog-item", {
        "external_id": "A-1", "title": "x", "description": "x", "url": "https://x.example",
    }))  # fmt: skip
    assert again.errors == [(409, "duplicate", "/data/attributes/external_id")]


def test_an_item_changes_and_goes(api: Api) -> None:
    made = make(api, price=189)
    change = resource("catalog-item", {"title": "Oxford", "price": None, "published": False}, id=made)
    changed = api.call("update_catalog_item", made, change).data["attributes"]
    assert (changed["title"], changed["price"], changed["published"]) == ("Oxford", None, False)
    change["data"]["attributes"] = {"external_id": "A-2"}
    assert api.call("update_catalog_item", made, change).errors == [(400, "invalid", "/data/attributes/external_id")]
    assert api.call("delete_catalog_item", made).status == 204
    assert api.call("get_catalog_item", made).status == 404


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('any(ids,["$custom:::$default:::A-1","$custom:::$default:::A-9"])', ["A-1"]),
        ('contains(title,"erb")', ["A-1", "A-2"]),
        ("equals(published,false)", ["A-2"]),
    ],
)
def test_items_are_found(api: Api, written: str, expected: list[str]) -> None:
    make(api)
    make(api, "A-2", published=False)
    found = api.call("get_catalog_items", filter=written).data
    assert [row["attributes"]["external_id"] for row in found] == expected


def test_a_mail_shows_an_item_and_fails_without_it(api: Api) -> None:
    make(api)
    html = "{% catalog 'A-1' %}{{ catalog_item.title }}{% endcatalog %}"
    mail = api.call("create_template", body=resource("template", {"name": "x", "editor_type": "CODE", "html": html})).id
    body = resource("template", {"context": {}}, id=mail)
    assert api.call("render_template", body=body).data["attributes"]["html"] == "Derby"
    api.call("delete_catalog_item", "$custom:::$default:::A-1")
    assert api.call("render_template", body=body).status == 400
