"""Walks over pages end: at the last page, at a circle, at the bound; and lose nothing on the way."""

from typing import Any

import pytest

from mktctl.klaviyo import client as client_module
from mktctl.klaviyo import errors
from mktctl.klaviyo.listing import collect, named, related_ids
from tests.support.scripted_client import scripted
from tests.support.scripted_server import Line, document

NEXT = "https://a.klaviyo.com/api/lists?page%5Bcursor%5D={}&page%5Bsize%5D=10"


def _page(*ids: str, cursor: str | None = None, **more: Any) -> Line:
    links = {"self": "https://a.klaviyo.com/api/lists", "next": NEXT.format(cursor) if cursor else None}
    return document([{"type": "list", "id": id, "attributes": {"name": id}} for id in ids], links=links, **more)


def _targets(heard: list[Any]) -> list[str]:
    return [request.target for request in heard]


def test_the_cursor_is_taken_from_the_next_link_and_goes_to_our_own_address() -> None:
    with scripted(_page("a", cursor="bmV4dA%3D%3D"), _page("b")) as script:
        documents = list(script.client.pages("get_lists", query={"include": ("tags",)}))
        assert [document["data"][0]["id"] for document in documents] == ["a", "b"]
        assert _targets(script.server.heard) == [
            "/api/lists?include=tags&page%5Bsize%5D=10",
            "/api/lists?include=tags&page%5Bsize%5D=10&page%5Bcursor%5D=bmV4dA%3D%3D",
        ]


# operation → the page size that is asked for, None: the operation takes none
SIZES = {"get_lists": 10, "get_segments": 10, "get_templates": 10, "get_flows": 50, "get_tags": 50, "get_metrics": None}


@pytest.mark.parametrize(("name", "size"), SIZES.items(), ids=SIZES.keys())
def test_the_largest_page_is_asked_for(name: str, size: int | None) -> None:
    with scripted(document([])) as script:
        list(script.client.pages(name))
        query = f"?page%5Bsize%5D={size}" if size else ""
        assert script.server.heard[0].target.endswith(query)
        assert ("size" in script.server.heard[0].target) == (size is not None)


def test_a_page_size_of_the_caller_stays() -> None:
    with scripted(document([])) as script:
        list(script.client.pages("get_flows", query={"page[size]": 2}))
        assert script.server.heard[0].target == "/api/flows?page%5Bsize%5D=2"


@pytest.mark.parametrize("cursors", [["x", "x"], ["x", "y", "x"]], ids=str)
def test_pages_in_a_circle_end(cursors: list[str]) -> None:
    with scripted(*(_page("a", cursor=cursor) for cursor in cursors)) as script:
        with pytest.raises(errors.UnexpectedAnswer, match="circle"):
            list(script.client.pages("get_lists"))
        assert len(script.server.heard) == len(cursors)


def test_pages_without_end_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "PAGES_MAX", 3)
    lines = [_page("a", cursor=str(number)) for number in range(10)]
    with scripted(*lines) as script, pytest.raises(errors.UnexpectedAnswer, match="more than 3 pages"):
        list(script.client.pages("get_lists"))


ODD_LINKS: list[Any] = [{"next": "https://x/?page=2"}, {"next": "http://[::1"}, {"next": 7}, ["next"], "next"]


@pytest.mark.parametrize("links", ODD_LINKS, ids=repr)
def test_a_next_link_without_a_cursor_is_unexpected(links: Any) -> None:
    with scripted(document([], links=links)) as script, pytest.raises(errors.UnexpectedAnswer, match="no cursor"):
        list(script.client.pages("get_lists"))


def test_a_failed_page_is_asked_for_again_and_the_walk_goes_on() -> None:
    with scripted(_page("a", cursor="x"), Line(drop="unanswered"), _page("b")) as script:
        assert [row["id"] for row in collect(script.client, "get_lists").resources] == ["a", "b"]
        assert script.server.heard[1].target == script.server.heard[2].target


def test_rows_that_move_during_the_walk_are_kept_once() -> None:
    with scripted(_page("a", "b", cursor="x"), _page("b", "c")) as script:
        assert [row["id"] for row in collect(script.client, "get_lists").resources] == ["a", "b", "c"]


def test_what_is_included_on_any_page_is_found_from_its_row() -> None:
    action = {"type": "flow-action", "id": "1", "attributes": {"definition": {"type": "send-email"}}}
    pointers = {"flow-actions": {"data": [{"type": "flow-action", "id": "1"}, {"type": "flow-action", "id": "9"}]}}
    flow = {"type": "flow", "id": "F", "attributes": {}, "relationships": pointers}
    with scripted(document([flow], included=[action])) as script:
        listing = collect(script.client, "get_flows", query={"include": ("flow-actions",)})
        assert listing.related(listing.resources[0], "flow-actions") == (action,)
        assert related_ids(flow, "flow-actions") == (("flow-action", "1"), ("flow-action", "9"))
        assert listing.related(flow, "tags") == ()


@pytest.mark.parametrize("data", [{"type": "list"}, 7, "text", [{"type": "list"}], [["a"]], [None]], ids=repr)
def test_a_list_that_is_none_is_unexpected(data: Any) -> None:
    with scripted(document(data)) as script, pytest.raises(errors.UnexpectedAnswer):
        collect(script.client, "get_lists")


def test_a_name_is_compared_exactly_whatever_the_filter_finds() -> None:
    with scripted(_page("VIP", "vip", "VIP ")) as script:
        assert [row["id"] for row in named(script.client, "get_lists", "VIP")] == ["VIP"]
        assert "filter=equals%28name%2C%22VIP%22%29" in script.server.heard[0].target
