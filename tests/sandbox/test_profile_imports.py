"""Import jobs over a socket."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mktctl.sandbox.options import Options
from mktctl.sandbox.server import running
from tests.sandbox.test_data_privacy import forget, traces
from tests.sandbox.test_subscriptions import audience, mail, members
from tests.support.sandbox_api import Answer, Api, database, resource

KIND = "profile-bulk-import-job"
PLACE = "/data/attributes/profiles/data"


def imported(api: Api, *people: Any, lists: tuple[str, ...] = ()) -> Answer:
    related = {"relationships": {"lists": {"data": [{"type": "list", "id": one} for one in lists]}}} if lists else {}
    return api.call("bulk_import_profiles", body=resource(KIND, {"profiles": {"data": list(people)}}, **related))


def someone(**attributes: Any) -> dict[str, Any]:
    return {"type": "profile", "attributes": attributes}


def counts(api: Api, job_id: str) -> tuple[Any, ...]:
    shown = api.call("get_bulk_import_profiles_job", job_id).data["attributes"]
    return tuple(shown[name] for name in ("status", "total_count", "completed_count", "failed_count"))


def test_people_are_made_or_changed_and_put_on_lists(api: Api) -> None:
    api.call("create_profile", body=resource("profile", {"email": "a@example.com", "first_name": "Anna"}))
    news, more = audience(api), audience(api, "double_opt_in")
    anna = {**someone(email="A@example.com", last_name="B"), "meta": {"patch_properties": {"append": {"tags": "x"}}}}
    job = imported(api, anna, someone(phone_number="+33612345678"), lists=(news, more))
    assert (job.status, job.data["attributes"]["status"]) == (202, "queued")
    assert counts(api, job.id) == ("complete", 2, 2, 0)
    people = api.call("get_profiles_for_bulk_import_profiles_job", job.id).data
    assert [row["attributes"]["last_name"] for row in people] == ["B", None]
    assert (people[0]["attributes"]["first_name"], people[0]["attributes"]["properties"]) == ("Anna", {"tags": ["x"]})
    ids = [row["id"] for row in api.call("get_profile_ids_for_bulk_import_profiles_job", job.id).data]
    assert ids == [row["id"] for row in people]
    assert members(api, news) == members(api, more) == ["a@example.com", None]
    assert mail(api)["consent"] == "NEVER_SUBSCRIBED"
    shown = api.call("get_bulk_import_profiles_job", job.id, include="lists")
    assert [row["id"] for row in shown.document["included"]] == [news, more]
    assert [row["id"] for row in api.call("get_list_for_bulk_import_profiles_job", job.id).data] == [news, more]
    assert len(api.call("get_list_ids_for_bulk_import_profiles_job", job.id).data) == 2


BROKEN: dict[str, tuple[Any, str, str]] = {
    "nobody": (someone(first_name="Anna"), "invalid", "/attributes"),
    "no address": (someone(email="anna"), "invalid", "/attributes/email"),
    "an unknown key": (someone(email="c@example.com", tier="gold"), "invalid", "/attributes/tier"),
    "two people": (someone(email="a@example.com", phone_number="+33612345678"), "duplicate_profile", ""),
    "an unknown id": ({**someone(email="c@example.com"), "id": "01ABSENT"}, "not_found", ""),
    "no object": ("anna", "invalid", ""),
}


@pytest.mark.parametrize("what", BROKEN)
def test_who_cannot_be_imported_is_passed_over_and_named(api: Api, what: str) -> None:
    person, code, place = BROKEN[what]
    people = (someone(email="a@example.com"), someone(phone_number="+33612345678"), person, someone(email="z@a.com"))
    job = imported(api, *people)
    assert counts(api, job.id) == ("complete", 4, 3, 1)
    (error,) = api.call("get_errors_for_bulk_import_profiles_job", job.id).data
    assert (error["attributes"]["code"], error["attributes"]["source"]) == (code, {"pointer": f"{PLACE}/2{place}"})
    assert error["attributes"]["original_payload"] == (person if isinstance(person, dict) else {})
    assert len(api.call("get_profiles").data) == 3


def test_the_same_person_twice_is_one(api: Api) -> None:
    job = imported(api, someone(email="a@example.com", first_name="A"), someone(email="a@example.com", first_name="B"))
    assert counts(api, job.id) == ("complete", 2, 2, 0)
    (shown,) = api.call("get_profiles_for_bulk_import_profiles_job", job.id).data
    assert shown["attributes"]["first_name"] == "B"


def test_a_request_that_is_wrong_is_refused_whole(api: Api) -> None:
    anna = someone(email="a@example.com")
    assert imported(api, anna, lists=("absent",)).errors == [(400, "invalid", "/data/relationships/lists/data/0/id")]
    assert imported(api).errors == [(400, "invalid", PLACE)]
    assert imported(api, *[anna] * 10_001).errors == [(400, "invalid", PLACE)]
    assert api.call("get_profiles").data == []


def test_ten_thousand_at_once(api: Api) -> None:
    job = imported(api, *[someone(email=f"a{number}@example.com") for number in range(10_000)])
    assert counts(api, job.id) == ("complete", 10_000, 10_000, 0)


def test_who_is_deleted_is_in_no_error_either(api: Api) -> None:
    anna = someone(email="Anna@example.com", tier="gold")
    job = imported(api, someone(email="anna@example.com"), anna)
    assert forget(api, email="anna@example.com").status == 202
    assert traces(api, "nna@example.com") == []
    (error,) = api.call("get_errors_for_bulk_import_profiles_job", job.id).data
    assert error["attributes"]["original_payload"] == {}


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[Api]:
    with running(database(tmp_path), Options(limits="none", processing_seconds=60.0)) as found, Api(found) as api:
        yield api


def test_a_running_job_has_no_counts_yet(slow: Api) -> None:
    job = imported(slow, someone(email="a@example.com"))
    assert counts(slow, job.id) == ("processing", 1, 0, 0)
    listed = slow.call("get_bulk_import_profiles_jobs", filter='any(status,["processing"])', sort="-created_at").data
    assert [row["id"] for row in listed] == [job.id]
