"""Events and metrics over a socket."""

from datetime import timedelta
from typing import Any

import pytest

from mktctl.sandbox.event_shapes import MOST_PROPERTIES
from tests.support.sandbox_api import Answer, Api, resource


def event(name: str = "Placed Order", email: str = "a@example.com", **attributes: Any) -> dict[str, Any]:
    return {
        "properties": {"Items": ["Shoes"]},
        "metric": resource("metric", {"name": name}),
        "profile": resource("profile", {"email": email}),
        **attributes,
    }


def send(api: Api, name: str = "Placed Order", **attributes: Any) -> Answer:
    return api.call("create_event", body=resource("event", event(name, **attributes)))


def bulk(*events: dict[str, Any], backfill: bool | None = None) -> dict[str, Any]:
    groups = [
        {
            "type": "event-bulk-create",
            "attributes": {
                "profile": one["profile"],
                "events": {"data": [{"type": "event", "attributes": _without_profile(one)}]},
            }
            | ({} if backfill is None else {"backfill": backfill}),
        }
        for one in events
    ]
    return resource("event-bulk-create-job", {"events-bulk-create": {"data": groups}})


def _without_profile(attributes: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in attributes.items() if key != "profile"}


def metric_id(api: Api, name: str) -> str:
    (found,) = (item["id"] for item in api.call("get_metrics").data if item["attributes"]["name"] == name)
    return str(found)


def test_an_event_makes_its_metric_and_its_profile(api: Api) -> None:
    assert "Placed Order" not in {item["attributes"]["name"] for item in api.call("get_metrics").data}
    answer = send(api, value=19.9, value_currency="EUR", unique_id="order-1")
    assert (answer.status, answer.document) == (202, None)
    (shown,) = api.call("get_events", include="metric,profile").data
    assert shown["attributes"]["event_properties"] == {
        "Items": ["Shoes"],
        "$value": 19.9,
        "$currency_code": "EUR",
        "$event_id": "order-1",
    }
    assert shown["attributes"]["timestamp"] == 1767225600
    assert shown["relationships"]["metric"]["data"]["id"] == metric_id(api, "Placed Order")
    (person,) = api.call("get_profiles").data
    assert person["attributes"]["last_event_date"] == "2026-01-01T00:00:00+00:00"
    assert api.call("get_profile_for_event", shown["id"]).id == person["id"]
    assert api.call("get_profile_id_for_event", shown["id"]).data == {"type": "profile", "id": person["id"]}
    assert api.call("get_metric_for_event", shown["id"]).data["attributes"]["name"] == "Placed Order"
    assert api.call("get_metric_id_for_event", shown["id"]).id == metric_id(api, "Placed Order")
    assert api.call("get_event", shown["id"], include="profile").document["included"][0]["id"] == person["id"]


def test_e12_the_first_event_with_one_id_wins(api: Api) -> None:
    send(api, unique_id="1", properties={"n": 1})
    send(api, unique_id="1", properties={"n": 2}, time="2025-12-01T00:00:00Z")
    send(api, unique_id="1", properties={"n": 3}, email="b@example.com")
    send(api, "Viewed Product", unique_id="1", properties={"n": 4})
    assert sorted(item["attributes"]["event_properties"]["n"] for item in api.call("get_events").data) == [1, 3, 4]


def test_e12_without_an_id_there_is_one_event_a_second(api: Api) -> None:
    for time in ("2026-01-01T00:00:00.1Z", "2026-01-01T01:00:00.9+01:00", "2026-01-01T00:00:01Z"):
        assert send(api, time=time).status == 202
    assert [item["attributes"]["datetime"] for item in api.call("get_events").data] == [
        "2026-01-01 00:00:01+00:00",
        "2026-01-01 00:00:00+00:00",
    ]


TIMES = {
    "1990-01-01T00:00:00Z": 202,
    "1989-12-31T23:59:59Z": 400,
    "2027-01-01T00:00:00Z": 202,
    "2027-01-01T00:00:01Z": 400,
    "yesterday": 400,
}


@pytest.mark.parametrize("time", TIMES)
def test_an_event_happens_after_1990_and_within_a_year_of_the_accounts_clock(api: Api, time: str) -> None:
    answer = send(api, time=time)
    assert answer.status == TIMES[time]
    if answer.status == 400:
        assert answer.errors == [(400, "invalid", "/data/attributes/time")]


def test_400_properties_at_most(api: Api) -> None:
    assert send(api, properties={f"p{n}": n for n in range(MOST_PROPERTIES)}).status == 202
    assert send(api, properties={f"p{n}": n for n in range(MOST_PROPERTIES + 1)}).errors == [
        (400, "invalid", "/data/attributes/properties")
    ]


def test_a_refused_event_leaves_nothing_behind(api: Api) -> None:
    metrics = len(api.call("get_metrics").data)
    assert send(api, profile=resource("profile", {"first_name": "Nobody"})).errors == [
        (400, "invalid", "/data/attributes/profile/data/attributes")
    ]
    assert send(api, metric=resource("metric", {})).errors == [
        (400, "invalid", "/data/attributes/metric/data/attributes/name")
    ]
    assert (len(api.call("get_metrics").data), api.call("get_profiles").data) == (metrics, [])


def test_many_events_come_in_one_request(api: Api) -> None:
    events = [event(email=f"person{n}@example.com", time=f"2025-12-01T00:00:{n:02}Z") for n in range(20)]
    answer = api.call("bulk_create_events", body=bulk(*events, backfill=True))
    assert (answer.status, answer.document) == (202, None)
    assert len(api.call("get_events", page_size=1000).data) == 20
    assert {row["backfill"] for row in api.sandbox.store.rows("SELECT backfill FROM event")} == {1}


def test_a_repeated_id_refuses_the_whole_request(api: Api) -> None:
    body = bulk(event(unique_id="1"), event(unique_id="2"), event(unique_id="1"))
    pointer = "/data/attributes/events-bulk-create/data/2/attributes/events/data/0/attributes/unique_id"
    assert api.call("bulk_create_events", body=body).errors == [(400, "invalid", pointer)]
    assert api.call("get_events").data == []


def test_events_are_found_by_metric_person_and_time(api: Api) -> None:
    send(api, time="2025-12-01T00:00:00Z")
    send(api, "Viewed Product", time="2025-12-02T00:00:00Z", email="b@example.com")
    order, view = metric_id(api, "Placed Order"), metric_id(api, "Viewed Product")
    ben = api.call("get_profiles", filter='equals(email,"b@example.com")').data[0]["id"]
    found = {
        f'equals(metric_id,"{order}")': [order],
        f'equals(profile_id,"{ben}")': [view],
        "greater-than(datetime,2025-12-01T00:00:00Z)": [view],
        "less-or-equal(datetime,2025-12-01T00:00:00Z)": [order],
        "greater-or-equal(timestamp,1764633600)": [view],
        "has(profile)": [view, order],
    }
    for text, expected in found.items():
        shown = api.call("get_events", filter=text).data
        assert [item["relationships"]["metric"]["data"]["id"] for item in shown] == expected, text
    oldest = api.call("get_events", sort="datetime", page_size=1).data
    assert oldest[0]["relationships"]["metric"]["data"]["id"] == order


def test_one_name_is_a_metric_per_integration(api: Api) -> None:
    send(api, "Opened Email")
    send(api, metric=resource("metric", {"name": "Placed Order", "service": "shopify"}))
    shown = [item["attributes"] for item in api.call("get_metrics").data]
    assert [item["integration"]["name"] for item in shown if item["name"] == "Opened Email"] == ["Klaviyo", "API"]
    assert [item["integration"]["name"] for item in shown if item["name"] == "Placed Order"] == ["shopify"]
    only = api.call("get_metrics", filter='equals(integration.name,"API")').data
    assert [item["attributes"]["name"] for item in only] == ["Opened Email"]


def test_klaviyos_own_metrics_are_there_from_the_start(api: Api) -> None:
    names = {item["attributes"]["name"] for item in api.call("get_metrics").data}
    assert {"Received Email", "Opened Email", "Clicked Email", "Received SMS"} < names
    assert not names & {"Placed Order", "Viewed Product", "Started Checkout"}


def test_a_metric_knows_the_properties_of_its_events(api: Api) -> None:
    send(api, properties={"total": 20.5, "Items": ["a"], "gift": True, "note": "x", "extra": {"a": 1}})
    order = metric_id(api, "Placed Order")
    found = api.call("get_properties_for_metric", order, additional_fields_metric_property=["sample_values"]).data
    shown = {item["attributes"]["property"]: item["attributes"] for item in found}
    assert {name: item["inferred_type"] for name, item in shown.items()} == {
        "total": "number",
        "Items": "list",
        "gift": "boolean",
        "note": "string",
        "extra": "object",
    }
    assert shown["total"]["sample_values"] == [20.5]
    ids = [item["id"] for item in api.call("get_property_ids_for_metric", order).data]
    assert ids == [item["id"] for item in found]
    assert api.call("get_metric_property", ids[0], include="metric").document["included"][0]["id"] == order
    assert api.call("get_metric_for_metric_property", ids[0]).id == order
    assert api.call("get_metric_id_for_metric_property", ids[0]).id == order
    assert api.call("get_metric_property", "absent").status == 404


def test_events_carry_the_accounts_present_when_they_say_no_time(api: Api) -> None:
    api.sandbox.store.advance(timedelta(days=2))
    send(api)
    assert api.call("get_events").data[0]["attributes"]["datetime"] == "2026-01-03 00:00:00+00:00"
