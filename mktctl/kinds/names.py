"""What the files may refer to."""

from collections.abc import Mapping
from typing import TypeVar

import msgspec

from mktctl.model.project import Metric, Project
from mktctl.model.template import EmailTemplate, PushTemplate, SmsTemplate, Template, WhatsAppTemplate

OneTemplate = TypeVar("OneTemplate", EmailTemplate, SmsTemplate, PushTemplate, WhatsAppTemplate)


class Names(msgspec.Struct, frozen=True, kw_only=True):
    """Every resource by ref. `partial`: mktctl.yaml has errors itself, so what it lacks is nobody else's mistake."""

    project: Project
    segments: frozenset[str] = frozenset()
    templates: Mapping[str, Template | None] = {}
    """Built, of every channel. One with mistakes of its own is None: it exists, but nothing more is known."""
    partial: bool = False

    def metric_named(self, name: str) -> Metric | None:
        """The metric that is called `name` on the platform, for people who write that instead of the ref."""
        folded = name.casefold()
        return next((metric for metric in self.project.metrics.values() if metric.name.casefold() == folded), None)

    def template(self, ref: str, kind: type[OneTemplate]) -> OneTemplate | None:
        """The template of that channel; None when there is none, or nothing more is known of it."""
        found = self.templates.get(ref)
        return found if isinstance(found, kind) else None
