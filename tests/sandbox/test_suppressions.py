"""Suppression jobs over a socket."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mktctl.sandbox.options import Options
from mktctl.sandbox.server import running
from tests.sandbox.test_subscriptions import NO, audience, mail, person, subscribe, unsubscribe
from tests.support.sandbox_api import Answer, Api, database, resource

KINDS = {"suppress": "profile-suppression-bulk-create-job", "unsuppress": "profile-suppression-bulk-delete-job"}


def job(api: Api, word: str, *emails: str, **groups: str) -> Answer:
    people = [{"type": "profile", "attributes": {"email": email}} for email in emails]
    attributes = {"profiles": {"data": people}} if emails else {}
    related = {kind: {"data": {"type": kind, "id": object_id}} for kind, object_id in groups.items()}
    more = {"relationships": related} if related else {}
    return api.call(f"bulk_{word}_profiles", body=resource(KINDS[word], attributes, **more))


def counts(api: Api, word: str, job_id: str) -> tuple[Any, ...]:
    shown = api.call(f"get_bulk_{word}_profiles_job", job_id).data["attributes"]
    return tuple(shown[name] for name in ("status", "total_count", "completed_count", "skipped_count"))


def reasons(api: Api, email: str = "a@example.com") -> list[str]:
    return [one["reason"] for one in mail(api, email)["suppression"]]


def test_a_suppression_stops_mail_and_leaves_consent(api: Api) -> None:
    subscribe(api, person())
    accepted = job(api, "suppress", "A@example.com", "new@example.com")
    assert (accepted.status, accepted.data["attributes"]["status"]) == (202, "queued")
    assert counts(api, "suppress", accepted.id) == ("complete", 2, 2, 0)
    assert (mail(api)["consent"], mail(api)["can_receive_email_marketing"]) == ("SUBSCRIBED", False)
    assert (reasons(api), reasons(api, "new@example.com")) == (["USER_SUPPRESSED"], ["USER_SUPPRESSED"])
    again = job(api, "suppress", "a@example.com")
    assert counts(api, "suppress", again.id) == ("complete", 1, 0, 1)


def test_only_what_was_suppressed_by_hand_is_taken_back(api: Api) -> None:
    unsubscribe(api, person(subscriptions={"email": NO}))
    job(api, "suppress", "a@example.com")
    assert reasons(api) == ["UNSUBSCRIBE", "USER_SUPPRESSED"]
    lifted = job(api, "unsuppress", "a@example.com", "nobody@example.com")
    assert counts(api, "unsuppress", lifted.id) == ("complete", 2, 1, 1)
    assert (reasons(api), mail(api)["can_receive_email_marketing"]) == (["UNSUBSCRIBE"], False)
    assert len(api.call("get_profiles").data) == 1


def test_a_list_stands_for_who_is_on_it_now(api: Api) -> None:
    news = audience(api)
    subscribe(api, person(), audience=news)
    accepted = job(api, "suppress", list=news)
    assert accepted.data["relationships"]["lists"]["data"] == [{"type": "list", "id": news}]
    subscribe(api, person("b@example.com"), audience=news)
    assert (reasons(api), reasons(api, "b@example.com")) == (["USER_SUPPRESSED"], [])
    assert counts(api, "unsuppress", job(api, "unsuppress", list=news).id) == ("complete", 2, 1, 1)
    listed = api.call("get_bulk_suppress_profiles_jobs", filter=f'equals(list_id,"{news}")', sort="-created").data
    assert [row["id"] for row in listed] == [accepted.id]
    assert api.call("get_bulk_unsuppress_profiles_jobs", filter='equals(status,"queued")').data == []


@pytest.mark.parametrize("word", KINDS)
def test_a_job_is_about_addresses_or_one_group(api: Api, word: str) -> None:
    news = audience(api)
    region = {"type": "profile-region", "in_region": True, "region": "european_union"}
    body = resource("segment", {"name": "EU", "definition": {"condition_groups": [{"conditions": [region]}]}})
    segment = api.call("create_segment", body=body).id
    assert job(api, word).errors == [(400, "invalid", "/data")]
    assert job(api, word, "a@example.com", list=news).errors == [(400, "invalid", "/data")]
    assert job(api, word, segment=segment).errors == [(400, "invalid", "/data/relationships/segment")]
    assert job(api, word, list="absent").errors == [(400, "invalid", "/data/relationships/list/data/id")]
    emails = [f"a{number}@example.com" for number in range(101)]
    assert job(api, word, *emails).errors == [(400, "invalid", "/data/attributes/profiles/data")]
    assert job(api, word, *emails[:100]).status == 202


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[Api]:
    with running(database(tmp_path), Options(limits="none", processing_seconds=60.0)) as found, Api(found) as api:
        yield api


def test_a_running_job_has_no_counts_yet(slow: Api) -> None:
    accepted = job(slow, "suppress", "a@example.com")
    assert counts(slow, "suppress", accepted.id) == ("processing", 1, 0, 0)
