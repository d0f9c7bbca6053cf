"""`flows/<ref>.yaml`."""

from typing import Final

from mktctl.kinds.conditions.read import read_condition
from mktctl.kinds.conditions.scope import Scope
from mktctl.kinds.fields import Fields, fields_of
from mktctl.kinds.header import COMMON_KEYS, read_header
from mktctl.kinds.names import Names
from mktctl.kinds.reentry import read_reentry
from mktctl.kinds.report import Report, Source
from mktctl.kinds.sender import read_sender
from mktctl.kinds.steps.keys import with_keys
from mktctl.kinds.steps.read import read_steps
from mktctl.kinds.steps.setting import Setting
from mktctl.kinds.trigger import read_trigger
from mktctl.model.condition import Condition, SinceStart
from mktctl.model.flow import Flow, Status, Trigger
from mktctl.model.places import Problem
from mktctl.model.project import Metric

FLOW_KEYS: Final = COMMON_KEYS | {"trigger", "reentry", "only_if", "exit_when", "status", "defaults", "steps"}
STATUSES: Final = ("draft", "manual", "live")
_INSTEAD: Final = {
    "on": "Write trigger:; on: is true for many YAML tools", "when": "Write trigger:", "filter": "Write only_if:",
    "exit_if": "On the flow write exit_when: (leaves for good); exit_if: is a step", "actions": "Write steps:",
    "re_entry": "Write reentry:", "triggers": "Write trigger:", "exit": "Write exit_when:", "until": "Write exit_when:",
    "filters": "Write only_if:", "exit_on": "Write exit_when:", "metric": "It stands inside:  trigger: {metric: …}",
    "list": "It stands inside:  trigger: {list: …}", "segment": "It stands inside:  trigger: {segment: …}",
    "date": "It stands inside:  trigger: {date: …}",
    "price_drop": "It stands inside:  trigger: {price_drop: {by: 10%}}",
    "low_inventory": "It stands inside:  trigger: {low_inventory: {at_most: 10}}",
    "where": "It belongs into the trigger:  trigger: {metric: …, where: {…}}",
}  # fmt: skip
_STATUS_WORDS: Final = {
    **dict.fromkeys(("active", "on", "enabled", "running", "published", "true"), "live"),
    **dict.fromkeys(("inactive", "off", "disabled", "paused", "stopped", "false"), "draft"),
}
"""What people write who know other tools."""


def parse_flow(source: Source, ref: str, names: Names) -> tuple[Flow | None, list[Problem]]:
    """The flow, everything resolved. With an error among the problems, broken parts have stand-ins; None without a
    trigger.
    """
    report = Report(source)
    fields = fields_of(report, source.data, (), "a flow (name, trigger, steps)")
    if fields is None:
        return None, report.problems
    fields.only(FLOW_KEYS, instead=_INSTEAD, what="a flow")
    header = read_header(fields)
    scope = Scope(names=names, report=report, read=read_condition, default_window=None, in_flow=True)
    trigger, event = read_trigger(fields, scope)
    reentry = read_reentry(fields, scope, trigger)
    status: Status = fields.choice("status", STATUSES, default="draft", instead=_STATUS_WORDS)  # type: ignore[assignment]  # one of STATUSES
    only_if = _condition(fields, "only_if", scope)
    since_start = Scope(names=names, report=report, read=read_condition, default_window=SinceStart(), in_flow=True)
    exit_when = _condition(fields, "exit_when", since_start)
    setting = _setting(fields, scope, status, trigger, event)
    steps = read_steps(fields, "steps", setting) if fields.require("steps", "Such as  - email: welcome-1") else ()
    steps = with_keys(steps, report)
    if trigger is None:
        return None, report.problems
    flow = Flow(
        ref=ref, **header, trigger=trigger, reentry=reentry, steps=steps, status=status, only_if=only_if,
        exit_when=exit_when,
    )  # fmt: skip
    return flow, report.problems


def _condition(fields: Fields, key: str, scope: Scope) -> Condition | None:
    return read_condition(fields.values[key], fields.at(key), scope) if key in fields else None


def _setting(fields: Fields, scope: Scope, status: Status, trigger: Trigger | None, event: Metric | None) -> Setting:
    """The flow's own defaults over the project's."""
    given = scope.names.project.defaults
    branches = Scope(
        names=scope.names, report=scope.report, read=scope.read, default_window=None, in_flow=True, event=event
    )
    smart_sending, utm, sender = given.smart_sending, given.utm, None
    if below := fields.below("defaults", "what the flow's messages have: smart_sending, utm, from"):
        below.only(frozenset({"smart_sending", "utm", "from"}), what="defaults:")
        smart_sending = below.flag("smart_sending", default=smart_sending)
        utm = below.flag("utm", default=utm)
        sender = read_sender(below, "from")
    return Setting(
        scope=scope, branches=branches, trigger=trigger, status=status, smart_sending=smart_sending, utm=utm,
        quiet_hours=given.quiet_hours, sender=sender, read=read_steps,
    )  # fmt: skip
