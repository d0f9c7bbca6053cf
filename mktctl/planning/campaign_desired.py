"""What the files want of campaigns: one resource for each campaign, and one for each date of one that comes again."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from mktctl.model.address import Address
from mktctl.model.campaign import Campaign, SendAgain
from mktctl.model.project import Environment
from mktctl.model.workspace import Workspace
from mktctl.planning.content_needs import content_needs
from mktctl.planning.desired import Desired, template_digest
from mktctl.planning.documents import Document
from mktctl.planning.occurrences import occurrences
from mktctl.wire.campaigns.encode import encode_campaign
from mktctl.wire.ids import Symbolic

TEMPLATE: Final = "template/"


class DesiredCampaign(Desired, frozen=True, kw_only=True):
    """One campaign as wanted, on one date; `status` live means scheduled.

    `document` is that of `wire.campaigns.encode`, without a schedule while it is a draft; `schedule` is there always.
    `due` is the instant at which the platform is told to send, `series` the ref of the campaign that this is one date
    of.
    """

    campaign: Campaign
    due: datetime
    schedule: Document
    series: str | None = None

    @property
    def is_scheduled(self) -> bool:
        """Whether the files want it to go out by itself, and this environment lets it."""
        return self.status == "live"


def desired_campaigns(
    workspace: Workspace, environment: Environment, *, now: datetime, zone: str
) -> dict[Address, DesiredCampaign]:
    """Every campaign of the files; `zone` is the account's, on whose clock the dates are counted from `now`."""
    moment = now.astimezone(ZoneInfo(zone))
    found = {}
    for campaign in workspace.campaigns.values():
        series = campaign.ref if isinstance(campaign.send, SendAgain) else None
        for dated in occurrences(campaign, moment):
            wanted = _desired(dated, series, workspace, environment, zone)
            found[wanted.address] = wanted
    return found


def variation_template(document: Document, name: str) -> str | None:
    """The ref of the template that the mail of that variation is a copy of."""
    template = str(document["variations"][name].get("template_id", ""))
    return template.removeprefix(TEMPLATE) if template.startswith(TEMPLATE) else None


def instant_of(schedule: dict[str, Any], zone: str) -> datetime:
    """When a schedule begins, in UTC. A day without an hour counts until it is over in the account's `zone`."""
    if "send_time" in schedule:
        return datetime.fromisoformat(schedule["send_time"])
    day = date.fromisoformat(schedule["send_date"]) + timedelta(days=1)
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def _desired(
    campaign: Campaign, series: str | None, workspace: Workspace, environment: Environment, zone: str
) -> DesiredCampaign:
    document = encode_campaign(campaign, ids=Symbolic())
    schedule = document["schedule"]
    is_scheduled = campaign.status == "scheduled" and environment.status_at_most == "live"
    if not is_scheduled:
        document = {key: value for key, value in document.items() if key != "schedule"}
    templates = {ref for name in document["variations"] if (ref := variation_template(document, name)) is not None}
    return DesiredCampaign(
        address=Address(kind="campaign", ref=campaign.ref),
        name=campaign.name,
        document=document,
        tags=campaign.tags,
        needs=(
            *sorted({*campaign.audience.include, *campaign.audience.exclude}),
            *content_needs(workspace, templates, document),
        ),
        status="live" if is_scheduled else "draft",
        contents={ref: template_digest(workspace, ref) for ref in sorted(templates)},
        moved_from=campaign.moved_from,
        campaign=campaign,
        due=instant_of(schedule, zone),
        schedule=schedule,
        series=series,
    )
