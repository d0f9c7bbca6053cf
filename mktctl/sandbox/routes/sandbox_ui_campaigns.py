"""The door's own campaigns: what a test or a person needs before messages are really sent.

POST   campaigns/{id}/sent       every message of it that was scheduled or is going out has been sent
"""

from typing import Any

from mktctl.sandbox.jsonapi.errors import Refused, invalid
from mktctl.sandbox.tables.campaigns import messages_of, set_status
from mktctl.sandbox.ui import Door, UiRoutes


def mark_sent(door: Door) -> dict[str, Any]:
    """Put an end to the sending of a campaign, whatever the clock says."""
    with door.store.transaction():
        door.require("campaign")
        rows = [row for row in messages_of(door.store, door.id) if row["seen_status"] in ("scheduled", "sending")]
        if not rows:
            raise Refused(invalid("No message of the campaign is scheduled or going out."))
        for row in rows:
            set_status(door.store, row["id"], "sent")
    return {"id": door.id, "sent": [row["id"] for row in rows]}


UI_ROUTES: UiRoutes = (("POST", "campaigns/{id}/sent", mark_sent),)
