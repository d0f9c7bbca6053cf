"""How an A/B test is decided: what counts, who takes part, and when the better version is taken."""

from typing import Final, Literal

from mktctl.kinds.durations import Units, read_duration
from mktctl.kinds.fields import Fields
from mktctl.kinds.percents import read_percent
from mktctl.kinds.refs import Channel
from mktctl.kinds.spelling import shown
from mktctl.model.ab_test import Winner
from mktctl.model.places import KEY

Metric = Literal["clicks", "opens", "orders"]
METRICS: Final[tuple[Metric, ...]] = ("clicks", "opens", "orders")
SAMPLE_MIN: Final = 10
SAMPLE_MAX: Final = 50
WINNER_KEYS: Final = frozenset({"certain", "after"})
_METRIC_WORDS: Final = {
    **dict.fromkeys(("click", "click_rate", "clicks_unique", "unique-clicks"), "clicks"),
    **dict.fromkeys(("open", "open_rate", "opens_unique", "unique-opens"), "opens"),
    **dict.fromkeys(("order", "placed_order", "conversions", "revenue", "sales", "purchases"), "orders"),
}
_FLOW_SPAN: Final = Units(("hour", "day", "week"), "14 days", "ABT005")
_CAMPAIGN_SPAN: Final = Units(("hour",), "4 hours", "ABT005")
"""P2: the platform counts the wait of a campaign in whole hours."""
_INSTEAD: Final = {
    "confidence": "Klaviyo takes no number: it is certain at 90 %. Write  certain: true",
    "significance": "Klaviyo takes no number: it is certain at 90 %. Write  certain: true",
    "metric": "It stands beside winner:, not in it", "wait": "Write after:", "for": "Write after:",
    "days": "Write  after: 14 days", "hours": "Write  after: 4 hours",
    "by": "What decides stands beside winner:, as  metric: clicks,  metric: opens  or  metric: orders",
}  # fmt: skip


def read_metric(below: Fields, channel: Channel) -> Metric:
    """`metric: clicks | opens | orders`, clicks when it is left out."""
    word = below.choice("metric", METRICS, default="clicks", instead=_METRIC_WORDS)
    if word == "opens" and channel == "sms":
        hint = "Write  metric: clicks  or  metric: orders"
        below.error("ABT005", "metric", "nobody knows who opens a text message", hint)
    return next(one for one in METRICS if one == word)


def read_sample(below: Fields, *, in_flow: bool) -> int | None:
    """`sample: 20%`: how many of a campaign's people get the test; the rest gets the winner (P32)."""
    if "sample" not in below:
        return None
    if in_flow:
        words = "people come into a flow one by one, so all of them take part until there is a winner"
        below.report.error("ABT006", (*below.at("sample"), KEY), words, "Take sample: out")
        return None
    percent = read_percent(below.report, below.values["sample"], below.at("sample"))
    if percent is not None and not SAMPLE_MIN <= percent <= SAMPLE_MAX:
        words = f"sample: is {SAMPLE_MIN}% to {SAMPLE_MAX}% of the people; the rest gets the winner"
        hint = "Without sample: everybody takes part, and nobody gets a winner" if percent > SAMPLE_MAX else ""
        below.error("ABT006", "sample", words, hint)
        return None
    return percent


def read_winner(below: Fields, *, in_flow: bool, sampled: bool) -> Winner | None:
    """`winner: manual | {certain: true, after: 14 days}`; in a campaign `{after: 4 hours}`, with a sample only."""
    needs = sampled and not in_flow
    if below.values.get("winner", "manual") == "manual":
        if needs:
            words = "when does the rest of the people get the better one?"
            path = below.at("winner") if "winner" in below else (*below.at("sample"), KEY)
            below.report.error("ABT005", path, words, "Add  winner: {after: 4 hours}")
        return None
    value, path = below.values["winner"], below.at("winner")
    example = "{certain: true, after: 14 days}" if in_flow else "{after: 4 hours}"
    if not isinstance(value, dict):
        words = f"winner: is manual, or says when the better one is taken; not {shown(value)}"
        meant = _METRIC_WORDS.get(str(value).lower(), value if value in METRICS else "")
        decides = f";  what decides stands beside it:  metric: {meant}" if meant else ""
        span = value if isinstance(value, str) and value[:1].isdigit() else ""
        shown_span = f"Write  winner: {{after: {span}}}" if span else f"Such as  winner: {example}{decides}"
        below.error("ABT005", "winner", words, shown_span)
        return None
    if not in_flow and not sampled:
        words = "everybody takes part, so nobody is left who could get the winner"
        hint = "Add  sample: 20%  (the rest gets the winner), or take winner: out"
        below.report.error("ABT005", (*path, KEY), words, hint)
        return None
    return _winner(Fields(below.report, value, path), in_flow=in_flow, example=example)


def _winner(inside: Fields, *, in_flow: bool, example: str) -> Winner | None:
    inside.only(WINNER_KEYS, instead=_INSTEAD, what="winner:")
    certain = inside.flag("certain", default=False)
    if certain and not in_flow:
        words = "a campaign's winner is taken after some hours, certain or not"
        inside.report.error("ABT005", (*inside.at("certain"), KEY), words, f"Write  winner: {example}")
        return None
    after = None
    if "after" in inside:
        units = _FLOW_SPAN if in_flow else _CAMPAIGN_SPAN
        after = read_duration(inside.report, inside.values["after"], inside.at("after"), units)
    elif not certain and not inside.values.keys() - WINNER_KEYS:
        words = "winner: says nothing about when the better one is taken"
        inside.report.error(
            "ABT005", inside.path, words, f"Such as  winner: {example};  to decide yourself write  winner: manual"
        )
    return Winner(certain=certain, after=after) if certain or after else None
