"""Coupons over a socket: their codes, one by one and by jobs."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mktctl.sandbox.options import Options
from mktctl.sandbox.server import running
from tests.support.sandbox_api import Answer, Api, database, resource

JOB = "coupon-code-bulk-create-job"


def make(api: Api, name: str = "CART10", **attributes: Any) -> str:
    return api.call("create_coupon", body=resource("coupon", {"external_id": name, **attributes})).id


def code(text: str, coupon: str = "CART10", **attributes: Any) -> dict[str, Any]:
    related = {"coupon": {"data": {"type": "coupon", "id": coupon}}}
    return {"type": "coupon-code", "attributes": {"unique_code": text, **attributes}, "relationships": related}


def job(api: Api, *codes: dict[str, Any]) -> Answer:
    body = resource(JOB, {"coupon-codes": {"data": list(codes)}})
    return api.call("bulk_create_coupon_codes", body=body)


def free(api: Api, coupon: str = "CART10") -> list[str]:
    listed = api.call("get_coupon_codes", filter=f'equals(coupon.id,"{coupon}"),equals(status,"UNASSIGNED")').data
    return [row["attributes"]["unique_code"] for row in listed]


def test_a_coupon_is_called_by_its_external_id(api: Api) -> None:
    assert make(api, description="10 % off", monitor_configuration={"low_balance_threshold": 50}) == "CART10"
    again = api.call("create_coupon", body=resource("coupon", {"external_id": "CART10"}))
    assert again.errors == [(409, "duplicate", "/data/attributes/external_id")]
    changed = api.call("update_coupon", "CART10", resource("coupon", {"description": "A tenth"}, id="CART10"))
    assert changed.data["attributes"] == {
        "external_id": "CART10",
        "description": "A tenth",
        "monitor_configuration": {"low_balance_threshold": 50},
    }
    renamed = api.call("update_coupon", "CART10", resource("coupon", {"external_id": "CART15"}, id="CART10"))
    assert renamed.errors == [(400, "invalid", "/data/attributes/external_id")]
    assert [row["id"] for row in api.call("get_coupons").data] == ["CART10"]
    assert api.call("delete_coupon", "CART10").status == 204
    assert api.call("get_coupon", "CART10").status == 404


def test_one_code(api: Api) -> None:
    make(api)
    made = api.call("create_coupon_code", body={"data": code("A1")})
    assert (made.status, made.id) == (200, "CART10-A1")
    assert made.data["attributes"] == {
        "unique_code": "A1",
        "expires_at": "2027-01-01T00:00:00+00:00",
        "status": "UNASSIGNED",
    }
    again = api.call("create_coupon_code", body={"data": code("A1")})
    assert again.errors == [(409, "duplicate", "/data/attributes/unique_code")]
    nowhere = api.call("create_coupon_code", body={"data": code("A1", "NONE")})
    assert nowhere.errors == [(400, "invalid", "/data/relationships/coupon/data/id")]
    assert api.call("get_coupon_for_coupon_code", "CART10-A1").id == "CART10"


def test_a_code_that_somebody_has_stays(api: Api) -> None:
    make(api)
    made = api.call("create_coupon_code", body={"data": code("A1")}).id
    change = resource("coupon-code", {"status": "ASSIGNED_TO_PROFILE"}, id=made)
    assert api.call("update_coupon_code", made, change).data["attributes"]["status"] == "ASSIGNED_TO_PROFILE"
    assert free(api) == []
    assert api.call("delete_coupon_code", made).errors == [(400, "invalid", "/data/id")]
    change["data"]["attributes"] = {"status": "UNASSIGNED"}
    api.call("update_coupon_code", made, change)
    assert api.call("delete_coupon_code", made).status == 204


def test_codes_are_listed_by_coupon(api: Api) -> None:
    make(api)
    make(api, "CART15")
    job(api, code("A1"), code("B1", "CART15"))
    assert api.call("get_coupon_codes").errors == [(400, "invalid", "filter")]
    assert free(api, "CART15") == ["B1"]
    assert [row["id"] for row in api.call("get_coupon_codes_for_coupon", "CART10").data] == ["CART10-A1"]
    assert [row["id"] for row in api.call("get_coupon_code_ids_for_coupon", "CART10").data] == ["CART10-A1"]


def test_a_job_passes_over_what_exists(api: Api) -> None:
    make(api)
    job(api, code("A1"))
    accepted = job(api, code("A1"), code("A2"), code("A2"))
    assert (accepted.status, accepted.data["attributes"]["status"]) == (202, "queued")
    done = api.call("get_bulk_create_coupon_codes_job", accepted.id, include="coupon-codes")
    counts = {
        name: done.data["attributes"][name] for name in ("status", "total_count", "completed_count", "failed_count")
    }
    assert counts == {"status": "complete", "total_count": 3, "completed_count": 1, "failed_count": 2}
    assert [row["id"] for row in done.document["included"]] == ["CART10-A2"]
    assert free(api) == ["A1", "A2"]


def test_a_job_takes_a_thousand_codes(api: Api) -> None:
    make(api)
    assert job(api, *(code(f"A{number}") for number in range(1_001))).errors == [
        (400, "invalid", "/data/attributes/coupon-codes/data")
    ]
    assert job(api, *(code(f"A{number}") for number in range(1_000))).status == 202


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[Api]:
    with running(database(tmp_path), Options(limits="none", processing_seconds=60.0)) as found, Api(found) as api:
        yield api


def test_codes_of_a_running_job_are_not_free_yet(slow: Api) -> None:
    make(slow)
    running_job = job(slow, code("A1")).id
    found = slow.call("get_bulk_create_coupon_code_jobs", filter='equals(status,"processing")').data
    assert [row["id"] for row in found] == [running_job]
    assert free(slow) == []
    assert slow.call("get_coupon_code", "CART10-A1").data["attributes"]["status"] == "PROCESSING"
