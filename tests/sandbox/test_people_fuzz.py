"""Slightly wrong bodies about people: always an answer, never a 500, and what is refused changes nothing."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktctl.model.operations import operations
from mktctl.sandbox.options import Options
from mktctl.sandbox.server import running
from tests.support.openapi_judge import judge, judge_if_present
from tests.support.sandbox_api import Api, database, resource
from tests.support.shape_samples import slightly_wrong

CHANGES_MOST = 3
PHONE = "+33612345678"
TOKEN = {
    "token": "t",
    "platform": "ios",
    "vendor": "apns",
    "enablement_status": "AUTHORIZED",
    "background": "AVAILABLE",
    "device_metadata": {"app_name": "Shop", "os_name": "ios"},
}
YES = {"consent": "SUBSCRIBED", "consented_at": "2025-01-01T00:00:00Z"}
NO = {"consent": "UNSUBSCRIBED"}


def person(**attributes: Any) -> dict[str, Any]:
    return {"type": "profile", "attributes": {"email": "b@example.com", **attributes}}


def bodies(audience: str, anna: str) -> dict[str, Any]:
    """A right body for each operation; whom they delete or merge comes back with the next subscription."""
    to_list = {"list": {"data": {"type": "list", "id": audience}}}
    said = {
        "email": {"marketing": YES, "open_tracking": {"consent": "SUBSCRIBED"}},
        "sms": {"marketing": YES, "transactional": YES},
        "whatsapp": {"marketing": YES},
        "push": {"marketing": YES, "tokens": [TOKEN]},
    }
    gone = {
        "email": {"marketing": NO},
        "sms": {"marketing": NO},
        "whatsapp": {"conversational": NO},
        "push": {"marketing": NO, "tokens": [TOKEN]},
    }
    subscribed = {"data": [person(phone_number=PHONE, subscriptions=said)]}
    unsubscribed = {"data": [person(phone_number=PHONE, subscriptions=gone)]}
    historical = {"historical_import": True, "custom_source": "x"}
    source = {"profiles": {"data": [{"type": "profile", "id": anna}]}}
    nobody = {"type": "profile", "attributes": {"title": "Dr"}}
    imported = {"profiles": {"data": [person(properties={"a": [1]}), nobody]}}
    return {
        "create_push_token": resource("push-token", {**TOKEN, "profile": {"data": person()}}),
        "bulk_subscribe_profiles": resource(
            "profile-subscription-bulk-create-job", {"profiles": subscribed, **historical}, relationships=to_list
        ),
        "bulk_unsubscribe_profiles": resource(
            "profile-subscription-bulk-delete-job", {"profiles": unsubscribed}, relationships=to_list
        ),
        "bulk_suppress_profiles": resource("profile-suppression-bulk-create-job", {"profiles": {"data": [person()]}}),
        "bulk_unsuppress_profiles": resource("profile-suppression-bulk-delete-job", {}, relationships=to_list),
        "bulk_import_profiles": resource(
            "profile-bulk-import-job", imported, relationships={"lists": {"data": [to_list["list"]["data"]]}}
        ),
        "merge_profiles": {"data": {"type": "profile-merge", "id": anna, "relationships": source}},
        "request_profile_deletion": resource("data-privacy-deletion-job", {"profile": {"data": person()}}),
    }


class World:
    """An account with a list and a person who is never merged away: the one right merge here is into herself."""

    def __init__(self, api: Api) -> None:
        self.api = api
        audience = api.call("create_list", body=resource("list", {"name": "News"})).id
        anna = api.call("create_profile", body=resource("profile", {"email": "a@example.com"})).id
        self.bodies = bodies(audience, anna)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder: Path = tmp_path_factory.mktemp("people")
    with running(database(folder), Options(limits="none")) as sandbox, Api(sandbox) as api:
        yield World(api)


OPERATIONS = sorted(bodies("", ""))


@pytest.mark.parametrize("name", OPERATIONS)
def test_the_right_body_is_right_for_both(world: World, name: str) -> None:
    """For the sandbox, and for Klaviyo's OpenAPI document; only the merge into herself is refused by the sandbox."""
    answer = world.api.call(name, body=world.bodies[name])
    assert answer.status == (400 if name == "merge_profiles" else 202), answer.document
    problems = judge().body_problems("POST", operations()[name].path, world.bodies[name])
    assert problems == []


@given(name=st.sampled_from(OPERATIONS), seed=st.integers(0, 2**32))
def test_a_slightly_wrong_body_never_breaks_the_sandbox(world: World, name: str, seed: int) -> None:
    rng = random.Random(seed)
    body = world.bodies[name]
    for _ in range(rng.randint(1, CHANGES_MOST)):
        body = slightly_wrong(body, rng)
    before = everything(world.api)
    answer = world.api.send("POST", operations()[name].path, body)
    assert answer.status in (201, 202, 400, 404, 409), (body, answer.document)
    if answer.status >= 400:
        assert everything(world.api) == before
        assert all(error["detail"] for error in answer.document["errors"])
        return
    # Who is wrong in an import is an error of the job; of all else the sandbox takes nothing that Klaviyo refuses.
    document = judge_if_present()
    if document is not None and name != "bulk_import_profiles":
        assert document.body_problems("POST", operations()[name].path, body) == []


def everything(api: Api) -> int:
    """A number that moves when anything about people changes."""
    store = api.sandbox.store
    tables = ("profile", "consent_record", "suppression", "list_member", "push_token", "pending_subscription")
    return store.count("SELECT total(value) FROM counter") + sum(
        1_000_000 * place * store.count(f"SELECT count(*) FROM {table}") for place, table in enumerate(tables, 1)
    )
