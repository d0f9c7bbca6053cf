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


SAMPLE: Json = {"type": "profile-sample", "percentage": 50}
