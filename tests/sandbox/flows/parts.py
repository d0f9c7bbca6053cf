"""Parts of definitions, as short as they can be."""

from typing import Any

Json = dict[str, Any]


def email(key: str, following: str | None = None, template: str | None = None, **message: Any) -> Json:
    """A mail with a temporary id."""
    content = {"name": key, "subject_line": "Hello", "from_email": "a@example.com", "from_label": "Shop", **message}
    if template is not None:
        content["template_id"] = template
    return {
        "temporary_id": key,
        "type": "send-email",
        "links": {"next": following},
        "data": {"status": "draft", "message": content},
    }


def delay(key: str, following: str | None = None, **data: Any) -> Json:
    """A wait of two days, unless said otherwise."""
    return {
        "temporary_id": key,
        "type": "time-delay",
        "links": {"next": following},
        "data": {"unit": "days", "value": 2, **data},
    }


def split(key: str, yes: str | None, no: str | None, *conditions: Json) -> Json:
    """A conditional split; half of the people, unless conditions are given."""
    return {
        "temporary_id": key,
        "type": "conditional-split",
        "links": {"next_if_true": yes, "next_if_false": no},
        "data": {"profile_filter": groups(*conditions) if conditions else groups(SAMPLE)},
    }


def branches(key: str, *following: str | None) -> Json:
    """A multi-branch split with as many branches; the last takes the rest."""
    return {
        "temporary_id": key,
        "type": "multi-branch-split",
        "data": {
            "name": key,
            "branches": [
                {
                    "branch_id": f"{key}-{index}",
                    "is_else": index == len(following) - 1,
                    "branch_filter": None if index == len(following) - 1 else groups(SAMPLE),
                    "links": {"next": target},
                    "name": f"branch {index}",
                }
                for index, target in enumerate(following)
            ],
        },
    }


def groups(*conditions: Json) -> Json:
    """Each condition in a group of its own: all must hold."""
    return {"condition_groups": [{"conditions": [condition]} for condition in conditions]}


def ordered(metric_id: str, **more: Any) -> Json:
    """Placed the metric's event never since the flow started."""
    return {
        "type": "profile-metric",
        "metric_id": metric_id,
        "measurement": "count",
        "measurement_filter": {"type": "numeric", "operator": "equals", "value": 0},
        "timeframe_filter": {"type": "date", "operator": "flow-start"},
        **more,
    }


def flow(trigger: Json, *actions: Json, **more: Any) -> Json:
    """A definition that begins with the first action."""
    return {
        "triggers": [trigger],
        "actions": list(actions),
        "entry_action_id": actions[0]["temporary_id"] if actions else None,
        **more,
    }


def birthday() -> Json:
    """A trigger by a date of the profile."""
    return {
        "type": "date",
        "date_field_type": "profile-property",
        "date_profile_property": "properties['birthday']",
        "timedelta_value_before_date": 0,
        "trigger_time": "09:00:00",
    }


def target_date() -> Json:
    """What the flow of such a trigger begins with."""
    return {"temporary_id": "t", "type": "target-date", "data": {}}


def operation(kind: str, value: object) -> Json:
    """One change of a profile."""
    return {
        "operator": "create",
        "property_type": kind,
        "property_key": "properties['x']",
        "property_value": value,
    }


def alltime() -> Json:
    """The timeframe of all time."""
    return {"type": "date", "operator": "alltime"}


def tier(kind: str, operator: str) -> Json:
    """A condition about a custom property, whose filter has no value."""
    return {
        "type": "profile-property",
        "property": "properties['tier']",
        "filter": {"type": kind, "operator": operator},
    }


def without(document: Json, *keys: str) -> Json:
    """The same without some keys."""
    return {key: value for key, value in document.items() if key not in keys}


def action(kind: str, **data: Any) -> Json:
    """An action of any type, without links."""
    return {"temporary_id": "a", "type": kind, "data": data}


SAMPLE: Json = {"type": "profile-sample", "percentage": 50}
