"""What a test may say of its flow: the templates that it sends, and the keys of its steps."""

from typing import Final

import msgspec

from mktctl.kinds.fields import Fields
from mktctl.kinds.spelling import did_you_mean, shown
from mktctl.model.condition import Channel
from mktctl.model.flow import Email, Flow, Push, Sms, WhatsApp
from mktctl.model.steps import all_steps

_CHANNELS: Final[dict[type, Channel]] = {Email: "email", Sms: "sms", Push: "push", WhatsApp: "whatsapp"}


class FlowNames(msgspec.Struct, frozen=True, kw_only=True):
    """Template to channel, versions of tests by template, and every step's key; None of a flow with mistakes."""

    ref: str
    templates: dict[str, Channel] | None = None
    variants: dict[str, tuple[str, ...]] = {}
    keys: frozenset[str] = frozenset()

    def template(self, fields: Fields, key: str, *, channel: Channel | None = None) -> str | None:
        """A template that the flow sends, in this channel if one is named."""
        ref = fields.text(key)
        if not ref or self.templates is None:
            return ref or None
        found = self.templates.get(ref)
        if found is None:
            known = [one for one, sent in self.templates.items() if channel in (None, sent)]
            fields.error("TST003", key, f"flow/{self.ref} sends no {shown(ref)}", did_you_mean(ref, known))
        elif channel not in (None, found):
            fields.error("TST003", key, f"{ref} is of channel {found}", f"Write  {found}: {ref}")
        else:
            return ref
        return None

    def step(self, fields: Fields, key: str) -> str | None:
        """A template that the flow sends, or the key of one of its steps."""
        name = fields.text(key)
        if not name or self.templates is None or name in self.templates or name in self.keys:
            return name or None
        known = [*self.templates, *self.keys]
        fields.error("TST003", key, f"flow/{self.ref} has no {shown(name)}", did_you_mean(name, known))
        return None


def names_of(flow: Flow) -> FlowNames:
    """What can be said of this flow."""
    steps = tuple(all_steps(flow.steps))
    messages = [one for one in steps if isinstance(one, Email | Sms | Push | WhatsApp)]
    return FlowNames(
        ref=flow.ref,
        templates={one.template: _CHANNELS[type(one)] for one in messages},
        variants={
            one.template: tuple(version.name for version in one.ab_test.variants)
            for one in messages
            if isinstance(one, Email | Sms) and one.ab_test is not None
        },
        keys=frozenset(one.key for one in steps),
    )
