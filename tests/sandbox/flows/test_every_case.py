"""Each hand-written flow of the codec, sent to the sandbox with real ids, read back, edited and taken apart.

What can only be sent in the browser is sent there. What comes back is the same flow, in both readings of it.
"""

import copy
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mktctl.model.address import Address, Kind
from mktctl.model.duration import Duration
from mktctl.model.flow import Flow
from mktctl.sandbox.options import Options, Switches
from mktctl.sandbox.reading.flows import read_flow
from mktctl.wire.flows.decode import decode_flow
from mktctl.wire.flows.encode import encode_flow
from mktctl.wire.ids import Symbolic
from tests.sandbox.flows.shop import Json, Shop, actions_of, open_shop
from tests.support.flow_cases import FlowCase, flow_cases
from tests.support.flow_walks import Walker, walk_graph, walk_steps
from tests.support.wire_cases import NOW, SEGMENTS, people, run_of

CASES = list(flow_cases())
BACK_IN_STOCK = "metric/subscribed_to_back_in_stock"
EXPERIMENTS = ("ab-test", "content-experiment")


class ShopIds:
    """Ids of one sandbox; what is asked for is made. Clones of templates are known by what they were made of."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._ids: dict[Address, str] = {}
        self._clones: dict[str, str] = {}

    def id_of(self, address: Address) -> str:
        if address not in self._ids:
            self._ids[address] = self._made(address)
        return self._ids[address]

    def address_of(self, kind: Kind, id: str) -> Address | None:
        known = self._clones.get(id, id)
        return next((one for one, own in self._ids.items() if own == known and one.kind == kind), None)

    def learn(self, sent: Any, stored: Any) -> None:
        """Which clone stands where which template was sent."""
        match sent, stored:
            case dict(), dict():
                if sent.get("template_id"):
                    self._clones[stored["template_id"]] = sent["template_id"]
                for key in sent.keys() & stored.keys():
                    self.learn(sent[key], stored[key])
            case list(), list():
                for one, other in zip(sent, stored, strict=True):
                    self.learn(one, other)

    def _made(self, address: Address) -> str:
        match address.kind:
            case "list":
                return str(self._shop.create("list", "lists", name=address.ref)["id"])
            case "segment":
                return self._shop.segment_id
            case "template":
                return self._shop.template(address.ref, f"<p>{address.ref}</p>")
        if str(address) == BACK_IN_STOCK:
            return self._shop.metrics["Subscribed to Back in Stock"]
        profile = {"data": {"type": "profile", "attributes": {"email": "seed@example.com"}}}
        metric = {"data": {"type": "metric", "attributes": {"name": address.ref}}}
        self._shop.create("event", "events", properties={}, metric=metric, profile=profile, backfill=True)
        metrics = self._shop.call("GET", "/api/metrics").data
        return next(str(one["id"]) for one in metrics if one["attributes"]["name"] == address.ref)


def attributes_of(flow: Flow, ids: ShopIds) -> Json:
    start = Options().start

    def ends(key: str, span: Duration) -> str:
        return (start + timedelta(minutes=span.total_minutes)).isoformat()

    return encode_flow(flow, segments=SEGMENTS, ids=ids, ends=ends)


def made(shop: Shop, flow: Flow, ids: ShopIds) -> Json:
    """The flow as the sandbox stores it."""
    sent = attributes_of(flow, ids)
    definition = sent["definition"]
    if definition["triggers"][0].get("id") == shop.metrics["Subscribed to Back in Stock"]:
        refused = shop.post_flow(definition)
        assert (refused.status, "cannot be created by the API" in str(refused.document)) == (400, True)
        answer = shop.in_browser("POST", "flows", {"name": flow.name, "definition": definition})
        stored: Json = shop.read_flow(answer.document["id"])
    else:
        stored = shop.flow(definition, flow.name)
    ids.learn(definition["actions"], actions_of(stored))
    return stored


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with open_shop(tmp_path_factory.mktemp("cases"), Switches(renames_variations=False)) as one:
        yield one


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_what_is_stored_is_the_flow_that_was_sent(case: FlowCase, shop: Shop) -> None:
    """By the client's reading of it: the same flow is sent again."""
    ids = ShopIds(shop)
    stored = made(shop, case.flow, ids)
    names = names_of(case.flow, stored)
    if "own words" in case.name:
        pytest.skip("what is in Klaviyo's own words comes back with ids and defaults inside")
    read = decode_flow(without_transactional(stored["attributes"], case.flow, ids), ids, "x", keys=names)
    wanted = encode_flow(case.flow, segments=SEGMENTS, ids=Symbolic())
    assert encode_flow(read, segments={}, ids=Symbolic())["definition"] == wanted["definition"]


@pytest.mark.parametrize("case", [one for one in CASES if one.walks], ids=lambda case: case.name)
def test_what_is_stored_does_the_same_to_people(case: FlowCase, shop: Shop) -> None:
    """By the sandbox's own reading of it."""
    ids = ShopIds(shop)
    stored = made(shop, case.flow, ids)

    def name(kind: Any, id: str) -> str:
        address = ids.address_of(kind, id)
        return id if address is None else address.ref

    graph = read_flow(stored["attributes"]["definition"], name)
    everybody = people()
    for person in case.walks:
        walkers = [Walker(everybody[person], run_of(everybody[person]), NOW, SEGMENTS) for _ in range(2)]
        assert walk_graph(graph, walkers[0]) == walk_steps(case.flow, walkers[1])


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_each_action_takes_what_it_shows_and_goes(case: FlowCase, shop: Shop) -> None:
    """Read, sent back, deleted, one after the other, each of every type."""
    stored = made(shop, case.flow, ShopIds(shop))
    for action in actions_of(stored):
        shown = shop.action(action["id"])
        assert shop.patch_action(copy.deepcopy(shown)).status == 200
        assert shop.action(action["id"]) == shown
    for action in reversed(actions_of(stored)):
        kind = action["type"]
        answer = shop.call("DELETE", f"/api/flow-actions/{action['id']}")
        assert answer.status in ((204, 400) if kind in ("target-date", *EXPERIMENTS) else (204,)), answer.document


@pytest.mark.parametrize("renames", [True, False])
def test_variations_are_called_after_their_message(tmp_path: Path, *, renames: bool) -> None:
    """F:70193194660: "… Test #1"."""
    case = next(one for one in CASES if one.name == "an A/B test of subjects")
    with open_shop(tmp_path, Switches(renames_variations=renames)) as one:
        data = actions_of(made(one, case.flow, ShopIds(one)))[0]["data"]
    names = [each["data"]["message"]["name"] for each in data["current_experiment"]["variations"]]
    assert names == (["Mail cart Test #1", "Mail cart Test #2"] if renames else ["plain", "warm"])
    assert data["main_action"]["data"]["message"]["name"] == "Mail cart"


def names_of(flow: Flow, stored: Json) -> dict[str, str]:
    """Ids of actions to compiled keys: both stand in the same order."""
    sent = encode_flow(flow, segments=SEGMENTS, ids=Symbolic())["definition"]["actions"]
    found: dict[str, str] = {}
    for one, action in zip(sent, actions_of(stored), strict=True):
        for inner, own in zip(nested(one), nested(action), strict=True):
            found[own["id"]] = inner["temporary_id"]
    return found


def nested(action: Json) -> list[Json]:
    data = action.get("data") or {}
    experiment = data.get("current_experiment") or {}
    return [action, *([data["main_action"]] if "main_action" in data else []), *experiment.get("variations", ())]


def without_transactional(attributes: Json, flow: Flow, ids: ShopIds) -> Json:
    """The API drops the flag (klaviyo-api.md section 0): as if somebody had set it in the browser since."""
    attributes = copy.deepcopy(attributes)
    sent = attributes_of(flow, ids)["definition"]["actions"]
    for one, action in zip(sent, attributes["definition"]["actions"], strict=True):
        message = (one.get("data") or {}).get("message") or {}
        if message.get("transactional"):
            action["data"]["message"]["transactional"] = True
    return attributes
