"""Campaigns for tests of the sandbox: bodies that are right, and an account that has what they name."""

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from mktctl.sandbox.options import Options, Switches
from mktctl.sandbox.server import running
from tests.support.sandbox_api import Answer, Api, database, resource

Json = dict[str, Any]
DETAILS: dict[str, Json] = {
    "email": {
        "channel": "email",
        "subject": "Hi {{ first_name|default:'there' }}",
        "preview_text": "Spring is here",
        "from_email": "hello@example.com",
        "from_label": "Shop",
    },
    "sms": {"channel": "sms", "body": "Spring is here: https://example.com", "add_opt_out_language": True},
    "push": {"channel": "push", "title": "Spring", "body": "It is here", "ios_deep_link": "shop://spring"},
    "whatsapp": {"channel": "whatsapp"},
}
AB_TEST: Json = {"winner_metric": "clicks_unique", "winner_percentage": 80, "winner_wait_hours": 4}
TOMORROW = "2026-01-02T09:00:00+00:00"
"""The account's clock begins a day and nine hours earlier."""


def variation(template_id: str, name: str = "A", channel: str = "email", **details: Any) -> Json:
    """An inline variation; only mails get the template."""
    template = {"template_id": template_id} if channel in ("email", "whatsapp") else {}
    return {"definition": {"name": name, "details": {**DETAILS[channel], **template, **details}}}


def campaign_body(list_id: str, template_id: str, *variations: Json, **definition: Any) -> Json:
    """The body of `create_campaign`: one audience, one message."""
    message = {
        "audience_temporary_id": "all",
        "name": "Mail",
        "is_add_utm": True,
        "throttling_type": "FOR_CAMPAIGNS",
        "variations": list(variations) or [variation(template_id)],
    }
    return resource(
        "campaign",
        {
            "definition": {"name": "Spring", "send_settings": {"send_timezone": "Europe/Amsterdam"}, **definition},
            "audiences": [{"temporary_id": "all", "name": "All", "included": [list_id], "excluded": []}],
            "messages": [message],
        },
    )


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """The ids of a campaign with one message."""

    campaign: str
    audience: str
    message: str
    variation: str


class CampaignShop(msgspec.Struct, frozen=True, kw_only=True):
    """An account with a list and a template."""

    api: Api
    list_id: str
    template_id: str

    def body(self, *variations: Json, **definition: Any) -> Json:
        """A right body of `create_campaign`."""
        return copy.deepcopy(campaign_body(self.list_id, self.template_id, *variations, **definition))

    def make(self, body: Json | None = None) -> Made:
        """A new campaign."""
        campaign = self.api.call("create_campaign", body=body or self.body()).id
        message = self.api.call("get_message_ids_for_campaign", campaign).data[0]["id"]
        return Made(
            campaign=campaign,
            message=message,
            audience=self.api.call("get_audience_ids_for_campaign", campaign).data[0]["id"],
            variation=self.api.call("get_variation_ids_for_campaign_message", message).data[0]["id"],
        )

    def schedule(self, made: Made, **schedule: Any) -> Answer:
        """Schedule the campaign, for tomorrow if nothing else is said."""
        plain = {"strategy": "static", "send_time": TOMORROW} if "strategy" not in schedule else {}
        return self.api.call("schedule_campaign", body=schedule_body(made, {**plain, **schedule}))

    def status(self, made: Made) -> str:
        """What the message says of itself."""
        found: str = self.message(made)["status"]
        return found

    def message(self, made: Made) -> Json:
        """The definition of the message."""
        found: Json = self.api.call("get_campaign_message", made.message).data["attributes"]["definition"]
        return found

    def details(self, made: Made) -> Json:
        """What the variation says."""
        shown = self.api.call("get_campaign_variation", made.variation).data
        found: Json = shown["attributes"]["definition"]["details"]
        return found

    def change(self, kind: str, object_id: str, **definition: Any) -> Answer:
        """PATCH a campaign or a part of one."""
        body = resource(kind, {"definition": definition}, id=object_id)
        return self.api.call(f"update_{kind.replace('-', '_')}", object_id, body)

    def advance(self, **span: int) -> None:
        """Move the account's clock: `hours=9`."""
        seconds = span.get("hours", 0) * 3600 + span.get("minutes", 0) * 60 + span.get("seconds", 0)
        assert self.api.send("POST", "/sandbox/ui/clock", {"advance_seconds": seconds}).status == 200


def schedule_body(made: Made, *schedules: Json) -> Json:
    """The body of `schedule_campaign`."""
    return resource(
        "campaign-schedule",
        {"message_schedules": [{"message_id": made.message, **schedule} for schedule in schedules]},
        relationships={"campaign": {"data": {"type": "campaign", "id": made.campaign}}},
    )


@contextmanager
def open_shop(folder: Path, **switches: bool) -> Iterator[CampaignShop]:
    """A running sandbox without limits, with what campaigns name."""
    options = Options(limits="none", switches=Switches(**switches))
    with running(database(folder), options) as sandbox, Api(sandbox) as api:
        html = {"name": "Spring", "editor_type": "CODE", "html": "<p>Spring</p>"}
        yield CampaignShop(
            api=api,
            list_id=api.call("create_list", body=resource("list", {"name": "Newsletter"})).id,
            template_id=api.call("create_template", body=resource("template", html)).id,
        )
