"""Templates on their way into a flow: Klaviyo copies a library template into each message that names it.

A template that is not kept in the library is uploaded for the time of one apply and removed at its end; what a
killed run left behind is found by its name and removed by the next.
"""

import threading
from datetime import datetime

from mktctl.app.ledger import Ledger
from mktctl.diagnostics import MktctlError
from mktctl.klaviyo.errors import NotFound
from mktctl.klaviyo.remote import Remote
from mktctl.klaviyo.templates import create_template, delete_template, find_templates
from mktctl.model.address import Address
from mktctl.model.bindings import Intent
from mktctl.model.workspace import Workspace
from mktctl.planning.object_changes import content_digest
from mktctl.planning.unfinished import UPLOAD
from mktctl.wire.ids import Ids
from mktctl.wire.templates import encode_template


class Uploads:
    """The library ids of templates for one apply. Safe to use from several threads; each is uploaded once."""

    def __init__(self, remote: Remote, workspace: Workspace, ledger: Ledger, now: datetime, ids: Ids) -> None:
        self._remote = remote
        self._workspace = workspace
        self._ledger = ledger
        self._now = now
        self._platform_ids = ids
        self._ids: dict[str, str] = {}
        self._stored: dict[str, str] = {}
        self._locks = {ref: threading.Lock() for ref in workspace.templates}

    def id_of(self, ref: str) -> str:
        """The id to name in a message, so that the platform copies the template from there."""
        template = self._workspace.templates[ref]
        if template.library:
            return self._ledger.state.bindings[str(Address(kind="template", ref=ref))].id
        with self._locks[ref]:
            if ref not in self._ids:
                intent = Intent(kind="template", name=upload_name(ref), started=self._now)
                with self._ledger.intending(UPLOAD + ref, intent):
                    attributes = {**encode_template(template, self._platform_ids), "name": intent.name}
                    resource = create_template(self._remote, attributes)
                self._ids[ref] = resource["id"]
                self._stored[ref] = content_digest(resource["attributes"])
            return self._ids[ref]

    def stored(self, ref: str) -> str | None:
        """Digest of the template as the platform stored it, which is what its copies are."""
        if self._workspace.templates[ref].library:
            return self._ledger.state.bindings[str(Address(kind="template", ref=ref))].seen
        return self._stored.get(ref)

    def remove(self) -> tuple[str, ...]:
        """Take the uploads out of the library again; the copies in the messages stay.

        The names of those that could not be removed: their intents stand, so that the next run does it.
        """
        left = []
        for ref, id_ in sorted(self._ids.items()):
            try:
                _delete(self._remote, id_)
                self._ledger.fulfil(UPLOAD + ref)
            except MktctlError:
                left.append(upload_name(ref))
        self._ids.clear()
        return tuple(left)

    def remove_left_over(self, ref: str) -> None:
        """What a run that was cut off had uploaded: looked up by name, since its answer may have been lost."""
        for template in find_templates(self._remote, upload_name(ref)):
            _delete(self._remote, template["id"])
        self._ledger.fulfil(UPLOAD + ref)


def upload_name(ref: str) -> str:
    """The name under which a template waits in the library to be copied."""
    return f"mktctl upload: {ref}"


def _delete(remote: Remote, id_: str) -> None:
    try:
        delete_template(remote, id_)
    except NotFound:
        return
