"""Waits as the tables write them: `1 day until 02:30 on mon fri`, `2 days before 2026-12-24`, `target 2026-12-24`."""

import re
from datetime import date, datetime
from zoneinfo import ZoneInfo

from mktctl.engine.flows.delays import due_after
from mktctl.engine.flows.setting import Setting
from mktctl.model.duration import Duration, Unit
from mktctl.model.flow_graph import DelayNode, TargetDateNode

_WAIT = re.compile(
    r"(?:(?P<target>target)|(?P<amount>\d+) (?P<unit>minute|hour|day|week|month)s?(?: (?P<minutes>\d+) minutes)?)"
    r"(?: before)?(?: (?P<date>\d{4}-\d\d-\d\d))?(?: until (?P<at>[\d:]+))?(?: on (?P<weekdays>[a-z ]+))?"
    r"(?: in (?P<zone>\S+))?"
)
NEW_YORK = Setting(zone="America/New_York")


def due(
    wait: str, entered: str, person_zone: str | None, setting: Setting = NEW_YORK, *, ahead: Duration | None = None
) -> datetime:
    """`entered` is local time of the person, or of the account, or has an offset of its own."""
    found = _WAIT.fullmatch(wait)
    assert found is not None, wait
    at = None if found["at"] is None else f"{found['at']}:00"
    zone, weekdays = found["zone"] or "profile", tuple((found["weekdays"] or "").split())
    moment = datetime.fromisoformat(entered)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=ZoneInfo(person_zone or setting.zone))
    occurrence = None if found["date"] is None else date.fromisoformat(found["date"])
    if found["target"]:
        target = TargetDateNode(id="t", next=None, zone=zone, at=at, weekdays=weekdays)
        before = ahead or Duration(amount=0, unit="day")
        return due_after(target, moment, person_zone=person_zone, setting=setting, date=occurrence, before=before)
    units: dict[str, Unit] = {"minute": "minute", "hour": "hour", "day": "day", "week": "week", "month": "month"}
    span = Duration(amount=int(found["amount"]), unit=units[found["unit"]], minutes=int(found["minutes"] or 0))
    delay = DelayNode(id="d", next=None, span=span, zone=zone, at=at, weekdays=weekdays, counts_down=" before" in wait)
    return due_after(delay, moment, person_zone=person_zone, setting=setting, date=occurrence)
