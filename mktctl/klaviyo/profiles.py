"""Profiles."""

from typing import Any

from mktctl.klaviyo.bodies import body_of
from mktctl.klaviyo.listing import resource_of
from mktctl.klaviyo.remote import Remote, Resource


def upsert_profile(remote: Remote, attributes: dict[str, Any]) -> Resource:
    """Create the profile or change the one that has the same identifier; None clears a value, absence keeps it.

    Raises `Conflict` when e-mail and phone number belong to two profiles.
    """
    operation = "create_or_update_profile"
    return resource_of(remote.call(operation, body=body_of("profile", attributes)), operation)
