"""When a test is decided, by Klaviyo's thresholds (A1 for flows, A2 for campaigns; T52)."""

from typing import Final, Literal

from mktctl.engine.statistics.standing import Standing

CampaignVerdict = Literal["significant", "promising", "not_significant", "inconclusive"]

SIGNIFICANT_FROM: Final = 0.90
PROMISING_FROM: Final = 0.75
FLOW_RECIPIENTS: Final = 500
FLOW_OVERLAP_BELOW: Final = 0.10
CAMPAIGN_RECIPIENTS: Final = 50
MANY_RECIPIENTS: Final = 1_800
SMALL_DIFFERENCE: Final = 0.04
"""Between the rates of the best two, 4 of 100 people; no document tells whether it is meant so, or as a lift."""
UNLIKELY_BELOW: Final = 0.60


def is_significant_in_flow(standing: Standing) -> bool:
    """Each version with 500 recipients, the leader best with 90 %, and less than 10 % overlap (A1)."""
    return (
        standing.fewest_recipients >= FLOW_RECIPIENTS
        and standing.win_probability >= SIGNIFICANT_FROM
        and standing.overlap < FLOW_OVERLAP_BELOW
    )


def campaign_verdict(standing: Standing) -> CampaignVerdict:
    """What Klaviyo says under a campaign's test (A2); recipients count for each version.

    Promising goes up to where significant begins. A leader above that, of versions with fewer than 50, is inconclusive.
    """
    if standing.win_probability >= SIGNIFICANT_FROM:
        return "significant" if standing.fewest_recipients >= CAMPAIGN_RECIPIENTS else "inconclusive"
    if standing.win_probability >= PROMISING_FROM:
        return "promising"
    if standing.fewest_recipients >= MANY_RECIPIENTS:
        return "not_significant"
    is_close = standing.difference <= SMALL_DIFFERENCE and standing.win_probability < UNLIKELY_BELOW
    return "not_significant" if is_close else "inconclusive"
