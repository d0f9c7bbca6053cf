"""Metrics: they come to be with their first event and cannot be made, changed or deleted."""

from mktctl.klaviyo.listing import Listing, collect
from mktctl.klaviyo.remote import Remote


def fetch_metrics(remote: Remote) -> Listing:
    """All metrics. The platform filters by integration only, and one name can exist once per integration."""
    return collect(remote, "get_metrics")
