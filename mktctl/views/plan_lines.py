"""Words and numbers of a plan that its text and its Markdown share."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from mktctl.planning.changes import Change, FieldChange, Plan, StepChange
from mktctl.planning.steps import ScheduleCampaign, SeedMetric, SetFlowStatus
from mktctl.views.condition_words import groups_in_words
from mktctl.views.flow_starts import again_words, start_words, trigger_words

ACTION_WORDS: Final = {
    "send-email": "email",
    "send-sms": "sms",
    "send-mobile-push": "push",
    "send-whatsapp": "whatsapp",
    "send-internal-alert": "alert",
    "ab-test": "A/B test",
    "time-delay": "wait",
    "target-date": "date",
    "countdown-delay": "wait for a date",
    "back-in-stock-delay": "wait until back in stock",
    "conditional-split": "split",
    "trigger-split": "split",
    "multi-branch-split": "switch",
    "send-webhook": "webhook",
    "update-profile": "update profile",
    "list-update": "list change",
}
_FIELD_WORDS: Final = {
    "message.subject_line": "subject",
    "message.preview_text": "preview text",
    "message.template_id": "mail body",
    "message.smart_sending_enabled": "smart sending",
    "message.add_tracking_params": "UTM tracking",
    "message.from_email": "from address",
    "message.from_label": "from name",
    "message.reply_to_email": "reply-to",
    "message.additional_filters": "only if",
    "message.name": "message name",
    "message.body": "text",
    "message.title": "title",
    "message.dynamic_image": "image",
    "message.add_org_prefix": "brand in front",
    "message.add_opt_out_language": "opt-out words",
    "message.sms_quiet_hours_enabled": "quiet hours",
    "message.shorten_links": "short links",
    "message.action_buttons": "buttons",
    "message.to_emails": "to",
    "message.vendor_id": "approved template",
    "shares": "shares",
    "winner_metric": "winner by",
    "winner.automatic_end_date": "test ends",
    "winner.automatic_end_statistical_certainty": "test ends when certain",
    "winner.enabled": "picks a winner",
    "branches": "ways",
    "profile_filter": "flow filter",
    "triggers": "trigger",
    "reentry_criteria": "re-entry",
    "opt_in_process": "opt-in",
    "is_starred": "starred",
    "definition": "who",
    "html": "mail body",
    "schedule": "sent",
    "send_settings": "clock",
    "ab_test": "test",
    "audience.included": "to",
    "audience.excluded": "leaves out",
}
_ONLY_VERSION: Final = "Main"
"""What the one version of a campaign's message is called on the platform: nobody needs to read it."""
_IN_WORDS: Final = frozenset({"schedule", "send_settings", "ab_test", "audience.included", "audience.excluded"})
"""Fields whose values are words already."""
_VALUE_WIDTH_MAX: Final = 90
_TIGHT_SHARE: Final = 0.2
"""From this share of a daily cap on, a plan names it."""


def field_word(path: str) -> str:
    """The name of a field as a marketer says it; the platform's path where there is none."""
    if path.startswith("variations."):
        return _version_word(path.removeprefix("variations."))
    return _FIELD_WORDS.get(path) or _FIELD_WORDS.get(path.split(".")[0]) or path


def _version_word(path: str) -> str:
    """A field of one version of a campaign's message, or the version as a whole."""
    name, _, key = path.partition(".")
    if not key:
        return f"version {name}"
    word = "subject" if key == "subject" else _FIELD_WORDS.get(f"message.{key}", key)
    return word if name == _ONLY_VERSION else f"{name}, {word}"


def field_line(field: FieldChange) -> str:
    """`subject: "10% off" → "A gift for you"`; a new body says only that it is new."""
    word = field_word(field.path)
    if word.endswith("mail body"):
        return f"{word}: new content" if field.before else f"{word}: set"
    if word == "wait" and field.before is not None:
        return f"{word}: {field.before} → {field.after}"
    if field.path in _IN_WORDS:
        return f"{word}: {field.before} → {field.after}" if field.before and field.after else _came_or_went(word, field)
    if field.after is None and field.path.startswith("variations."):
        return f"{word}: {value_words(field.before)} is taken away"
    if field.before is None:
        return f"{word}: {value_words(field.after)}"
    return f"{word}: {value_words(field.before)} → {value_words(field.after)}"


def _came_or_went(word: str, field: FieldChange) -> str:
    return f"{word}: {field.after}" if field.after else f"{word}: {field.before} no more"


def value_words(value: Any) -> str:
    """A value as text, conditions in words, long ones cut with an ellipsis."""
    if value is None:
        return "(none)"
    if isinstance(value, Mapping) and "condition_groups" in value:
        return groups_in_words(value)
    if isinstance(value, Mapping) and "duration" in value:
        return again_words(value)
    if isinstance(value, list) and value and all(isinstance(one, Mapping) and "type" in one for one in value):
        return ", ".join(trigger_words(one) for one in value)
    if isinstance(value, str):
        text = value if len(value) <= _VALUE_WIDTH_MAX else value[: _VALUE_WIDTH_MAX - 1] + "…"
        return text if value in ("draft", "manual", "live", "scheduled") else f'"{text}"'
    if isinstance(value, bool):
        return "on" if value else "off"
    text = str(value)
    return text if len(text) <= _VALUE_WIDTH_MAX else text[: _VALUE_WIDTH_MAX - 1] + "…"


def start_line(change: Change) -> str:
    """How a new flow starts, when people may come again, and who goes on: `starts with registered; never again`."""
    fields = {field.path: field.after for field in change.fields}
    parts: list[str] = []
    parts.extend(start_words(trigger) for trigger in fields.get("triggers") or [])
    if again := fields.get("reentry_criteria"):
        parts.append(again_words(again))
    if goes_on := fields.get("profile_filter"):
        parts.append(f"goes on while {groups_in_words(goes_on)}")
    return "; ".join(parts)


def shown_changes(plan: Plan) -> tuple[Change, ...]:
    """What a reader needs to see: everything but resources without a change and without a note."""
    return tuple(change for change in plan.changes if change.verdict not in ("none", "history") or change.notes)


def step_word(step: StepChange) -> str:
    """What kind of step it is."""
    return ACTION_WORDS.get(step.type, step.type)


def summary(plan: Plan) -> str:
    """The plan's last line: `Plan: 9 to create, 1 to change, 0 to replace; 2 flows go live. …`."""
    left_out = f"{len(plan.left_out)} {'thing is' if len(plan.left_out) == 1 else 'things are'} left out."
    if plan.is_empty and plan.left_out and not plan.blockers:
        return f"Nothing to apply; {left_out}"
    if plan.is_empty and not plan.blockers:
        count = sum(change.verdict == "none" for change in plan.changes if change.address.kind != "metric")
        over = sum(change.verdict == "history" for change in plan.changes)
        history = f"; {over} {'campaign is' if over == 1 else 'campaigns are'} history" if over else ""
        return f"No changes. {count} {'resource is' if count == 1 else 'resources are'} as the files say{history}."
    counted = Counter(change.verdict for change in plan.changes if change.address.kind != "metric")
    parts = [
        f"{counted['create']} to create",
        f"{counted['update']} to change",
        f"{counted['replace']} to replace",
    ]
    if counted["due"]:
        parts.append(f"{counted['due']} came due")
    if counted["bind"]:
        parts.append(f"{counted['bind']} to note")
    seeded = sum(isinstance(step, SeedMetric) for step in plan.steps)
    live = sum(isinstance(step, SetFlowStatus) and step.status == "live" for step in plan.steps)
    going = [f"{seeded} {'metric gets its' if seeded == 1 else 'metrics get their'} first event"] if seeded else []
    going += [f"{live} {'flow goes' if live == 1 else 'flows go'} live"] if live else []
    sent = sum(isinstance(step, ScheduleCampaign) for step in plan.steps)
    going += [f"{sent} {'campaign is' if sent == 1 else 'campaigns are'} scheduled"] if sent else []
    blocked = f" {len(plan.blockers)} {'thing has' if len(plan.blockers) == 1 else 'things have'} to be mended first."
    rest = f"; {', '.join(going)}" if going else ""
    left = f" {left_out}" if plan.left_out else ""
    return f"Plan: {', '.join(parts)}{rest}.{left}{blocked if plan.blockers else ''}"


def cost(plan: Plan) -> str:
    """What apply costs in requests, and how long the limits make it take at least."""
    requests = sum(call.count for call in plan.calls)
    if not requests:
        return ""
    tight = [
        f"{call.spent + call.count} of the day's {call.daily} {call.operation}"
        for call in plan.calls
        if call.daily is not None and call.spent + call.count >= _TIGHT_SHARE * call.daily
    ]
    seconds = round(plan.seconds)
    time = "a few seconds" if seconds < 10 else f"{seconds} s" if seconds < 120 else f"{round(seconds / 60)} min"
    budget = f"; {', '.join(tight)}" if tight else ""
    return f"{requests} requests, {time} at least under Klaviyo's limits{budget}"
