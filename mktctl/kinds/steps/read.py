"""STEP: the word `exit`, or an object with exactly one verb."""

from collections.abc import Callable, Mapping
from typing import Final

from mktctl.kinds.fields import Fields
from mktctl.kinds.spelling import either, listed, nearest, shown
from mktctl.kinds.steps.alerts import read_alert
from mktctl.kinds.steps.branches import read_exit_if, read_if
from mktctl.kinds.steps.changes import read_add_to_list, read_remove_from_list, read_update_profile
from mktctl.kinds.steps.mails import read_email
from mktctl.kinds.steps.messages import read_push, read_sms, read_whatsapp
from mktctl.kinds.steps.raw_steps import read_raw
from mktctl.kinds.steps.setting import UNREADABLE, Setting
from mktctl.kinds.steps.waits import read_wait
from mktctl.kinds.steps.ways import read_split, read_switch
from mktctl.kinds.steps.webhooks import read_webhook
from mktctl.model.flow import AnyStep, Exit
from mktctl.model.places import KEY, Path

VERBS: Final[Mapping[str, Callable[[Fields, Setting], AnyStep]]] = {
    "email": read_email,
    "sms": read_sms,
    "push": read_push,
    "whatsapp": read_whatsapp,
    "wait": read_wait,
    "if": read_if,
    "switch": read_switch,
    "split": read_split,
    "exit_if": read_exit_if,
    "update_profile": read_update_profile,
    "add_to_list": read_add_to_list,
    "remove_from_list": read_remove_from_list,
    "webhook": read_webhook,
    "alert": read_alert,
    "raw": read_raw,
}
_KINDS_OF_STEP: Final = frozenset({"type", "action", "kind", "step", "verb"})
_INSTEAD: Final = {
    "send": "email", "mail": "email", "template": "email", "send_email": "email", "message": "email",
    "delay": "wait", "sleep": "wait", "condition": "if", "branch": "if", "case": "switch",
    "text": "sms", "send_sms": "sms", "notification": "push", "send_push": "push",
    "branches": "switch", "random": "split", "random_split": "split", "percent": "split", "notify": "alert",
    "internal_alert": "alert", "ab_test": "email: …  with  ab_test: {…}  beside it",
    "when": "if",
    "hook": "webhook", "http": "webhook", "set": "update_profile", "subscribe": "add_to_list",
    "unsubscribe": "remove_from_list", "stop": "exit", "end": "exit", "send_mail": "email", "mailing": "email",
    "wait_until": "wait", "wait_for": "wait", "pause": "wait", "time_delay": "wait", "timer": "wait",
    "conditional_split": "if", "unless": "if: {not: …}", "exit_when": "exit_if", "leave_if": "exit_if",
    "set_property": "update_profile", "update_property": "update_profile", "set_profile": "update_profile",
    "list": "add_to_list", "finish": "exit",
}  # fmt: skip


def read_steps(fields: Fields, key: str, setting: Setting) -> tuple[AnyStep, ...]:
    """The list of steps under `key`; one with errors is replaced, so that the others keep their numbers."""
    expected = "a list of steps, each of which begins with - and its verb"
    items = fields.items(key, expected, fewest=1, hint=_as_list(fields.values[key], key, setting))
    path = fields.at(key)
    return tuple([_step(item, (*path, index), setting) for index, item in enumerate(items)])


def _as_list(value: object, key: str, setting: Setting) -> str:
    """How a single step is written that is meant as a list of one."""
    if isinstance(value, str) and (found := setting.scope.names.templates.get(value)) is not None:
        return f"Write  {key}: [{{{found.channel}: {value}}}]"
    if isinstance(value, dict) and value.keys() & VERBS.keys():
        return f"Put a dash in front of each step:  {key}: [{{{next(iter(value))}: …}}]"
    return f"Write  {key}: [exit]" if value == "exit" else "Such as  - email: welcome-1" if value is None else ""


def _step(value: object, path: Path, setting: Setting) -> AnyStep:
    report = setting.scope.report
    if value == "exit":
        return Exit(key="")
    if not isinstance(value, dict):
        _refuse_word(value, path, setting)
        return UNREADABLE
    if "exit" in value and len(value) == 1:
        report.error("FLW008", path, "exit stands alone", "Write  - exit")
        return UNREADABLE
    verbs = list(filter(VERBS.__contains__, value))
    if len(verbs) == 1:
        return VERBS[verbs[0]](Fields(report, value, path), setting)
    if verbs:
        message = f"one verb a step; here are {listed(verbs)}"
        report.error("FLW007", (*path, verbs[1], KEY), message, f"Begin a step of its own:  - {verbs[1]}: …")
    else:
        _refuse_unknown(value, path, setting)
    return UNREADABLE


def _refuse_word(value: object, path: Path, setting: Setting) -> None:
    report = setting.scope.report
    if isinstance(value, str) and value in setting.scope.names.templates:
        found = setting.scope.names.templates[value]
        hint = f"Write  - {found.channel if found is not None else 'email'}: {value}"
        report.error("FLW006", path, f"a step begins with its verb; {value} is a template", hint)
        return
    hint = "Such as  - email: welcome-1,  - wait: 2 days  or  - exit"
    if isinstance(value, str) and (near := nearest(value, ["exit"])):
        hint = f"Did you mean {near}?"
    elif isinstance(value, str) and (word := value.split(":")[0].split()[0] if value.split() else "") in VERBS:
        hint = f"Put a colon and a blank behind the verb:  - {word}: …"
    report.error("FLW006", path, f"a step begins with its verb, or is the word exit; not {shown(value)}", hint)


def _refuse_unknown(value: dict[str, object], path: Path, setting: Setting) -> None:
    report = setting.scope.report
    first = next(iter(value), "")
    if first in ("then", "else"):
        message = f"{first}: belongs to the if: above it"
        report.error("FLW006", (*path, first, KEY), message, "Take away its dash, and put it under the i of if:")
    elif first in _KINDS_OF_STEP and isinstance(value[first], str):
        message = f"a step begins with its verb; {first}: is none"
        report.error("FLW006", (*path, first, KEY), message, _with_its_verb(value, first))
    elif first in _INSTEAD:
        report.error("FLW006", (*path, first, KEY), f"{first}: is no verb", f"Write  {_INSTEAD[first]}")
    elif near := nearest(first, VERBS):
        report.error("FLW006", (*path, first, KEY), f"{shown(first)} is no verb", f"Did you mean {near}?")
    else:
        at = (*path, first, KEY) if first else path
        report.error("FLW006", at, "a step begins with its verb, or is the word exit", f"One of {either(VERBS)}")


def _with_its_verb(value: Mapping[str, object], key: str) -> str:
    """`{type: email, template: hello}` the way it is written here."""
    word = str(value[key]).lower().replace("-", "_").replace(" ", "_")
    verb = word if word in VERBS else _INSTEAD.get(word, "")
    if verb not in VERBS:
        return f"One of {either(VERBS)}"
    other = next((one for name, one in value.items() if name != key and isinstance(one, str | int)), None)
    return f"Write  - {verb}: {'…' if other is None else shown(other)}"
