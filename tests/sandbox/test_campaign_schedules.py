"""Schedules and send jobs: what they refuse, what the clock makes of a message, and what is fixed once it goes out."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mktctl.sandbox.campaigns.scheduling import PERCENTAGES
from mktctl.sandbox.options import Options
from mktctl.sandbox.server import running
from tests.support.campaign_shop import (
    AB_TEST,
    TOMORROW,
    CampaignShop,
    Json,
    Made,
    open_shop,
    schedule_body,
    variation,
)
from tests.support.sandbox_api import Answer, Api, database, resource

DAY = "2026-01-03"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[CampaignShop]:
    with open_shop(tmp_path) as opened:
        yield opened


def act(shop: CampaignShop, made: Made, action: str) -> Answer:
    body = resource("campaign-message-schedule", {"action": action}, id=made.message)
    return shop.api.call("update_campaign_message_schedule", made.message, body)


def send(shop: CampaignShop, made: Made) -> Answer:
    return shop.api.call("send_campaign", body={"data": {"type": "campaign-send-job", "id": made.campaign}})


# (what is sent, what the answer says, what the message says of its sending)
SCHEDULES: list[tuple[Json, Json, Json]] = [
    ({"strategy": "static", "send_time": TOMORROW}, {"send_time": TOMORROW}, {"send_strategy": "static"}),
    (
        {"strategy": "static", "send_time": "2026-01-02T10:00:00+01:00"},
        {"send_time": TOMORROW},
        {"send_time": TOMORROW, "recipient_percentage": None, "throttle_unit": None},
    ),
    (
        {"strategy": "throttled", "send_time": TOMORROW, "throttled_options": {"throttling_percentage": 20}},
        {"throttling_percentage": 20, "throttle_unit": "hour"},
        {"send_strategy": "throttled", "recipient_percentage": 20, "throttle_unit": "hour"},
    ),
    (
        {
            "strategy": "throttled",
            "send_time": TOMORROW,
            "throttled_options": {"throttling_percentage": 50, "throttle_unit": "minute"},
        },
        {"throttling_percentage": 50, "throttle_unit": "minute"},
        {"recipient_percentage": 50, "throttle_unit": "minute"},
    ),
    (
        {
            "strategy": "local_timezone",
            "send_time": TOMORROW,
            "timezone_options": {"send_past_timezones_tomorrow": True},
        },
        {"strategy": "local_timezone", "send_time": TOMORROW, "throttle_unit": None},
        {"send_strategy": "local_timezone", "send_time": TOMORROW},
    ),
    (
        {"strategy": "smart_send_time", "send_date": DAY},
        {"strategy": "smart_send_time", "send_date": DAY, "send_time": None},
        {"send_strategy": "send_time_optimization", "send_time": f"{DAY}T00:00:00+00:00"},
    ),
]


@pytest.mark.parametrize(("sent", "answered", "shown"), SCHEDULES)
def test_a_schedule_is_answered_and_shown(shop: CampaignShop, sent: Json, answered: Json, shown: Json) -> None:
    made = shop.make()
    answer = shop.schedule(made, **sent)
    (result,) = answer.data["attributes"]["messages"]
    assert (answer.status, answer.id, result["id"]) == (201, made.campaign, made.message)
    assert result.items() >= answered.items()
    message = shop.message(made)
    assert message["status"] == "scheduled"
    assert message["send_options"].items() >= {"throttling_type": "throttle-for-campaigns", **shown}.items()


@pytest.mark.parametrize("sent", [one[0] for one in SCHEDULES])
def test_one_message_is_scheduled_alone(shop: CampaignShop, sent: Json) -> None:
    made = shop.make()
    to = {"campaign-message": {"data": {"type": "campaign-message", "id": made.message}}}
    body = resource("campaign-message-schedule", sent, relationships=to)
    answer = shop.api.call("schedule_campaign_message", body=body)
    assert (answer.status, answer.id, shop.status(made)) == (201, made.message, "scheduled")


@pytest.mark.parametrize("percentage", PERCENTAGES)
def test_each_percentage_of_the_list_is_taken(shop: CampaignShop, percentage: int) -> None:
    options = {"throttling_percentage": percentage}
    answer = shop.schedule(shop.make(), strategy="throttled", send_time=TOMORROW, throttled_options=options)
    assert answer.status == 201


def _throttled(**options: Any) -> Json:
    return {"strategy": "throttled", "send_time": TOMORROW, "throttled_options": options}


WRONG: list[tuple[Json, str]] = [
    ({"strategy": "immediate", "send_time": TOMORROW}, "strategy"),
    ({"strategy": "static"}, "send_time"),
    ({"strategy": "static", "send_time": "tomorrow"}, "send_time"),
    ({"strategy": "static", "send_time": "2026-01-01T00:00:00Z"}, "send_time"),
    ({"strategy": "static", "send_time": "0001-01-01T00:00:00+14:00"}, "send_time"),
    ({"strategy": "static", "send_time": TOMORROW, "send_date": DAY}, "send_date"),
    ({"strategy": "static", "send_time": TOMORROW, "timezone_options": {}}, "timezone_options"),
    ({**_throttled(throttling_percentage=20), "strategy": "static"}, "throttled_options"),
    ({"strategy": "throttled", "send_time": TOMORROW}, "throttled_options"),
    (_throttled(), "throttled_options/throttling_percentage"),
    (_throttled(throttling_percentage=30), "throttled_options/throttling_percentage"),
    (_throttled(throttling_percentage=20, throttle_unit="day"), "throttled_options/throttle_unit"),
    ({"strategy": "smart_send_time"}, "send_date"),
    ({"strategy": "smart_send_time", "send_date": "2025-12-31"}, "send_date"),
    ({"strategy": "smart_send_time", "send_date": "2026-02-30"}, "send_date"),
    ({"strategy": "smart_send_time", "send_date": DAY, "send_time": TOMORROW}, "send_time"),
    ({"strategy": "local_timezone", "send_time": TOMORROW, "is_local": True}, "is_local"),
]


@pytest.mark.parametrize(("sent", "last"), WRONG, ids=[f"{one[0].get('strategy')} {one[1]}" for one in WRONG])
def test_a_wrong_schedule_schedules_nothing(shop: CampaignShop, sent: Json, last: str) -> None:
    made = shop.make()
    pointer = f"/data/attributes/message_schedules/0/{last}"
    assert shop.schedule(made, **sent).errors == [(400, "invalid", pointer)]
    assert shop.status(made) == "draft"


def test_a_smart_send_date_may_be_today_in_the_account_s_zone(tmp_path: Path) -> None:
    with (
        running(database(tmp_path), Options(limits="none", timezone="Pacific/Honolulu")) as sandbox,
        Api(sandbox) as api,
    ):
        template = {"name": "x", "editor_type": "CODE", "html": "x"}
        shop = CampaignShop(
            api=api,
            list_id=api.call("create_list", body=resource("list", {"name": "x"})).id,
            template_id=api.call("create_template", body=resource("template", template)).id,
        )
        assert shop.schedule(shop.make(), strategy="smart_send_time", send_date="2025-12-31").status == 201


def test_a_schedule_names_every_message_of_the_campaign_once(shop: CampaignShop) -> None:
    made, other = shop.make(), shop.make()
    plain = {"strategy": "static", "send_time": TOMORROW}
    place = "/data/attributes/message_schedules"
    for schedules, pointers in (
        ([{**plain, "message_id": other.message}], [f"{place}/0/message_id", place]),
        ([plain, plain], [f"{place}/1/message_id"]),
        ([], [place]),
    ):
        answer = shop.api.call("schedule_campaign", body=schedule_body(made, *schedules))
        assert [pointer for _, _, pointer in answer.errors] == pointers


UNREADY: dict[str, tuple[str, Json]] = {
    "no list": ("campaign-audience", {"included": []}),
    "no template": ("campaign-variation", {"details": {"channel": "email", "template_id": None}}),
    "no subject": ("campaign-variation", {"details": {"channel": "email", "subject": ""}}),
    "no sender": ("campaign-variation", {"details": {"channel": "email", "from_email": ""}}),
    "no text": ("campaign-variation", {"details": {"channel": "sms"}}),
    "no details": ("campaign-variation", {"details": None}),
    "one variation to test": ("campaign-message", {"ab_test": AB_TEST}),
}


@pytest.mark.parametrize("lack", UNREADY)
def test_what_is_not_ready_is_neither_scheduled_nor_sent(shop: CampaignShop, lack: str) -> None:
    made = shop.make()
    kind, definition = UNREADY[lack]
    assert shop.change(kind, getattr(made, kind.removeprefix("campaign-")), **definition).status == 200
    pointer = "/data/attributes/message_schedules/0/message_id"
    assert shop.schedule(made).errors == [(400, "invalid", pointer)]
    assert send(shop, made).errors == [(400, "invalid", "/data/id")]
    assert shop.status(made) == "draft"


def test_a_test_of_two_subjects_is_scheduled(shop: CampaignShop) -> None:
    made = shop.make(shop.body(variation(shop.template_id, "A"), variation(shop.template_id, "B", subject="Hello")))
    shop.change("campaign-message", made.message, ab_test=AB_TEST)
    assert shop.schedule(made).status == 201
    assert shop.message(made)["ab_test"] == AB_TEST


# (schedule, when it begins and when it is over, in minutes from the account's first instant)
NINE = 33 * 60
SPANS: list[tuple[Json, int, int]] = [
    ({"strategy": "static", "send_time": TOMORROW}, NINE, NINE + 1),
    (_throttled(throttling_percentage=33), NINE, NINE + 3 * 60 + 1),
    (_throttled(throttling_percentage=50, throttle_unit="minute"), NINE, NINE + 2),
    ({"strategy": "local_timezone", "send_time": TOMORROW}, NINE - 14 * 60, NINE + 12 * 60 + 1),
    (
        {
            "strategy": "local_timezone",
            "send_time": TOMORROW,
            "timezone_options": {"send_past_timezones_tomorrow": True},
        },
        NINE - 14 * 60,
        NINE + 36 * 60 + 1,
    ),
    ({"strategy": "smart_send_time", "send_date": DAY}, 48 * 60, 72 * 60),
]


@pytest.mark.parametrize(("sent", "begins", "ends"), SPANS)
def test_the_clock_makes_a_scheduled_message_go_out(shop: CampaignShop, sent: Json, begins: int, ends: int) -> None:
    made = shop.make()
    shop.schedule(made, **sent)
    seen = []
    passed = 0
    for moment in (begins - 1, begins, ends - 1, ends):
        shop.advance(minutes=moment - passed)
        passed = moment
        seen.append(shop.status(made))
    assert seen == ["scheduled", "sending", "sending", "sent"]


def _edits(shop: CampaignShop, made: Made) -> dict[str, Answer]:
    """Every way to change a part of a campaign."""
    owner = {"campaign": {"data": {"type": "campaign", "id": made.campaign}}}
    to = {**owner, "campaign-audience": {"data": {"type": "campaign-audience", "id": made.audience}}}
    of = {"campaign-message": {"data": {"type": "campaign-message", "id": made.message}}}
    new = {"definition": {"name": "New"}}
    template = {"template": {"data": {"type": "template", "id": shop.template_id}}}
    assign = {"data": {"type": "campaign-message", "id": made.message, "relationships": template}}
    call = shop.api.call
    return {
        "audience": shop.change("campaign-audience", made.audience, name="New"),
        "message": shop.change("campaign-message", made.message, name="New"),
        "variation": shop.change("campaign-variation", made.variation, name="New"),
        "settings": shop.change("campaign", made.campaign, send_settings={"exit_condition_enabled": True}),
        "assign": call("assign_template_to_campaign_message", body=assign),
        "new audience": call("create_campaign_audience", body=resource("campaign-audience", new, relationships=owner)),
        "new message": call("create_campaign_message", body=resource("campaign-message", new, relationships=to)),
        "new variation": call("create_campaign_variation", body=resource("campaign-variation", new, relationships=of)),
        "no variation": call("delete_campaign_variation", made.variation),
        "no message": call("delete_campaign_message", made.message),
        "no audience": call("delete_campaign_audience", made.audience),
    }


@pytest.mark.parametrize("hours", [0, 33, 34], ids=["scheduled", "sending", "sent"])
def test_what_is_on_its_way_is_fixed(shop: CampaignShop, hours: int) -> None:
    made = shop.make()
    shop.schedule(made)
    shop.advance(hours=hours)
    for edit, answer in _edits(shop, made).items():
        assert answer.status == 400, edit
    assert shop.api.call("delete_campaign", made.campaign).status == 400
    assert shop.schedule(made, strategy="static", send_time="2026-02-01T00:00:00Z").status == 400
    assert send(shop, made).status == 400
    assert shop.change("campaign", made.campaign, name="Renamed", archived=True).status == 200


def test_what_is_reverted_is_a_draft_again(shop: CampaignShop) -> None:
    made = shop.make()
    assert act(shop, made, "revert").errors == [(400, "invalid", "/data/attributes/action")]
    shop.schedule(made)
    assert act(shop, made, "revert").status == 204
    assert shop.status(made) == "draft"
    assert shop.change("campaign-message", made.message, name="New").status == 200
    shop.advance(hours=40)
    assert shop.status(made) == "draft"
    assert shop.schedule(made, strategy="static", send_time="2026-02-01T00:00:00Z").status == 201


def test_what_is_cancelled_stays_cancelled(shop: CampaignShop) -> None:
    made = shop.make()
    shop.schedule(made)
    assert act(shop, made, "cancel").status == 204
    for answer in (act(shop, made, "revert"), act(shop, made, "cancel"), shop.schedule(made), send(shop, made)):
        assert answer.status == 400
    shop.advance(hours=40)
    assert shop.status(made) == "cancelled"
    assert shop.change("campaign-message", made.message, name="New").status == 400
    assert shop.api.call("delete_campaign", made.campaign).status == 204


def test_a_message_that_goes_out_is_cancelled_and_not_reverted(shop: CampaignShop) -> None:
    made = shop.make()
    shop.schedule(made)
    shop.advance(hours=33)
    assert act(shop, made, "revert").status == 400
    assert act(shop, made, "cancel").status == 204
    sent = shop.make()
    shop.schedule(sent, strategy="static", send_time="2026-01-02T10:00:00Z")
    shop.advance(hours=2)
    assert shop.status(sent) == "sent"
    assert act(shop, sent, "cancel").status == 400


def test_a_job_sends_now(shop: CampaignShop) -> None:
    made = shop.make()
    assert shop.api.call("get_campaign_send_job", made.campaign).status == 404
    answer = send(shop, made)
    assert (answer.status, answer.id, answer.data["attributes"]) == (202, made.campaign, {"status": "processing"})
    assert shop.status(made) == "sending"
    assert shop.message(made)["send_options"]["send_time"] == "2026-01-01T00:00:00+00:00"
    shop.advance(minutes=1)
    assert shop.status(made) == "sent"
    job = shop.api.call("get_campaign_send_job", made.campaign)
    assert job.data["attributes"] == {"status": "complete"}
    assert send(shop, made).status == 400


@pytest.mark.parametrize(("action", "status"), [("cancel", "cancelled"), ("revert", "draft")])
def test_a_job_is_stopped(shop: CampaignShop, action: str, status: str) -> None:
    made = shop.make()
    send(shop, made)
    body = resource("campaign-send-job", {"action": action}, id=made.campaign)
    assert shop.api.call("cancel_campaign_send", made.campaign, body).status == 204
    assert shop.status(made) == status
    assert shop.api.call("get_campaign_send_job", made.campaign).data["attributes"] == {"status": "cancelled"}
    assert shop.api.call("cancel_campaign_send", made.campaign, body).status == 400
    assert (send(shop, made).status == 202) is (action == "revert")


def test_the_door_ends_a_sending(shop: CampaignShop) -> None:
    made = shop.make()
    door = f"/sandbox/ui/campaigns/{made.campaign}/sent"
    assert shop.api.send("POST", door).status == 400
    shop.schedule(made)
    assert shop.api.send("POST", door).document == {"id": made.campaign, "sent": [made.message]}
    assert shop.status(made) == "sent"
    assert shop.api.send("POST", "/sandbox/ui/campaigns/absent/sent").status == 404


def test_a_job_whose_message_was_cancelled_says_so(shop: CampaignShop) -> None:
    made = shop.make()
    send(shop, made)
    assert act(shop, made, "revert").status == 400
    assert act(shop, made, "cancel").status == 204
    assert shop.api.call("get_campaign_send_job", made.campaign).data["attributes"] == {"status": "cancelled"}
