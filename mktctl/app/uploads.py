"""Templates on their way into a flow: Klaviyo copies a library template into each message that names it.

A template that is not kept in the library is uploaded for the time of one apply and removed at its end; what a
killed run left behind is found by its name and removed by the next.
"""

import threading
from datetime import datetime
from typing import Final

from mktctl.app.ledger import Ledger
from mktctl.klaviyo.errors import NotFound
from mktctl.klaviyo.remote import Remote
from mktctl.klaviyo.templates import create_template, delete_template, find_templates
from mktctl.model.address import Address
from mktctl.model.bindings import Intent
from mktctl.model.workspace import Workspace
from mktctl.wire.templates import encode_template

_INTENT: Final = "upload/"


class Uploads:
    """The library ids of templates for one apply. Safe to use from several threads; each is uploaded once."""

    def __init__(self, remote: Remote, workspace: Workspace, ledger: Ledger, now: datetime) -> None:
        self._remote = remote
        self._workspace = workspace
        self._ledger = ledger
        self._now = now
        self._ids: dict[str, str] = {}
        self._locks = {ref: threading.Lock() for ref in workspace.templates}

    def id_of(self, ref: str) -> str:
        """The id to name in a message, so that the platform copies the template from there."""
        template = self._workspace.templates[ref]
        if template.library:
            return self._ledger.state.bindings[str(Address(kind="template", ref=ref))].id
        with self._locks[ref]:
            if ref not in self._ids:
                name = upload_name(ref)
                self._ledger.intend(_INTENT + ref, Intent(kind="template", name=name, started=self._now))
                attributes = {**encode_template(template), "name": name}
                self._ids[ref] = create_template(self._remote, attributes)["id"]
            return self._ids[ref]

    def remove(self) -> None:
        """Take the uploads out of the library again; the copies in the messages stay."""
        for ref, id_ in sorted(self._ids.items()):
            _delete(self._remote, id_)
            self._ledger.fulfil(_INTENT + ref)
        self._ids.clear()

    def remove_left_over(self) -> None:
        """What a run that was cut off had uploaded: looked up by name, since its answer may have been lost."""
        for key, intent in sorted(self._ledger.state.intents.items()):
            if key.startswith(_INTENT):
                for template in find_templates(self._remote, intent.name):
                    _delete(self._remote, template["id"])
                self._ledger.fulfil(key)


def upload_name(ref: str) -> str:
    """The name under which a template waits in the library to be copied."""
    return f"mktctl upload: {ref}"


def _delete(remote: Remote, id_: str) -> None:
    try:
        delete_template(remote, id_)
    except NotFound:
        return
