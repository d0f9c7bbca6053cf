"""What a request passes before a handler sees it: each check with what it answers."""

from typing import Any

import pytest

from mktctl.sandbox.gate import MAX_BODY_BYTES
from tests.support.sandbox_api import MEDIA_TYPE, READ_KEY, Api, resource

LIST = resource("list", {"name": "Newsletter"})

# what is different about a request → (status, code)
REFUSED: dict[str, tuple[str, str, Any, dict[str, str | None], tuple[int, str]]] = {
    "no revision": ("GET", "/api/lists", None, {"revision": None}, (400, "invalid")),
    "a revision that is none": ("GET", "/api/lists", None, {"revision": "latest"}, (400, "invalid")),
    "a day that is none": ("GET", "/api/lists", None, {"revision": "2026-02-30"}, (400, "invalid")),
    "another revision": ("GET", "/api/lists", None, {"revision": "2026-07-15"}, (400, "invalid")),
    "a beta": ("GET", "/api/lists", None, {"revision": "2026-10-15.pre"}, (400, "invalid")),
    "a revision of the future": ("GET", "/api/lists", None, {"revision": "2027-01-15"}, (400, "invalid")),
    "a retired revision": ("GET", "/api/lists", None, {"revision": "2024-07-15"}, (410, "gone")),
    "no key": ("GET", "/api/lists", None, {"authorization": None}, (401, "not_authenticated")),
    "an unknown key": (
        "GET",
        "/api/lists",
        None,
        {"authorization": "Klaviyo-API-Key pk_other"},
        (401, "not_authenticated"),
    ),
    "another scheme": ("GET", "/api/lists", None, {"authorization": "Bearer pk_sandbox"}, (401, "not_authenticated")),
    "another host": ("GET", "/api/lists", None, {"host": "a.klaviyo.com"}, (403, "permission_denied")),
    "a host that starts well": (
        "GET",
        "/api/lists",
        None,
        {"host": "127.0.0.1.example.com"},
        (403, "permission_denied"),
    ),
    "a page in a browser": ("GET", "/api/lists", None, {"origin": "https://example.com"}, (403, "permission_denied")),
    "another port's page": ("GET", "/api/lists", None, {"origin": "http://127.0.0.1:1"}, (403, "permission_denied")),
    "an opaque page": ("GET", "/api/lists", None, {"origin": "null"}, (403, "permission_denied")),
    "the door, from a page": (
        "GET",
        "/sandbox/ui/info",
        None,
        {"origin": "https://example.com"},
        (403, "permission_denied"),
    ),
    "a form": ("POST", "/api/lists", LIST, {"content-type": "text/plain"}, (415, "unsupported_media_type")),
    "no content type": ("POST", "/api/lists", LIST, {"content-type": None}, (415, "unsupported_media_type")),
    "a body that is no JSON": ("POST", "/api/lists", b"{", {}, (400, "invalid")),
    "no body": ("POST", "/api/lists", None, {}, (400, "invalid")),
    "a list for a body": ("POST", "/api/lists", [], {}, (400, "invalid")),
    "too much": ("POST", "/api/lists", b" " * (MAX_BODY_BYTES + 1), {}, (413, "payload_too_large")),
    "an unknown path": ("GET", "/api/list", None, {}, (404, "not_found")),
    "no API path": ("GET", "/", None, {}, (404, "not_found")),
    "an operation that is not in the sandbox": ("GET", "/api/forms", None, {}, (404, "not_found")),
    "a relationship that is not there": ("GET", "/api/lists/VhvniD/moods", None, {}, (404, "not_found")),
    "a door that is not there": ("GET", "/sandbox/ui/keys", None, {}, (404, "not_found")),
    "another method": ("PUT", "/api/lists", None, {}, (405, "method_not_allowed")),
    "deep paths": ("GET", "/api/" + "lists/" * 50, None, {}, (404, "not_found")),
    "an id out of this world": ("GET", "/api/lists/..%2f..%2fetc%2fpasswd", None, {}, (404, "not_found")),
}


@pytest.mark.parametrize("what", REFUSED)
def test_the_gate_refuses(api: Api, what: str) -> None:
    method, path, body, headers, (status, code) = REFUSED[what]
    answer = api.send(method, path, body, headers)
    assert (answer.status, answer.errors[0][:2]) == (status, (status, code))
    assert answer.headers["content-type"] == MEDIA_TYPE
    assert set(answer.document["errors"][0]) == {"id", "status", "code", "title", "detail", "source", "links", "meta"}


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "localhost:1"},
        {"host": "[::1]:80"},
        {"content-type": "application/json; charset=utf-8"},
        {"content-type": MEDIA_TYPE},
    ],
    ids=str,
)
def test_the_gate_lets_pass(api: Api, headers: dict[str, str | None]) -> None:
    assert api.send("POST", "/api/lists", LIST, headers).status == 201


def test_a_page_of_the_sandbox_itself_passes(api: Api) -> None:
    assert api.send("GET", "/api/lists", headers={"origin": api.sandbox.url}).status == 200


def test_a_slash_at_the_end_changes_nothing(api: Api) -> None:
    assert api.send("GET", "/api/lists/").document["data"] == api.send("GET", "/api/lists").document["data"]


def test_a_reading_key_reads_and_does_not_write(api: Api) -> None:
    made = api.call("create_list", body=LIST).id
    with Api(api.sandbox, READ_KEY) as reader:
        assert reader.call("get_list", made).status == 200
        for operation in ("create_list", "delete_list", "update_list", "create_segment", "create_event"):
            refused = reader.call(operation, made, LIST)
            assert refused.errors == [(403, "permission_denied", "")]
    assert api.call("get_list", made).status == 200


def test_what_is_allowed_is_said_with_405(api: Api) -> None:
    assert api.send("PUT", "/api/lists").headers["allow"] == "GET, POST"


def test_the_date_is_the_accounts(api: Api) -> None:
    assert api.send("GET", "/api/lists").headers["date"] == "Thu, 01 Jan 2026 00:00:00 GMT"
    assert api.send("GET", "/nowhere").headers["date"] == "Thu, 01 Jan 2026 00:00:00 GMT"


def test_several_mistakes_come_in_one_answer(api: Api) -> None:
    body = {"data": {"type": "lists", "attributes": {"opt_in_process": "maybe", "colour": "red"}}}
    assert api.call("create_list", body=body).errors == [
        (400, "invalid", "/data/type"),
        (400, "invalid", "/data/attributes/colour"),
        (400, "invalid", "/data/attributes/name"),
        (400, "invalid", "/data/attributes/opt_in_process"),
    ]


QUERIES = {
    "page[size]=0": "page[size]",
    "page[size]=11": "page[size]",
    "page[size]=ten": "page[size]",
    "page[size]=%C2%B2": "page[size]",
    "page[cursor]=nonsense": "page[cursor]",
    "page[cursor]=WyJhZnRlciIsIiIsMSwxXX": "page[cursor]",
    "sort=opt_in_process": "sort",
    "include=profiles": "include",
    "fields[list]=colour": "fields[list]",
    "fields[profile]=email": "fields[profile]",
    "additional-fields[list]=profile_count": "additional-fields[list]",
    "filter=equals(colour,%22red%22)": "filter",
    "filter=contains(name,%22News%22)": "filter",
    "colour=red": "colour",
}


@pytest.mark.parametrize("query", QUERIES)
def test_an_unknown_query_is_refused_with_its_parameter(api: Api, query: str) -> None:
    assert api.send("GET", f"/api/lists?{query}").errors == [(400, "invalid", QUERIES[query])]
