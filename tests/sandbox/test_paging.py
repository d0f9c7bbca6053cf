"""Walking pages: each object comes once, whatever the page's size, the order, and what happens meanwhile."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktctl.sandbox.options import Options
from mktctl.sandbox.server import running
from tests.support.sandbox_api import Answer, Api, database, resource

NAMES = ["b", "a", "c", "a", "B", "ä", "", "a", "z", "d", "a", "e", "f"]
MOST_PAGES = 50
SORTS = ["", "name", "-name", "id", "-id", "created", "-updated"]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    folder: Path = tmp_path_factory.mktemp("paging")
    with running(database(folder), Options(limits="none")) as sandbox, Api(sandbox) as api:
        for number, name in enumerate(NAMES):
            body = resource("list", {"name": name or f"list {number}"})
            assert api.call("create_list", body=body).status == 201
        yield api


def pages(api: Api, first: Answer, direction: str = "next") -> list[Answer]:
    found = [first]
    for _ in range(MOST_PAGES):
        url = found[-1].document["links"][direction]
        if url is None:
            return found
        found.append(api.follow(url))
    raise AssertionError("the walk has no end")


def ids(walk: list[Answer]) -> list[str]:
    return [item["id"] for answer in walk for item in answer.data]


@given(size=st.integers(1, 10), sort=st.sampled_from(SORTS))
def test_a_walk_gives_every_object_once_and_in_order(filled: Api, size: int, sort: str) -> None:
    query = {"page_size": size} | ({"sort": sort} if sort else {})
    walk = pages(filled, filled.call("get_lists", **query))
    found = ids(walk)
    assert len(found) == len(set(found)) == len(NAMES)
    assert all(len(answer.data) == size for answer in walk[:-1])
    if sort.strip("-") in ("name", "created", "updated"):
        values = [item["attributes"][sort.strip("-")] for answer in walk for item in answer.data]
        assert values == sorted(values, reverse=sort.startswith("-"))


@given(size=st.integers(1, 10), sort=st.sampled_from(SORTS))
def test_the_walk_back_meets_the_same_objects(filled: Api, size: int, sort: str) -> None:
    query = {"page_size": size} | ({"sort": sort} if sort else {})
    walk = pages(filled, filled.call("get_lists", **query))
    back = pages(filled, walk[-1], "prev")
    assert ids(back[::-1]) == ids(walk)


def test_a_link_keeps_the_whole_query(filled: Api) -> None:
    first = filled.call(
        "get_lists",
        page_size=2,
        sort="-name",
        filter="greater-than(created,2020-01-01T00:00:00Z)",
        fields_list=["name"],
    )
    second = filled.follow(first.document["links"]["next"])
    assert [list(item["attributes"]) for item in second.data] == [["name"], ["name"]]
    assert first.data[-1]["attributes"]["name"] >= second.data[0]["attributes"]["name"]
    assert filled.follow(second.document["links"]["self"]).document == second.document


def test_a_cursor_does_not_fit_another_sort(filled: Api) -> None:
    url = filled.call("get_lists", page_size=2, sort="name").document["links"]["next"]
    assert filled.follow(url.replace("sort=name", "sort=created")).errors == [(400, "invalid", "page[cursor]")]


def test_what_comes_and_goes_does_not_disturb_a_walk(api: Api) -> None:
    made = [api.call("create_list", body=resource("list", {"name": f"list {n:02}"})).id for n in range(12)]
    first = api.call("get_lists", page_size=4, sort="name")
    api.call("delete_list", made[3])
    api.call("delete_list", made[5])
    late = api.call("create_list", body=resource("list", {"name": "list 00"})).id
    found = ids(pages(api, first))
    assert found == [*made[:5], *made[6:]]
    assert late not in found


def test_an_empty_collection_is_one_page(api: Api) -> None:
    answer = api.call("get_lists")
    assert answer.data == []
    assert (answer.document["links"]["next"], answer.document["links"]["prev"]) == (None, None)
