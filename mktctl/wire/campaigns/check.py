"""Everything about a campaign that Klaviyo cannot send, or would send otherwise (P1, P2; klaviyo-api.md 4.1)."""

from collections.abc import Iterator

from mktctl.model.campaign import Campaign, SendAt, SendSmart
from mktctl.model.places import KEY, Path, Problem

_SEND: Path = ("send",)
_TEST: Path = ("ab_test",)


def check_campaign(campaign: Campaign) -> list[Problem]:
    """All findings, with paths into the campaign's file. A schedule has one strategy, and few of them mix."""
    return [*_strategies(campaign), *_winners(campaign)]


def _strategies(campaign: Campaign) -> Iterator[Problem]:
    send, test = campaign.send, campaign.ab_test
    if isinstance(send, SendSmart) and test is not None:
        yield Problem(
            code="CMP034",
            message="Klaviyo tests nothing in campaigns that are sent at each person's best time",
            path=(*_TEST, KEY),
            hint="Give all the same time,  send: {at: 2026-11-27 09:00},  or take ab_test: out",
        )
    if not isinstance(send, SendAt) or send.spread is None:
        return
    if send.zone == "recipient":
        yield Problem(
            code="CMP033",
            message="Klaviyo either spreads a campaign or sends it by each recipient's clock",
            path=(*_SEND, "spread", KEY),
            hint="Remove spread, or timezone: recipient",
        )
    if test is not None:
        yield Problem(
            code="CMP032",
            message="Klaviyo tests nothing in campaigns that are spread",
            path=(*_SEND, "spread", KEY),
            hint="Remove spread, or ab_test",
        )


def _winners(campaign: Campaign) -> Iterator[Problem]:
    test, send = campaign.ab_test, campaign.send
    if test is None or isinstance(send, SendSmart) or send.zone != "recipient":
        return
    if test.vary == "send_time":
        yield Problem(
            code="CMP035",
            message="times are compared on one clock, and this campaign goes by each recipient's",
            path=(*_SEND, "timezone"),
            hint="Write  timezone: account  or a zone such as Europe/Paris",
        )
    elif test.sample is not None or test.winner is not None:
        yield Problem(
            code="CMP031",
            message="Klaviyo picks no winner when it sends in recipients' zones",
            path=(*_TEST, "sample" if test.sample is not None else "winner", KEY),
            hint="Remove sample and winner (all get a version, split evenly), or timezone: recipient",
        )
