"""Variants of catalog items over a socket, with what is in stock of them."""

from typing import Any

import pytest

from tests.support.catalog_shop import add_item, add_variant, catalog_id, external_ids, variant_body
from tests.support.sandbox_api import Api, resource


def test_a_variant_belongs_to_its_item_and_starts_published(api: Api) -> None:
    item = add_item(api)
    made = add_variant(api)
    shown = api.call("get_catalog_variant", made).data
    assert made == catalog_id("A-1-42")
    assert shown["relationships"]["item"]["data"] == {"type": "catalog-item", "id": item}
    known = {name: shown["attributes"][name] for name in ("sku", "inventory_quantity", "inventory_policy", "published")}
    assert known == {"sku": "D42", "inventory_quantity": 0, "inventory_policy": 0, "published": True}


def test_stock_changes_and_what_always_has_a_value_keeps_it(api: Api) -> None:
    add_item(api)
    made = add_variant(api, image_full_url="https://cdn.example/a.jpg")
    api.sandbox.store.run("UPDATE account SET now = now + 60000000")
    change = {"inventory_quantity": 7, "price": None, "image_full_url": None, "inventory_policy": 1}
    changed = api.call("update_catalog_variant", made, resource("catalog-variant", change, id=made)).data["attributes"]
    assert (changed["inventory_quantity"], changed["inventory_policy"]) == (7, 1)
    assert (changed["price"], changed["image_full_url"]) == (189, None)
    assert changed["created"] < changed["updated"]


@pytest.mark.parametrize(
    ("attributes", "pointer"),
    [
        ({"inventory_policy": 3}, "/data/attributes/inventory_policy"),
        ({"price": -1}, "/data/attributes/price"),
        ({"inventory_quantity": None}, "/data/attributes/inventory_quantity"),
        ({"catalog_type": "shop"}, "/data/attributes/catalog_type"),
        ({"colour": "black"}, "/data/attributes/colour"),
        ({"custom_metadata": {"a": "x" * 100_000}}, "/data/attributes/custom_metadata"),
    ],
)
def test_a_wrong_variant_is_refused(api: Api, attributes: dict[str, Any], pointer: str) -> None:
    add_item(api)
    answer = api.call("create_catalog_variant", body=variant_body(**attributes))
    assert answer.errors == [(400, "invalid", pointer)]
    assert api.call("get_catalog_variants").data == []


def test_an_item_has_to_be_there_and_stays_the_variants_own(api: Api) -> None:
    missing = api.call("create_catalog_variant", body=variant_body())
    assert missing.errors == [(400, "invalid", "/data/relationships/item/data/id")]
    add_item(api)
    made = add_variant(api)
    again = api.call("create_catalog_variant", body=variant_body())
    assert again.errors == [(409, "duplicate", "/data/attributes/external_id")]
    move = {**variant_body()["data"], "id": made, "attributes": {}}
    moved = api.call("update_catalog_variant", made, {"data": move})
    assert moved.errors == [(400, "invalid", "/data/relationships")]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('any(ids,["$custom:::$default:::A-1-42"])', ["A-1-42"]),
        ('equals(item.id,"$custom:::$default:::B-1")', ["B-1-40"]),
        ('equals(sku,"D42")', ["A-1-42", "B-1-40"]),
        ('contains(title,"Ox")', ["B-1-40"]),
        ("equals(published,false)", ["B-1-40"]),
    ],
)
def test_variants_are_found(api: Api, written: str, expected: list[str]) -> None:
    for item in ("A-1", "B-1"):
        add_item(api, item)
    add_variant(api)
    add_variant(api, "B-1-40", "B-1", title="Oxford", published=False)
    assert external_ids(api.call("get_catalog_variants", filter=written).data) == expected


def test_an_item_shows_its_variants_and_takes_them_along(api: Api) -> None:
    item = add_item(api)
    add_item(api, "B-1")
    for size in ("42", "43"):
        add_variant(api, f"A-1-{size}")
    add_variant(api, "B-1-40", "B-1")
    expected = ["A-1-42", "A-1-43"]
    assert external_ids(api.call("get_variants_for_catalog_item", item).data) == expected
    assert external_ids(api.call("get_variant_ids_for_catalog_item", item, page_size=1).data) == expected[:1]
    assert external_ids(api.call("get_catalog_item", item, include="variants").document["included"]) == expected
    api.call("delete_catalog_item", item)
    assert external_ids(api.call("get_catalog_variants").data) == ["B-1-40"]


def test_a_variant_goes_alone(api: Api) -> None:
    item = add_item(api)
    made = add_variant(api)
    assert api.call("delete_catalog_variant", made).status == 204
    assert api.call("get_catalog_variant", made).status == 404
    assert api.call("get_catalog_item", item).status == 200


def test_a_number_beyond_the_database_is_kept_as_near_as_it_can_be(api: Api) -> None:
    add_item(api)
    made = add_variant(api, inventory_quantity=2**63, price=2**63)
    assert api.call("get_catalog_variant", made).data["attributes"]["inventory_quantity"] == float(2**63)
