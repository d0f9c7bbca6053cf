"""Segments over a socket."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mktctl.sandbox.options import Options, Switches
from mktctl.sandbox.server import running
from tests.support.sandbox_api import Api, database, resource
from tests.support.still_stopwatch import StillStopwatch

SET = {"type": "profile-property", "property": "email", "filter": {"type": "existence", "operator": "is-set"}}


def groups(*conditions: dict[str, Any]) -> dict[str, Any]:
    return {"condition_groups": [{"conditions": list(conditions)}]}


def body(name: str = "Readers", **attributes: Any) -> dict[str, Any]:
    return resource("segment", {"name": name, "definition": groups(SET), **attributes})


def make(api: Api, name: str = "Readers", **attributes: Any) -> str:
    return api.call("create_segment", body=body(name, **attributes)).id


def change(api: Api, segment_id: str, **attributes: Any) -> Any:
    return api.call("update_segment", segment_id, resource("segment", attributes, id=segment_id))


def test_a_new_segment_is_active_and_not_starred(api: Api) -> None:
    shown = api.call("get_segment", make(api)).data["attributes"]
    assert (shown["is_active"], shown["is_starred"], shown["definition"]) == (True, False, groups(SET))
    assert api.call("get_segment", make(api, is_starred=True)).data["attributes"]["is_starred"] is True


def test_the_definition_is_replaced_as_a_whole(api: Api) -> None:
    made = make(api)
    other = {**SET, "property": "first_name"}
    assert change(api, made, definition=groups(other)).data["attributes"]["definition"] == groups(other)
    assert change(api, made, name="Others").data["attributes"]["definition"] == groups(other)


def test_sparse_fields_descend_by_dots(api: Api) -> None:
    make(api)
    (shown,) = api.call(
        "get_segments", fields_segment=["name", "definition.condition_groups", "definition.absent"]
    ).data
    assert shown["attributes"] == {"name": "Readers", "definition": groups(SET)}
    refused = api.call("get_segments", fields_segment=["colour.of"])
    assert refused.errors == [(400, "invalid", "fields[segment]")]


def test_is_active_comes_alone(api: Api) -> None:
    made = make(api)
    assert change(api, made, is_active=False, name="Others").errors == [(400, "invalid", "/data/attributes/is_active")]
    assert change(api, made, is_active=False).data["attributes"]["is_active"] is False
    assert [item["id"] for item in api.call("get_segments", filter="equals(is_active,false)").data] == [made]
    assert change(api, made, is_active=True).data["attributes"]["is_active"] is True
    assert api.call("get_segments", filter="any(is_active,[false])").data == []


def test_a_definition_that_is_wrong_changes_nothing(api: Api) -> None:
    made = make(api)
    wrong = groups({**SET, "property": "shoe_size"})
    pointer = "/data/attributes/definition/condition_groups/0/conditions/0/property"
    assert change(api, made, definition=wrong, name="Others").errors == [(400, "invalid", pointer)]
    assert api.call("get_segment", made).data["attributes"]["name"] == "Readers"


def test_what_a_condition_names_must_exist(api: Api) -> None:
    conditions = [
        {
            "type": "profile-metric",
            "metric_id": "Absent",
            "measurement": "count",
            "measurement_filter": {"type": "numeric", "operator": "equals", "value": 0},
            "timeframe_filter": {"type": "date", "operator": "alltime"},
        },
        {"type": "profile-group-membership", "is_member": False, "group_ids": ["Nobody"]},
    ]
    start = "/data/attributes/definition/condition_groups/0/conditions"
    answer = api.call("create_segment", body=body(definition=groups(*conditions)))
    assert answer.errors == [
        (400, "invalid", f"{start}/0/metric_id"),
        (400, "invalid", f"{start}/1/group_ids/0"),
    ]
    assert api.call("get_segments").data == []


def test_100_conditions_at_most(api: Api) -> None:
    assert api.call("create_segment", body=body(definition=groups(*[SET] * 100))).status == 201
    too_many = {"condition_groups": [{"conditions": [SET] * 50}, {"conditions": [SET] * 51}]}
    assert api.call("create_segment", body=body(definition=too_many)).errors == [
        (400, "invalid", "/data/attributes/definition")
    ]


def test_the_members_are_not_computed_and_that_is_said(api: Api) -> None:
    made = make(api)
    shown = api.call("get_segment", made, additional_fields_segment=["profile_count"]).data["attributes"]
    assert shown["profile_count"] is None
    assert api.send("GET", f"/api/segments/{made}/profiles").status == 404


def test_a_deleted_segment_is_gone(api: Api) -> None:
    made = make(api)
    assert api.call("delete_segment", made).status == 204
    assert api.call("get_segment", made).status == 404
    assert change(api, made, name="x").status == 404


@pytest.fixture
def stopwatch() -> StillStopwatch:
    return StillStopwatch()


@pytest.fixture
def slow(tmp_path: Path, stopwatch: StillStopwatch) -> Iterator[Api]:
    options = Options(limits="none", processing_seconds=30.0)
    with running(database(tmp_path), options, stopwatch) as sandbox, Api(sandbox) as api:
        yield api


def processing(api: Api, segment_id: str) -> bool:
    found: bool = api.call("get_segment", segment_id).data["attributes"]["is_processing"]
    return found


def test_a_segment_is_processing_for_a_while(slow: Api, stopwatch: StillStopwatch) -> None:
    created = slow.call("create_segment", body=body())
    assert created.data["attributes"]["is_processing"] is True
    assert processing(slow, created.id)
    stopwatch.sleep(30.0)
    assert not processing(slow, created.id)
    change(slow, created.id, name="A name needs no processing")
    assert not processing(slow, created.id)
    change(slow, created.id, definition=groups(SET))
    assert processing(slow, created.id)


def test_five_are_processed_at_once(slow: Api, stopwatch: StillStopwatch) -> None:
    made = [make(slow, f"segment {number}") for number in range(5)]
    refused = slow.call("create_segment", body=body())
    assert refused.errors == [(400, "invalid", "")]
    assert "5 segments" in refused.document["errors"][0]["detail"]
    assert len(slow.call("get_segments").data) == 5
    assert change(slow, made[0], definition=groups(SET)).status == 200
    stopwatch.sleep(30.0)
    assert slow.call("create_segment", body=body()).status == 201


def test_one_metric_filter_where_the_report_holds(tmp_path: Path) -> None:
    condition = {
        "type": "profile-metric",
        "measurement": "count",
        "measurement_filter": {"type": "numeric", "operator": "equals", "value": 0},
        "timeframe_filter": {"type": "date", "operator": "alltime"},
        "metric_filters": [
            {"property": "a", "filter": {"type": "boolean", "operator": "equals", "value": True}},
            {"property": "b", "filter": {"type": "boolean", "operator": "equals", "value": True}},
        ],
    }
    pointer = "/data/attributes/definition/condition_groups/0/conditions/0/metric_filters"
    for several, errors in ((True, None), (False, [(400, "invalid", pointer)])):
        options = Options(limits="none", switches=Switches(several_metric_filters=several))
        with running(database(tmp_path), options) as sandbox, Api(sandbox) as api:
            metric = api.call("get_metrics").data[0]["id"]
            answer = api.call("create_segment", body=body(definition=groups({**condition, "metric_id": metric})))
            assert (answer.errors if errors else answer.status) == (errors or 201)
