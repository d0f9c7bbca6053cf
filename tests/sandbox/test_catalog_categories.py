"""Categories of the catalog over a socket, and which items are in them, from both sides."""

import pytest

from tests.support.catalog_shop import add_category, add_item, catalog_id, external_ids, item_body, to_many
from tests.support.sandbox_api import Api, resource


def items(api: Api, category: str) -> list[str]:
    return external_ids(api.call("get_item_ids_for_catalog_category", category).data)


def categories(api: Api, item: str) -> list[str]:
    return external_ids(api.call("get_category_ids_for_catalog_item", item).data)


def test_a_category_is_called_by_its_external_id_and_renamed(api: Api) -> None:
    made = add_category(api)
    assert made == catalog_id("shoes")
    again = api.call(
        "create_catalog_category", body=resource("catalog-category", {"external_id": "shoes", "name": "x"})
    )
    assert again.errors == [(409, "duplicate", "/data/attributes/external_id")]
    change = resource("catalog-category", {"name": "Shoes"}, id=made)
    assert api.call("update_catalog_category", made, change).data["attributes"]["name"] == "Shoes"
    change["data"]["attributes"] = {"external_id": "boots"}
    assert api.call("update_catalog_category", made, change).errors == [
        (400, "invalid", "/data/attributes/external_id")
    ]


def test_a_category_goes_and_its_items_stay(api: Api) -> None:
    item = add_item(api)
    made = add_category(api, "shoes", "A-1")
    assert api.call("delete_catalog_category", made).status == 204
    assert api.call("get_catalog_category", made).status == 404
    assert (api.call("get_catalog_item", item).status, categories(api, item)) == (200, [])


def test_members_are_added_replaced_and_removed_from_both_sides(api: Api) -> None:
    first, second = add_item(api), add_item(api, "B-1")
    shoes, sale = add_category(api, "shoes"), add_category(api, "sale")
    both = to_many("catalog-item", "A-1", "B-1")
    assert api.call("add_items_to_catalog_category", shoes, both).status == 204
    assert api.call("add_items_to_catalog_category", shoes, both).status == 204
    assert (items(api, shoes), categories(api, first)) == (["A-1", "B-1"], ["shoes"])
    api.call("update_categories_for_catalog_item", first, to_many("catalog-category", "sale"))
    assert (items(api, shoes), items(api, sale)) == (["B-1"], ["A-1"])
    api.call("remove_items_from_catalog_category", shoes, both)
    api.call("add_categories_to_catalog_item", second, to_many("catalog-category", "sale", "shoes"))
    assert external_ids(api.call("get_categories_for_catalog_item", second).data) == ["shoes", "sale"]
    api.call("remove_categories_from_catalog_item", second, to_many("catalog-category", "shoes"))
    assert external_ids(api.call("get_items_for_catalog_category", sale).data) == ["A-1", "B-1"]
    api.call("update_items_for_catalog_category", sale, to_many("catalog-item"))
    assert items(api, sale) == []


def test_a_body_may_bring_its_members(api: Api) -> None:
    add_category(api, "shoes")
    relation = {"categories": to_many("catalog-category", "shoes")}
    body = {"data": {**item_body()["data"], "relationships": relation}}
    item = api.call("create_catalog_item", body=body).id
    assert categories(api, item) == ["shoes"]
    nothing = {"relationships": {"categories": to_many("catalog-category")}}
    unnamed = resource("catalog-item", {"title": "Oxford"}, id=item)
    api.call("update_catalog_item", item, unnamed)
    assert categories(api, item) == ["shoes"]
    api.call("update_catalog_item", item, {"data": {**unnamed["data"], **nothing}})
    assert categories(api, item) == []


def test_a_stranger_is_refused_and_nobody_is_added(api: Api) -> None:
    add_item(api)
    shoes = add_category(api)
    answer = api.call("add_items_to_catalog_category", shoes, to_many("catalog-item", "A-1", "nobody"))
    assert answer.errors == [(400, "invalid", "/data/1/id")]
    assert items(api, shoes) == []
    body = resource(
        "catalog-category",
        {"external_id": "sale", "name": "Sale"},
        relationships={"items": to_many("catalog-item", "nobody")},
    )
    assert api.call("create_catalog_category", body=body).errors == [
        (400, "invalid", "/data/relationships/items/data/0/id")
    ]


@pytest.mark.parametrize(
    ("operation", "written", "expected"),
    [
        ("get_catalog_categories", 'equals(item.id,"$custom:::$default:::A-1")', ["shoes"]),
        ("get_catalog_categories", 'contains(name,"al")', ["sale"]),
        ("get_catalog_categories", 'any(ids,["$custom:::$default:::sale"])', ["sale"]),
        ("get_catalog_items", 'equals(category.id,"$custom:::$default:::shoes")', ["A-1"]),
        ("get_catalog_items", 'equals(category.id,"$custom:::$default:::sale")', []),
    ],
)
def test_categories_and_their_items_are_found(api: Api, operation: str, written: str, expected: list[str]) -> None:
    for name in ("A-1", "B-1"):
        add_item(api, name)
    add_category(api, "shoes", "A-1")
    add_category(api, "sale")
    assert external_ids(api.call(operation, filter=written).data) == expected
