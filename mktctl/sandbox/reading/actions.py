"""Each action of a flow's definition as a node of the graph (klaviyo-api.md section 2, the table of actions).

A key that is absent means what the reference says it defaults to.
"""

from collections.abc import Callable
from typing import Any, Final, Literal

from mktctl.model import flow_graph as graph
from mktctl.model.duration import Duration, Unit
from mktctl.model.flow import Weekday
from mktctl.sandbox.reading import messages
from mktctl.sandbox.reading.groups import read_condition_groups
from mktctl.sandbox.reading.names import Names
from mktctl.sandbox.reading.operations import read_operations

_UNITS: Final[dict[str, Unit]] = {
    "minutes": "minute",
    "hours": "hour",
    "days": "day",
    "weeks": "week",
    "months": "month",
}
_WEEKDAYS: Final[dict[str, Weekday]] = {
    "monday": "mon",
    "tuesday": "tue",
    "wednesday": "wed",
    "thursday": "thu",
    "friday": "fri",
    "saturday": "sat",
    "sunday": "sun",
}


def action_id(document: dict[str, Any]) -> str:
    """The action's id, or its temporary one before it was created."""
    found: str | None = document.get("id") or document.get("temporary_id")
    assert found is not None, "an action without an id"
    return found


def read_action(document: dict[str, Any], names: Names) -> graph.AnyNode:
    """One action; `document` must have passed the server's validation."""
    return _READERS[document["type"]](document, names)


def read_span(value: int, unit: str, minutes: int | None) -> Duration:
    """`{value: 1, unit: hours, secondary_value: 30}`."""
    return Duration(amount=value, unit=_UNITS[unit], minutes=minutes or 0)


def read_weekdays(days: list[str] | None) -> tuple[Weekday, ...]:
    """Days of the week by name; none named means every day."""
    return tuple(_WEEKDAYS[day] for day in days or ())


def _next(document: dict[str, Any]) -> str | None:
    found: str | None = (document.get("links") or {}).get("next")
    return found


def _delay(document: dict[str, Any], names: Names) -> graph.AnyNode:
    del names
    data = document["data"]
    counts_down = document["type"] == "countdown-delay"
    return graph.DelayNode(
        id=action_id(document),
        next=_next(document),
        span=read_span(data.get("value", 0), data.get("unit", "days"), data.get("secondary_value")),
        zone=data.get("timezone", "profile"),
        at=data.get("delay_until_time"),
        weekdays=read_weekdays(data.get("delay_until_weekdays")),
        counts_down=counts_down,
    )


def _target_date(document: dict[str, Any], names: Names) -> graph.AnyNode:
    del names
    data = document["data"]
    return graph.TargetDateNode(
        id=action_id(document),
        next=_next(document),
        zone=data.get("timezone", "profile"),
        at=data.get("target_time"),
        weekdays=read_weekdays(data.get("target_days")),
    )


def _back_in_stock(document: dict[str, Any], names: Names) -> graph.AnyNode:
    del names
    return graph.BackInStockNode(id=action_id(document), next=_next(document))


_SPLITS: Final[dict[str, tuple[str, Literal["person", "event", "output"]]]] = {
    "conditional-split": ("profile_filter", "person"),
    "trigger-split": ("trigger_filter", "event"),
    "action-output-split": ("action_output_filter", "output"),
}


def _split(document: dict[str, Any], names: Names) -> graph.AnyNode:
    key, about = _SPLITS[document["type"]]
    links = document.get("links") or {}
    groups = (document.get("data") or {}).get(key)
    return graph.SplitNode(
        id=action_id(document),
        about=about,
        condition=read_condition_groups(groups, "split" if about == "person" else "trigger", names),
        if_true=links.get("next_if_true"),
        if_false=links.get("next_if_false"),
    )


def _branches(document: dict[str, Any], names: Names) -> graph.AnyNode:
    """In the order that `order` says, else as listed; the branch for the rest stands last."""
    data = document["data"]
    listed = enumerate(data["branches"])
    ordered = sorted(listed, key=lambda one: (one[1].get("is_else", False), one[1].get("order") or 0, one[0]))
    return graph.BranchesNode(
        id=action_id(document),
        name=data["name"],
        branches=tuple(_branch(branch, names) for _, branch in ordered),
    )


def _branch(document: dict[str, Any], names: Names) -> graph.Branch:
    groups = document.get("branch_filter")
    is_else = document.get("is_else", False)
    return graph.Branch(
        id=document["branch_id"],
        name=document.get("name") or "",
        condition=None if is_else else read_condition_groups(groups, "branch", names),
        next=_next(document),
    )


def _experiment(document: dict[str, Any], names: Names) -> graph.AnyNode:
    data = document["data"]
    experiment = data.get("current_experiment") or {}
    return graph.ExperimentNode(
        id=action_id(document),
        next=_next(document),
        status=data.get("status", "draft"),
        experiment_status=data.get("experiment_status") or "draft",
        main=_message_of_experiment(data["main_action"], names),
        variations=tuple(_message_of_experiment(one, names) for one in experiment.get("variations", ())),
        shares=dict(experiment.get("allocations") or {}),
        winner_metric=experiment.get("winner_metric"),
        settings={key: value for key, value in experiment.items() if key != "variations"},
    )


def _message_of_experiment(document: dict[str, Any], names: Names) -> graph.EmailNode | graph.TextNode:
    node = read_action(document, names)
    assert isinstance(node, graph.EmailNode | graph.TextNode), f"{document['type']} is no variation"
    return node


def _update_profile(document: dict[str, Any], names: Names) -> graph.AnyNode:
    del names
    return graph.UpdateProfileNode(
        id=action_id(document),
        next=_next(document),
        status=document["data"].get("status", "draft"),
        changes=read_operations(document["data"]["profile_operations"]),
    )


def _list_update(document: dict[str, Any], names: Names) -> graph.AnyNode:
    data = document["data"]
    return graph.ListUpdateNode(
        id=action_id(document),
        next=_next(document),
        status=data.get("status", "draft"),
        list=None if data["list_id"] is None else names("list", data["list_id"]),
        add=bool(data["on_execution"]),
    )


def _opaque(document: dict[str, Any], names: Names) -> graph.AnyNode:
    del names
    return graph.OpaqueNode(
        id=action_id(document), next=_next(document), type=document["type"], settings=document.get("data") or {}
    )


def _message(
    reader: Callable[[str, str | None, dict[str, Any], Names], graph.AnyNode],
) -> Callable[[dict[str, Any], Names], graph.AnyNode]:
    def read(document: dict[str, Any], names: Names) -> graph.AnyNode:
        return reader(action_id(document), _next(document), document.get("data") or {}, names)

    return read


_READERS: Final[dict[str, Callable[[dict[str, Any], Names], graph.AnyNode]]] = {
    "send-email": _message(messages.read_email),
    "send-sms": _message(messages.read_sms),
    "send-mobile-push": _message(messages.read_push),
    "send-whatsapp": _message(messages.read_whatsapp),
    "send-webhook": _message(messages.read_webhook),
    "send-internal-alert": _message(messages.read_alert),
    "time-delay": _delay,
    "countdown-delay": _delay,
    "target-date": _target_date,
    "back-in-stock-delay": _back_in_stock,
    "conditional-split": _split,
    "trigger-split": _split,
    "action-output-split": _split,
    "multi-branch-split": _branches,
    "ab-test": _experiment,
    "content-experiment": _experiment,
    "update-profile": _update_profile,
    "list-update": _list_update,
    "internal-service": _opaque,
    "code": _opaque,
}
