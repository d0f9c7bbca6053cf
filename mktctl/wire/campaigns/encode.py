"""A campaign as one document that compares with what is stored (klaviyo-api.md 4.1).

The platform spreads a campaign over five objects, and writes some of it otherwise than it reads it. The document has
one form for both ways:

    definition  {name, send_settings}         of the campaign
    audience    {included, excluded}          sorted; ids, or addresses in symbolic form
    message     {name, tracking_options, send_options}  in the words of reading and updating, not of creating
    variations  {name: details}               in the order of the file; the first is the control
    ab_test     {winner_metric, winner_percentage, winner_wait_hours}   absent without a test
    send_times  {name: time in UTC}           of a test of send times, by the names of the variations
    schedule    {strategy, send_time | send_date, …_options}            a draft on the platform has none

Empty values are left out, so absent means empty. `requests` cuts the document into the bodies that are sent.
"""

from typing import Any

from mktctl.model.ab_test import ABTest
from mktctl.model.campaign import Campaign, SendAgain, SendAt
from mktctl.wire.campaigns.ab_tests import encode_ab_test
from mktctl.wire.campaigns.schedules import encode_schedule, in_utc, send_settings
from mktctl.wire.campaigns.variations import encode_variations
from mktctl.wire.ids import Ids

CampaignDocument = dict[str, Any]


def encode_campaign(campaign: Campaign, *, ids: Ids) -> CampaignDocument:
    """The whole of it. It has one date (`planning.occurrences`) and passed `check_campaign`; else an assert."""
    send = campaign.send
    assert not isinstance(send, SendAgain), f"campaign/{campaign.ref} stands for a campaign on each of its dates"
    document: CampaignDocument = {
        "definition": {"name": campaign.name, "send_settings": send_settings(send)},
        "audience": {
            "included": sorted(ids.id_of(one) for one in campaign.audience.include),
            "excluded": sorted(ids.id_of(one) for one in campaign.audience.exclude),
        },
        "message": {
            "name": campaign.name,
            "tracking_options": {"is_add_utm": campaign.utm},
            "send_options": {"throttling_type": "throttle-for-campaigns" if campaign.smart_sending else "none"},
        },
        "variations": encode_variations(campaign, ids),
        "ab_test": encode_ab_test(campaign.ab_test) if campaign.ab_test is not None else {},
        "send_times": _send_times(campaign.ab_test, send) if isinstance(send, SendAt) else {},
        "schedule": encode_schedule(send),
    }
    for part in ("definition", "audience"):
        document[part] = {key: value for key, value in document[part].items() if value}
    return {key: value for key, value in document.items() if value}


def _send_times(test: ABTest | None, send: SendAt) -> dict[str, str]:
    """When each variation of a test of send times is due, on the day of the campaign."""
    if test is None or test.vary != "send_time":
        return {}
    times = {}
    for variant in test.variants:
        assert variant.at is not None, "a test of send times has a time for each variant"
        hour, minute = variant.at.split(":")
        times[variant.name] = in_utc(send.at.replace(hour=int(hour), minute=int(minute)), send.zone)
    return times
