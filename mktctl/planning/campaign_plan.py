"""One campaign in a plan: its outcome, what a reader is told of it, and what is not allowed here."""

import msgspec

from mktctl.model.places import Problem
from mktctl.model.project import Environment
from mktctl.planning.bound import Bound
from mktctl.planning.campaign_changes import campaign_outcome
from mktctl.planning.campaign_desired import DesiredCampaign
from mktctl.planning.campaign_warnings import campaign_warnings
from mktctl.planning.outcome import Outcome

SANDBOX = "sandbox"
"""The environment whose platform is the local one."""


def planned_campaign(wanted: DesiredCampaign, environment: Environment, bound: Bound) -> Outcome:
    """Pure. A test of send times is for the sandbox alone, until somebody has seen one work on a real account (P34)."""
    outcome = campaign_outcome(wanted, bound)
    if "send_times" in wanted.document and environment.name != SANDBOX and outcome.change.verdict != "history":
        outcome = msgspec.structs.replace(outcome, steps=(), blockers=(*outcome.blockers, _untried(wanted)))
    return msgspec.structs.replace(outcome, warnings=campaign_warnings(outcome, wanted, bound))


def _untried(wanted: DesiredCampaign) -> Problem:
    return Problem(
        code="PLN006",
        message=f"{wanted.address} tests send times, and nobody has seen Klaviyo take such a test through its API",
        hint="Test the subject or the content instead, or keep this campaign to the sandbox.",
    )
