"""Slightly wrong bodies and queries about campaigns: always an answer, never a 500; what is refused changes nothing."""

import random
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktctl.model.operations import operations
from tests.sandbox.test_campaign_contract import bodies
from tests.support.campaign_shop import AB_TEST, TOMORROW, CampaignShop, Json, open_shop, schedule_body
from tests.support.sandbox_api import resource
from tests.support.shape_samples import slightly_wrong

CHANGES_MOST = 3
TABLES = ("campaign", "campaign_audience", "campaign_message", "campaign_variation", "campaign_send_job", "template")


class World:
    """A draft and a right body for each operation that writes."""

    def __init__(self, shop: CampaignShop) -> None:
        self.shop = shop
        made = shop.make()
        template = {"template": {"data": {"type": "template", "id": shop.template_id}}}
        plain = {"strategy": "static", "send_time": TOMORROW}
        smart = {"strategy": "smart_send_time", "send_date": "2026-01-03"}
        options = {"send_options": {"send_time": TOMORROW, "send_times": {"A": TOMORROW}}, "ab_test": AB_TEST}
        to_message = {"campaign-message": {"data": {"type": "campaign-message", "id": made.message}}}
        self.bodies: dict[str, Json] = {
            **bodies(shop, made),
            "update_campaign_message": resource("campaign-message", {"definition": options}, id=made.message),
            "schedule_campaign_message": resource("campaign-message-schedule", smart, relationships=to_message),
            "schedule_campaign": schedule_body(made, plain),
            "send_campaign": {"data": {"type": "campaign-send-job", "id": made.campaign}},
            "cancel_campaign_send": resource("campaign-send-job", {"action": "revert"}, id=made.campaign),
            "assign_template_to_campaign_message": {
                "data": {"type": "campaign-message", "id": made.message, "relationships": template}
            },
        }

    def contents(self) -> list[list[tuple[object, ...]]]:
        """Every row of what campaigns are kept in."""
        store = self.shop.api.sandbox.store
        return [[tuple(row) for row in store.rows(f"SELECT * FROM {table}")] for table in TABLES]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder: Path = tmp_path_factory.mktemp("fuzz")
    with open_shop(folder) as shop:
        yield World(shop)


@given(data=st.data(), seed=st.integers(0, 2**32))
def test_a_slightly_wrong_body_never_breaks_the_sandbox(world: World, data: st.DataObject, seed: int) -> None:
    rng = random.Random(seed)
    name = data.draw(st.sampled_from(sorted(world.bodies)))
    body = world.bodies[name]
    path = operations()[name].path.replace("{id}", body["data"].get("id", ""))
    for _ in range(rng.randint(0, CHANGES_MOST)):
        body = slightly_wrong(body, rng)
    before = world.contents()
    answer = world.shop.api.send(operations()[name].method, path, body)
    assert answer.status in (200, 201, 202, 204, 400, 404), (body, answer.document)
    if answer.status >= 400:
        assert world.contents() == before
        assert all(error["detail"] for error in answer.document["errors"])


KEYS = ("filter", "sort", "include", "page[size]", "page[cursor]", "fields[campaign-message]", "x")


@given(
    path=st.sampled_from(("/api/campaigns", "/api/campaign-messages")),
    pairs=st.lists(st.tuples(st.sampled_from(KEYS), st.text(max_size=15)), max_size=3),
)
def test_no_query_breaks_the_sandbox(world: World, path: str, pairs: list[tuple[str, str]]) -> None:
    assert world.shop.api.send("GET", f"{path}?{urlencode(pairs, errors='replace')}").status in (200, 400)
