"""One expressed leaf as one of Klaviyo's conditions, and groups as `condition_groups` (klaviyo-api.md section 3)."""

from collections.abc import Mapping
from typing import Any, Final

from mktctl.model.condition import (
    BestChannel,
    Condition,
    Consent,
    DateTest,
    Distance,
    EventProperty,
    EventTest,
    Funnel,
    HasCustomObject,
    HasEvents,
    HasProperty,
    InList,
    InRegion,
    NotInFlow,
    NotSent,
    Predicted,
    Raw,
    Sample,
    Suppressed,
    Test,
    Window,
)
from mktctl.wire.conditions.consents import encode_consent, encode_suppressed
from mktctl.wire.conditions.dates import encode_when
from mktctl.wire.conditions.filters import encode_test
from mktctl.wire.conditions.names import property_path
from mktctl.wire.conditions.normal_form import Groups
from mktctl.wire.conditions.predictions import TEXTS
from mktctl.wire.conditions.starts import PROPERTY_OF
from mktctl.wire.ids import Ids, id_of

REGIONS: Final[Mapping[str, str]] = {"eu": "european_union", "us": "united_states"}
DISTANCES: Final[Mapping[str, str]] = {"less_than": "less-than", "more_than": "greater-than"}


def encode_groups(groups: Groups, ids: Ids) -> dict[str, Any]:
    """`{condition_groups: [{conditions: […]}]}`: groups are ANDed, the conditions in one are ORed."""
    return {
        "condition_groups": [{"conditions": [encode_condition(leaf, ids) for leaf in group]} for group in groups.groups]
    }


def encode_condition(leaf: Condition, ids: Ids) -> dict[str, Any]:
    """One leaf that `express` let through."""
    match leaf:
        case HasProperty():
            path = property_path(leaf.name, builtin=leaf.builtin)
            return {"type": "profile-property", "property": path, "filter": encode_test(leaf.type, leaf.test)}
        case HasEvents():
            return _events(leaf, ids)
        case InList():
            return _list(leaf, ids)
        case EventProperty(metric=metric):
            assert metric is not None, "express names the metric"
            return metric_property(EventTest(field=leaf.field, type=leaf.type, test=leaf.test), metric, ids)
        case Consent():
            return encode_consent(leaf)
        case Suppressed():
            return encode_suppressed(leaf)
        case Funnel():
            return _funnel(leaf, ids)
        case HasCustomObject():
            return {
                "type": "profile-has-custom-object",
                "object_type_id": leaf.object_type_id,
                "object_type_relationship_id": leaf.relationship_id,
                "filter": encode_test("number", leaf.test),
                "filters": list(leaf.where),
            }
        case Raw(json=json):
            settled: dict[str, Any] = without_absent(json)
            return settled
        case _:
            return _about_the_person(leaf)


def _about_the_person(leaf: Condition) -> dict[str, Any]:
    """What needs no ids."""
    match leaf:
        case InRegion(region=region, inside=inside):
            return {"type": "profile-region", "in_region": inside, "region": REGIONS[region]}
        case Distance():
            return {
                "type": "profile-postal-code-distance",
                "country_code": leaf.country,
                "postal_code": leaf.postal_code,
                "unit": leaf.unit,
                "filter": {"type": "numeric", "operator": DISTANCES[leaf.op], "value": leaf.amount},
            }
        case Predicted(dimension=dimension, test=test):
            kind = {"type": "profile-predictive-analytics", "dimension": dimension}
            return {**kind, "filter": _predicted(dimension, test)}
        case BestChannel(measure=measure, test=test):
            return {
                "type": "profile-predictive-analytics",
                "dimension": "channel_affinity",
                "measurement": measure,
                "predicted_channel": leaf.channel,
                "filter": encode_test("number" if measure == "priority" else "text", test),
            }
        case Sample(percent=percent):
            return {"type": "profile-sample", "percentage": percent}
        case NotSent(channel=channel, window=window):
            return {"type": f"profile-not-sent-{channel}", "timeframe_filter": encode_when(window)}
        case NotInFlow(window=window):
            return {"type": "profile-not-in-flow", "timeframe_filter": encode_when(window)}
        case _:
            raise AssertionError(f"{type(leaf).__name__} is no leaf that can be sent")


def metric_property(test: EventTest, metric: str, ids: Ids) -> dict[str, Any]:
    """A test of the triggering event; its property stands under `field` here."""
    if metric in PROPERTY_OF:
        test_of = encode_test(test.type, test.test)
        return {"type": PROPERTY_OF[metric], "metric_id": None, "field": test.field, "filter": test_of}
    return {
        "type": "metric-property",
        "metric_id": id_of(ids, "metric", metric),
        "field": test.field,
        "filter": encode_test(test.type, test.test),
    }


def measurement(test: Test) -> dict[str, Any]:
    """How often, or how much."""
    return encode_test("number", test)


def timeframe(window: Window) -> dict[str, Any]:
    """In which time."""
    return encode_when(window)


def _events(leaf: HasEvents, ids: Ids) -> dict[str, Any]:
    document: dict[str, Any] = {
        "type": "profile-metric",
        "metric_id": id_of(ids, "metric", leaf.metric),
        "measurement": leaf.measure,
        "measurement_filter": measurement(leaf.test),
        "timeframe_filter": timeframe(leaf.window),
    }
    if leaf.where:
        document["metric_filters"] = metric_filters(leaf.where)
    return document


def metric_filters(where: tuple[EventTest, ...]) -> list[dict[str, Any]]:
    """Tests of the counted events, all of which must hold; their property stands under `property` here."""
    return [{"property": one.field, "filter": encode_test(one.type, one.test)} for one in where]


def _list(leaf: InList, ids: Ids) -> dict[str, Any]:
    group_ids = [id_of(ids, "list", leaf.list)]
    document: dict[str, Any] = {
        "type": "profile-group-membership",
        "is_member": leaf.member,
        "group_ids": group_ids,
    }
    if leaf.joined is not None:
        document["timeframe_filter"] = encode_when(leaf.joined)
    return document


def _funnel(leaf: Funnel, ids: Ids) -> dict[str, Any]:
    steps = []
    for step in leaf.steps:
        one: dict[str, Any] = {"metric_exists": step.did, "metric_id": id_of(ids, "metric", step.metric)}
        if step.where:
            one["metric_filters"] = metric_filters(step.where)
        steps.append(one)
    document: dict[str, Any] = {
        "type": "profile-metric-funnel",
        "timeframe_filter": timeframe(leaf.window),
        "steps": steps,
    }
    if leaf.complete_within is not None:
        document["completion_window_seconds"] = leaf.complete_within
    return document


def _predicted(dimension: str, test: Test | DateTest) -> dict[str, Any]:
    return encode_test("text" if dimension in TEXTS else "number", test)


_MAY_BE_ABSENT: Final = frozenset({"metric_filters", "timeframe_filter", "filters", "completion_window_seconds"})


def without_absent(value: Any) -> Any:
    """The JSON without optional keys that are null: the platform writes some of them out."""
    if isinstance(value, Mapping):
        return {
            key: without_absent(item)
            for key, item in value.items()
            if not (key in _MAY_BE_ABSENT and (item is None or item == []) and not _is_required(key, value))
        }
    if isinstance(value, list | tuple):
        return [without_absent(item) for item in value]
    return value


def _is_required(key: str, parent: Mapping[str, Any]) -> bool:
    """An explicit permission and a custom object carry `filters` even when it is empty."""
    explicit = str(parent.get("reachable_status", "")).startswith("explicitly")
    return key == "filters" and (explicit or parent.get("type") == "profile-has-custom-object")
