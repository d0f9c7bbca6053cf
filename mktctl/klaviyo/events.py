"""Events: sent, never changed."""

from typing import Any

from mktctl.klaviyo.bodies import body_of
from mktctl.klaviyo.remote import Remote


def create_event(remote: Remote, attributes: dict[str, Any]) -> None:
    """Send one event: `metric` and `profile` (documents of their own), `properties`, `time`, `value`, `unique_id`.

    With a `unique_id` a second sending is dropped by the platform, and so is repeated here where an answer is lost.
    The first event of a metric makes the metric. Accepted, not yet stored, when this returns.
    """
    remote.call("create_event", body=body_of("event", attributes))
