"""Slightly wrong bodies and queries: always an answer, never a 500, and what is refused changes nothing."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktctl.model.operations import operations
from mktctl.sandbox.options import Options
from mktctl.sandbox.server import running
from tests.sandbox.test_tour import furnish, welcome
from tests.support.sandbox_api import Api, database, resource
from tests.support.shape_samples import slightly_wrong

CHANGES_MOST = 3


class World:
    """An account with one of everything, and a right body for each operation that writes."""

    def __init__(self, api: Api) -> None:
        self.api = api
        ids = self.ids = furnish(api)
        condition = {"type": "profile-region", "in_region": True, "region": "european_union"}
        definition = {"condition_groups": [{"conditions": [condition]}]}
        event: dict[str, Any] = {
            "properties": {"a": [1, {"b": 2}]},
            "time": "2026-01-01T00:00:00Z",
            "value": 5,
            "unique_id": "1",
        }
        event["metric"] = resource("metric", {"name": "Placed Order", "service": "shop"})
        person = resource("profile", {"email": "b@example.com"})
        full = {
            "email": "c@example.com",
            "phone_number": "+33612345678",
            "location": {"city": "Lyon", "latitude": 1},
            "properties": {"a": [1]},
        }
        patch = {"patch_properties": {"append": {"a": 1}, "unappend": {"a": 1}, "unset": ["b"]}}
        group = {
            "type": "event-bulk-create",
            "attributes": {"profile": person, "events": {"data": [{"type": "event", "attributes": event}]}},
        }
        action = api.call("get_flow_action", ids["flow-actions"]).data["attributes"]["definition"]
        delay = {
            "temporary_id": "new",
            "type": "time-delay",
            "data": {"unit": "days", "value": 1, "timezone": "profile"},
        }
        anchor = {
            "type": "flow-action",
            "id": ids["flow-actions"],
            "attributes": {"definition": {"type": "send-email", "links": {"next": "new"}}},
        }
        self.bodies: dict[str, tuple[str, Any]] = {
            "create_list": ("", resource("list", {"name": "x", "opt_in_process": "double_opt_in"})),
            "update_list": ("lists", resource("list", {"name": "x"}, id=ids["lists"])),
            "add_profiles_to_list": ("lists", {"data": [{"type": "profile", "id": ids["profiles"]}]}),
            "create_segment": ("", resource("segment", {"name": "x", "definition": definition, "is_starred": True})),
            "update_segment": ("segments", resource("segment", {"definition": definition}, id=ids["segments"])),
            "create_template": (
                "",
                resource("template", {"name": "x", "editor_type": "CODE", "html": "x", "text": "y"}),
            ),
            "update_template": ("templates", resource("template", {"html": "x"}, id=ids["templates"])),
            "render_template": ("", resource("template", {"context": {"person": {"a": 1}}}, id=ids["templates"])),
            "clone_template": ("", resource("template", {"name": "x"}, id=ids["templates"])),
            "create_tag": ("", resource("tag", {"name": "x"})),
            "tag_lists": ("tags", {"data": [{"type": "list", "id": ids["lists"]}]}),
            "create_tag_group": ("", resource("tag-group", {"name": "x", "exclusive": True})),
            "create_event": ("", resource("event", {**event, "profile": person})),
            "bulk_create_events": ("", resource("event-bulk-create-job", {"events-bulk-create": {"data": [group]}})),
            "create_profile": ("", resource("profile", full)),
            "update_profile": ("profiles", resource("profile", full, id=ids["profiles"], meta=patch)),
            "create_or_update_profile": ("", resource("profile", full, meta=patch)),
            "create_flow": ("", resource("flow", {"name": "x", "definition": welcome(ids["lists"], ids["templates"])})),
            "update_flow": ("flows", resource("flow", {"status": "manual"}, id=ids["flows"])),
            "update_flow_action": (
                "flow-actions",
                resource("flow-action", {"definition": action}, id=ids["flow-actions"]),
            ),
            "create_flow_action": (
                "",
                resource("flow-action", {"definition": delay, "anchor-action": {"data": anchor}}),
            ),
        }


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder: Path = tmp_path_factory.mktemp("fuzz")
    with running(database(folder), Options(limits="none")) as sandbox, Api(sandbox) as api:
        yield World(api)


OPERATIONS = """
    create_list update_list add_profiles_to_list create_segment update_segment create_template update_template
    render_template clone_template create_tag tag_lists create_tag_group create_event bulk_create_events create_profile
    update_profile create_or_update_profile create_flow update_flow update_flow_action create_flow_action
""".split()


@pytest.mark.parametrize("name", OPERATIONS)
def test_the_right_body_is_right(world: World, name: str) -> None:
    where, body = world.bodies[name]
    answer = world.api.call(name, world.ids[where] if where else "", body)
    assert answer.status in (200, 201, 202, 204, 409), answer.document


@given(name=st.sampled_from(OPERATIONS), seed=st.integers(0, 2**32))
def test_a_slightly_wrong_body_never_breaks_the_sandbox(world: World, name: str, seed: int) -> None:
    rng = random.Random(seed)
    where, body = world.bodies[name]
    for _ in range(rng.randint(1, CHANGES_MOST)):
        body = slightly_wrong(body, rng)
    before = world.api.sandbox.store.count("SELECT total(value) FROM counter")
    answer = world.api.send(
        operations()[name].method,
        operations()[name].path.replace("{id}", world.ids[where] if where else ""),
        body,
    )
    assert answer.status in (200, 201, 202, 204, 400, 404, 409), (body, answer.document)
    if answer.status >= 400:
        assert world.api.sandbox.store.count("SELECT total(value) FROM counter") == before
        assert all(error["detail"] for error in answer.document["errors"])


KEYS = ("filter", "sort", "include", "page[size]", "page[cursor]", "fields[list]", "additional-fields[list]", "x")


@given(
    path=st.sampled_from(("/api/lists", "/api/events", "/api/templates", "/api/flows")),
    pairs=st.lists(st.tuples(st.sampled_from(KEYS), st.text(max_size=15)), max_size=3),
)
def test_no_query_breaks_the_sandbox(world: World, path: str, pairs: list[tuple[str, str]]) -> None:
    assert world.api.send("GET", f"{path}?{urlencode(pairs, errors='replace')}").status in (200, 400)
