"""The OpenAPI document that judges campaigns, and what revision 2026-10-15 has beyond it."""

from typing import Any, Final

from tests.support.openapi_judge import BETA, Judge, judge_if_present

_CAMPAIGNS: Final = "/api/campaign"


def campaign_judge_if_present(path: str) -> Judge | None:
    """The judge of an operation on campaigns; None for others, and where the document is absent."""
    return judge_if_present(BETA) if path.startswith(_CAMPAIGNS) else None


def in_beta(document: Any, path: str) -> Any:
    """A document without what the SDK's models know and the older document of operations on campaigns does not.

    That is `ab_test` in a message's definition, tags among what a campaign includes, and anything included with the
    messages of one campaign. Other documents stay as they are.
    """
    if not isinstance(document, dict) or not path.startswith(_CAMPAIGNS):
        return document
    found = dict(document)
    if path == "/api/campaigns/{id}/campaign-messages":
        found.pop("included", None)
    for key in ("data", "included"):
        part = found.get(key)
        if isinstance(part, list):
            found[key] = [_plain(one) for one in part]
        elif isinstance(part, dict):
            found[key] = _plain(part)
    if "included" in found:
        found["included"] = [one for one in found["included"] if one["type"] != "tag"]
    return found


def _plain(resource: dict[str, Any]) -> dict[str, Any]:
    definition = resource.get("attributes", {}).get("definition")
    if resource.get("type") != "campaign-message" or not isinstance(definition, dict):
        return resource
    kept = {key: value for key, value in definition.items() if key != "ab_test"}
    return {**resource, "attributes": {**resource["attributes"], "definition": kept}}
