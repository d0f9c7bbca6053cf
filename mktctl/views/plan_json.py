"""A plan as JSON for machines: versioned, complete, without a secret."""

from typing import Any, Final

import msgspec

from mktctl.planning.changes import Plan
from mktctl.views.plan_lines import summary
from mktctl.views.visible import json_page

FORMAT_VERSION: Final = 1


def plan_json(plan: Plan) -> str:
    """`{"format_version": 1, "account", "environment", "summary", "changes", "steps", …}`, keys in a fixed order."""
    document: dict[str, Any] = {"format_version": FORMAT_VERSION, "summary": summary(plan)}
    document |= msgspec.to_builtins(plan, str_keys=True)
    for change in document["changes"]:
        change["address"] = f"{change['address']['kind']}/{change['address']['ref']}"
    for step in document["steps"]:
        step["address"] = f"{step['address']['kind']}/{step['address']['ref']}"
    return json_page(document)
