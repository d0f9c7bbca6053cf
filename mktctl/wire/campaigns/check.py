"""Everything about a campaign that Klaviyo cannot send, or would send otherwise (P1, P2; klaviyo-api.md 4.1)."""

from collections.abc import Iterator

from mktctl.model.campaign import Campaign, CampaignMessage, PushMessage, SendAt, SendSmart
from mktctl.model.places import KEY, Path, Problem
from mktctl.model.template import PushLinks, PushTemplate

_SEND: Path = ("send",)
_TEST: Path = ("ab_test",)


def check_campaign(campaign: Campaign) -> list[Problem]:
    """All findings, with paths into the campaign's file. A schedule has one strategy, and few of them mix."""
    return [*_strategies(campaign), *_winners(campaign), *_buttons(campaign)]


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
            code="CMP036",
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


def _buttons(campaign: Campaign) -> Iterator[Problem]:
    messages: list[tuple[Path, CampaignMessage]] = [(("push",), campaign.message)]
    messages += [(("issues", str(one.day), "push"), one.message) for one in campaign.issues]
    for path, message in messages:
        if isinstance(message, PushMessage) and (label := _label_of_two(message.content)):
            yield Problem(
                code="CMP035",
                message=f"the button {label} of templates/{message.template}.yaml leads to several places, "
                "and a campaign's button has one address",
                path=path,
                hint="Give the button one link: for ios and android the same, or web alone",
            )


def _label_of_two(content: PushTemplate) -> str:
    """The first button with more than one address; empty when none has."""
    for button in content.buttons:
        if isinstance(button.open, PushLinks):
            addresses = {button.open.ios, button.open.android, button.open.web} - {None, ""}
            if len(addresses) > 1:
                return button.label
    return ""
