"""What the server refuses about how a flow starts (klaviyo-api.md section 2; semantics.md E1, E2)."""

from typing import Any, Final

from mktctl.sandbox.flows.rules import check_zone
from mktctl.sandbox.jsonapi.shapes import Findings
from mktctl.sandbox.store import Store
from mktctl.sandbox.tables.metrics import OWN, metric_row

_PERFORMANCE: Final = frozenset({"Opened Email", "Clicked Email"})
_BACK_IN_STOCK: Final = "Subscribed to Back in Stock"


def check_trigger(store: Store, trigger: Any, place: str, findings: Findings, *, in_browser: bool = False) -> None:
    """Which of Klaviyo's own metrics may not start a flow: two never, one not by the API. `place` is the trigger's."""
    if not isinstance(trigger, dict):
        return
    check_zone(trigger, place, findings)
    metric_id = trigger.get("id")
    if trigger.get("type") != "metric" or not isinstance(metric_id, str):
        return
    metric = metric_row(store, metric_id)
    if metric is None or metric["integration"] != OWN:
        return
    if metric["name"] in _PERFORMANCE:
        findings.wrong(f"{place}/id", f"The metric '{metric['name']}' cannot trigger a flow.")
    if metric["name"] == _BACK_IN_STOCK and not in_browser:
        findings.wrong(f"{place}/id", "A Back in Stock flow cannot be created by the API.")


def check_target_date(definition: dict[str, Any], place: str, findings: Findings) -> None:
    """A flow that a date starts begins with its `target-date`; it stands nowhere else."""
    triggers = definition.get("triggers")
    actions = definition.get("actions")
    entry = definition.get("entry_action_id")
    by_date = isinstance(triggers, list) and any(
        isinstance(one, dict) and one.get("type") == "date" for one in triggers
    )
    for index, action in enumerate(actions if isinstance(actions, list) else ()):
        if not isinstance(action, dict):
            continue
        is_first = entry is not None and action.get("temporary_id") == entry
        is_target = action.get("type") == "target-date"
        if by_date and is_first and not is_target:
            findings.wrong(
                f"{place}/actions/{index}/type", "A flow that a date triggers must start with 'target-date'."
            )
        if is_target and not (by_date and is_first):
            findings.wrong(
                f"{place}/actions/{index}/type",
                "'target-date' must be the first action of a flow that a date triggers.",
            )


def check_reentry(criteria: Any, place: str, findings: Findings) -> None:
    """With `alltime` a duration of 1 is never again, 0 is always; nothing else has a meaning."""
    if not isinstance(criteria, dict) or criteria.get("unit") != "alltime":
        return
    if criteria.get("duration") not in (0, 1):
        findings.wrong(f"{place}/duration", "With the unit 'alltime' the duration is 1 (never) or 0 (always).")
