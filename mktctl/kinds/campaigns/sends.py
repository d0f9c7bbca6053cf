"""SEND: at a time, on a day at each person's best time, or again and again."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final, Literal

from mktctl.kinds.campaigns.moments import hold_against_clock, read_day, read_send_time
from mktctl.kinds.campaigns.recurrences import CRON_KEYS, EVERY_KEYS, every_meant, read_cron, read_every
from mktctl.kinds.fields import Fields
from mktctl.kinds.spelling import listed, shown
from mktctl.kinds.times import read_zone, right_time
from mktctl.model.campaign import Send, SendAt, SendSmart, Spread
from mktctl.model.places import KEY

PERCENTS: Final = (1, 2, 5, 10, 11, 13, 14, 17, 20, 25, 33, 50)
"""What Klaviyo takes (klaviyo-api.md 4.1): whole numbers of parts, more or less."""
AT_KEYS: Final = frozenset({"at", "timezone", "if_past", "spread"})
SMART_KEYS: Final = frozenset({"smart"})
SEND_KEYS: Final = AT_KEYS | SMART_KEYS | EVERY_KEYS | CRON_KEYS
_DAYS_AND_TIME: Final = re.compile(r"(.+?),? (?:at )?([0-9].*)")
_FORMS: Final = ("smart", "every", "cron")
_EXAMPLE: Final = "Such as  send: {at: 2026-11-27 09:00}"
_INSTEAD: Final = {
    "date": "Write  at: 2026-11-27 09:00", "datetime": "Write  at: 2026-11-27 09:00", "on": "Write at:; on: is true "
    "for many YAML tools", "time": "It stands with the day:  at: 2026-11-27 09:00", "zone": "Write timezone:",
    "tz": "Write timezone:", "in": "Write timezone:", "local": "Write  timezone: recipient",
    "strategy": "Write  at: …,  smart: …  or  every: …", "throttle": "Write  spread: 20% per hour",
    "throttled": "Write  spread: 20% per hour", "start": "Write from:", "end": "Write until:", "to": "Write until:",
    "repeat": "Write every:", "weekdays": "Write every:", "days": "Write every:", "skip": "Write except:",
    "exclude": "Write except:", "weekly": 'Write  every: tuesday, at: "09:00"', "best_time": "Write  smart: 2026-11-27",
    "daily": 'Write  every: day, at: "09:00"', "monthly": 'Write  every: 1st of month, at: "09:00"',
    "past": "Write if_past:", "winner": "It stands inside:  ab_test: {…}",
    "now": "Take send: out, or give it a time; to send now run  mktctl send",
}  # fmt: skip
_ELSEWHERE: Final = {
    "at": {
        **dict.fromkeys(("from", "until", "except", "horizon"), "It is for what comes again:  every: tuesday"),
    },
    "smart": {
        **dict.fromkeys(("at", "timezone", "if_past"), "Klaviyo picks each person's time of that day"),
        "spread": "Klaviyo spreads it over that day as it likes",
        **dict.fromkeys(("from", "until", "except", "horizon"), "It is for what comes again:  every: tuesday"),
    },
    "every": {"if_past": "Who is past it gets the next day's", "spread": "It is for a single campaign:  at: …"},
    "cron": {
        "if_past": "Who is past it gets the next day's", "spread": "It is for a single campaign:  at: …",
        "at": 'The time is in the cron:  "0 9 * * TUE"  is 09:00',
    },
}  # fmt: skip
"""Words of SEND that another form has."""
_PAST_WORDS: Final = {
    **dict.fromkeys(("tomorrow", "next day", "next-day", "later"), "next_day"),
    **dict.fromkeys(("immediately", "immediate", "at once", "send_now"), "now"),
}
_SPREAD: Final = re.compile(r"([0-9]+) ?% ?(?:per|an|a|every|each|/) ?(hour|minute|h|min)")


def read_send(fields: Fields, ref: str, account: str) -> Send | None:
    """`send:` with its zone resolved; `account` is the account's. None with an error."""
    if not fields.require("send", f"{_EXAMPLE}  or  send: {{every: tuesday, at: \"09:00\"}}", code="CMP005",
                          message="when is it sent?"):  # fmt: skip
        return None
    value = fields.values["send"]
    if not isinstance(value, dict):
        _refuse_word(fields, value, ref)
        return None
    below = Fields(fields.report, value, fields.at("send"))
    forms = [form for form in _FORMS if form in below] or (["at"] if "at" in below else [])
    if len(forms) != 1:
        _refuse_forms(below, forms)
        return None
    match forms[0]:
        case "smart":
            _only(below, SMART_KEYS, "smart")
            day = read_day(below.report, value["smart"], below.at("smart"))
            return SendSmart(day=day, zone=account) if day else None
        case "every":
            _only(below, EVERY_KEYS, "every")
            return read_every(below, _zone(below, account))
        case "cron":
            _only(below, CRON_KEYS, "cron")
            return read_cron(below, _zone(below, account))
    _only(below, AT_KEYS, "at")
    return _at(below, account)


def _only(below: Fields, known: frozenset[str], form: str) -> None:
    instead: Mapping[str, str] = {**_INSTEAD, **_ELSEWHERE[form]}
    below.only(known, instead=instead, what=f"send: with {form}:")


def _zone(below: Fields, account: str) -> str:
    """The account's unless another one is said."""
    if "timezone" not in below:
        return account
    found = read_zone(below.report, below.values["timezone"], below.at("timezone"), words=("account", "recipient"))
    return account if found in (None, "account") else found


def _at(below: Fields, account: str) -> SendAt | None:
    at = read_send_time(below.report, below.values["at"], below.at("at"))
    zone = _zone(below, account)
    spread = _spread(below)
    if_past: Literal["next_day", "now"] = "next_day"
    if "if_past" in below:
        chosen = below.choice("if_past", ("next_day", "now"), default="next_day", instead=_PAST_WORDS)
        if_past = "now" if chosen == "now" else "next_day"
        if zone != "recipient":
            message = "if_past: is for people in whose zone it is later already"
            hint = "Add  timezone: recipient,  or take if_past: out"
            below.report.error("CMP010", (*below.at("if_past"), KEY), message, hint)
    if at is None or (zone != "recipient" and not hold_against_clock(below.report, at, zone, below.at("at"))):
        return None
    return SendAt(at=at, zone=zone, if_past=if_past, spread=spread)


def _spread(below: Fields) -> Spread | None:
    if "spread" not in below:
        return None
    value, path = below.values["spread"], below.at("spread")
    found = _SPREAD.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        message = f"spread: is a part of the people for each hour or minute, not {shown(value)}"
        below.report.error("CMP011", path, message, "Write it like  spread: 20% per hour")
        return None
    percent, unit = int(found[1]), "hour" if found[2].startswith("h") else "minute"
    if f"{percent}% per {unit}" != value:
        below.report.error("CMP011", path, f"{value} is not how it is written", f"Write  spread: {percent}% per {unit}")
        return None
    if percent not in PERCENTS:
        close = min(PERCENTS, key=lambda one: abs(one - percent))
        message = f"Klaviyo has no parts of {percent}%: {', '.join(map(str, PERCENTS))}"
        below.report.error("CMP011", path, message, f"Write  spread: {close}% per {unit}")
        return None
    return Spread(percent=percent, unit="hour" if unit == "hour" else "minute")


def _refuse_forms(below: Fields, forms: list[str]) -> None:
    if forms:
        message = f"a campaign is sent in one way; here are {listed(f'{form}:' for form in forms)}"
        hint = f"Keep {forms[0]}: or {forms[1]}:"
        below.report.error("CMP005", (*below.at(forms[1]), KEY), message, hint)
        return
    below.only(SEND_KEYS, instead=_INSTEAD, what="send:")
    if not below.values.keys() - SEND_KEYS:
        hint = "Write one of  at: 2026-11-27 09:00,  smart: 2026-11-27  and  every: tuesday"
        below.report.error("CMP005", below.path, "when is it sent?", hint)


def _refuse_word(fields: Fields, value: object, ref: str) -> None:
    """`send: now`, `send: 2026-11-27 09:00`, `send: tuesday`."""
    word = str(value).strip().lower()
    if word in ("now", "immediately", "immediate", "at once", "asap"):
        message = "sending now is an act, not a state: it would happen again with every apply"
        hint = (
            f"Give it a time,  send: {{at: 2026-11-27 09:00}},  and to send before that run  mktctl send campaign/{ref}"
        )
        fields.error("CMP006", "send", message, hint)
        return
    hint = _EXAMPLE
    if isinstance(value, str) and re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        hint = f"Write  send: {{at: {value}}}" if " " in value else f"Write  send: {{at: {value} 09:00}}"
    elif word in ("smart", "smart_send_time", "best time"):
        hint = f"Write  send: {{smart: {date(2026, 11, 27)}}}"
    elif isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict):
        hint = "Take its dash away:  send: {…}"
    elif (found := _DAYS_AND_TIME.fullmatch(word)) and right_time(found[2]) and (meant := every_meant(found[1])):
        hint = f"Write  send: {{every: {meant}, at: {right_time(found[2])}}}"
    elif meant := every_meant(word):
        hint = f'Write  send: {{every: {meant}, at: "09:00"}}'
    fields.error("CMP005", "send", f"send: says when, in words of its own; not {shown(value)}", hint)
