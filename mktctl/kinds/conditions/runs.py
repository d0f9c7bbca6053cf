"""What can be asked only while a flow runs: `sample:` and `not_sent:` (P19)."""

from mktctl.kinds.conditions.metrics import CHANNELS_ENGAGED
from mktctl.kinds.conditions.scope import UNREADABLE, Scope
from mktctl.kinds.conditions.windows import read_window
from mktctl.kinds.fields import Fields
from mktctl.kinds.percents import read_percent
from mktctl.model.condition import Condition, NotSent, Sample


def read_sample(fields: Fields, scope: Scope) -> Condition:
    """`sample: 50%`."""
    fields.only(frozenset({"sample"}), what="sample:")
    percent = read_percent(scope.report, fields.values["sample"], fields.at("sample"))
    return Sample(percent=percent) if percent is not None else UNREADABLE


def read_not_sent(fields: Fields, scope: Scope) -> Condition:
    """`not_sent: email, within: 3 days` or `ever: true`."""
    fields.only(frozenset({"not_sent", "within", "ever"}), what="not_sent:")
    channel = fields.choice("not_sent", CHANNELS_ENGAGED, default="email")
    if "within" not in fields and "ever" not in fields:
        hint = "Add  within: 3 days  or  ever: true"
        scope.error("CND021", fields.path, f"not_sent: {channel}: in which time?", hint)
        return UNREADABLE
    window = read_window(fields, scope)
    if window is None:
        return UNREADABLE
    return NotSent(channel=channel, window=window)  # type: ignore[arg-type]  # one of the three
