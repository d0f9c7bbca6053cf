"""A flow as the attributes of create_flow."""

from collections.abc import Mapping
from typing import Any

from mktctl.model.condition import Condition
from mktctl.model.flow import Flow
from mktctl.wire.conditions.encode import encode_groups
from mktctl.wire.conditions.refusals import first_error
from mktctl.wire.flows.actions import Surroundings, encode_actions
from mktctl.wire.flows.dates import target_date
from mktctl.wire.flows.experiments import Ends, after_placeholder
from mktctl.wire.flows.filters import compile_filter
from mktctl.wire.flows.messages import Secrets, placeholder
from mktctl.wire.flows.reentry import encode_reentry
from mktctl.wire.flows.tree import MAX_ACTIONS, action_count, lay_out
from mktctl.wire.flows.triggers import encode_trigger, trigger_metric
from mktctl.wire.ids import Ids


def encode_flow(
    flow: Flow,
    *,
    segments: Mapping[str, Condition],
    ids: Ids,
    secrets: Secrets = placeholder,
    ends: Ends = after_placeholder,
) -> dict[str, Any]:
    """`{name, definition}`; the flow passed `check_flow`, else an assert.

    Actions stand in document order, their `temporary_id` is the compiled key (`keys`). Each carries the status of its
    step; a flow is created with drafts, which `statuses.drafted` makes of the result. Secrets are placeholders unless
    `secrets` gives their values, and so are the ends of A/B tests unless `ends` works them out (P33).
    """
    assert action_count(flow.steps) <= MAX_ACTIONS, f"flow/{flow.ref} was not checked"
    around = Surroundings(segments=segments, metric=trigger_metric(flow.trigger), ids=ids, secrets=secrets, ends=ends)
    groups, problems = compile_filter(flow, segments)
    problem = first_error(problems)
    assert problem is None, f"flow/{flow.ref} was not checked: {problem}"
    trigger = encode_trigger(flow.trigger, ids)
    placed = lay_out(flow.steps)
    actions = [action for one in placed for action in encode_actions(one, around)]
    if trigger.get("type") == "date":
        actions.insert(0, target_date(trigger, placed[0].key if placed else None))
    definition = {
        "triggers": [trigger],
        "profile_filter": encode_groups(groups, ids) if groups.groups else None,
        "actions": actions,
        "entry_action_id": actions[0]["temporary_id"] if actions else None,
        "reentry_criteria": encode_reentry(flow.reentry),
    }
    return {"name": flow.name, "definition": definition}
