"""The state: which remote object each ref is bound to, and what was last applied and seen there."""

from datetime import datetime
from typing import Final

import msgspec

STATE_VERSION: Final = 1


class ActionBinding(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One action of a flow on the platform, by its compiled key.

    `template_id` is the flow's own copy; `content` the digest of the HTML and text that were sent for it.
    """

    id: str
    message_id: str | None = None
    template_id: str | None = None
    content: str | None = None
    stored: str | None = None
    """Digest of the HTML and text as the platform stored them, in its own words."""
    secrets: dict[str, str] = {}
    """Of a webhook: header name to the digest of the secret value that was sent (P55)."""
    ends: str | None = None
    """Of an A/B test: when it ends, as it was worked out at its first apply; never worked out again (P33)."""
    after: str | None = None
    """Of an A/B test: the span of the files that `ends` was worked out from, such as `14 days`."""


class Binding(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A remote object. `applied` and `seen` are digests (SHA-256, hex); `updated` is the platform's own stamp."""

    id: str
    name: str
    applied: str = ""
    seen: str = ""
    updated: str = ""
    tags: tuple[str, ...] = ()
    """Tags that an apply added; only these are ever taken away again."""
    actions: dict[str, ActionBinding] = {}
    """Of a flow: compiled action key to action. Of a campaign: name of a variation to that variation."""
    parts: dict[str, str] = {}
    """Only of a campaign: its audience and its message by their words, to their ids."""
    needs: dict[str, str] = {}
    """Of a flow, and of a template the blocks: each address that it names to the id that was written for it."""
    replaced: tuple[str, ...] = ()
    """Only of a flow: ids of the flows of ours that it followed; they stay as drafts of the same name."""


class Intent(msgspec.Struct, frozen=True, kw_only=True):
    """A create that was about to be sent: looked up by name before it is ever sent again."""

    kind: str
    name: str
    started: datetime
    others: tuple[str, ...] = ()
    """Ids of the objects of that name which were there before: none of them can be what was created."""


class State(msgspec.Struct, frozen=True, kw_only=True):
    """Everything mktctl remembers of one account. Keys are addresses as text, such as `flow/welcome`."""

    account: str
    version: int = STATE_VERSION
    bindings: dict[str, Binding] = {}
    intents: dict[str, Intent] = {}
    spent: dict[str, dict[str, int]] = {}
    """Account day (ISO date) to operation to requests sent, for operations with a daily cap."""
