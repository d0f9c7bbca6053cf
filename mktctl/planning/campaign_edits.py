"""The requests that make a draft what the files want, in an order in which a cut leaves a campaign that is whole."""

from collections.abc import Iterable, Mapping
from typing import Literal

from mktctl.planning.campaign_desired import DesiredCampaign, variation_template
from mktctl.planning.campaign_reading import CampaignReading
from mktctl.planning.changes import FieldChange
from mktctl.planning.documents import Document
from mktctl.planning.steps import AddVariation, AnyPlanStep, RemoveVariation, UpdateCampaign, UpdateVariation

_Part = Literal["campaign", "audience", "message"]
_OF_MESSAGE = frozenset({"message", "ab_test", "send_times"})


def edits_of(
    desired: DesiredCampaign,
    fields: Iterable[FieldChange],
    pairs: Mapping[str, str],
    reading: CampaignReading,
    seen: Document,
) -> tuple[AnyPlanStep, ...]:
    """`pairs` are wanted names of variations to ids, `seen` the document as it compares.

    A test is switched off before its variations go, and on when they are all there.
    """
    paths = [field.path for field in fields]
    parts = {_part(path) for path in paths} - {None}
    changed = [one for one in parts if one in ("campaign", "audience")]
    steps: list[AnyPlanStep] = [UpdateCampaign(address=desired.address, part=part) for part in sorted(changed, key=str)]
    variations = _variations(desired, pairs, reading, seen)
    message = UpdateCampaign(address=desired.address, part="message") if "message" in parts else None
    ends = "ab_test" in reading.document and "ab_test" not in desired.document
    if message is not None and ends:
        return (*steps, message, *variations)
    return (*steps, *variations, *((message,) if message is not None else ()))


def _part(path: str) -> _Part | None:
    head = path.split(".")[0]
    if head == "variations":
        return None
    return "message" if head in _OF_MESSAGE else "audience" if head == "audience" else "campaign"


def _variations(
    desired: DesiredCampaign, pairs: Mapping[str, str], reading: CampaignReading, seen: Document
) -> list[AnyPlanStep]:
    wanted, there = desired.document["variations"], seen.get("variations", {})
    steps: list[AnyPlanStep] = []
    for name in wanted:
        if name not in pairs:
            content = variation_template(desired.document, name)
            steps.append(AddVariation(address=desired.address, name=name, content=content))
        elif there.get(name) != wanted[name]:
            fresh = there.get(name, {}).get("template_id") != wanted[name].get("template_id")
            content = variation_template(desired.document, name) if fresh else None
            steps.append(UpdateVariation(address=desired.address, id=pairs[name], name=name, content=content))
    kept = set(pairs.values())
    steps += [
        RemoveVariation(address=desired.address, id=id_, name=name)
        for name, id_ in reading.variations
        if id_ not in kept
    ]
    return steps
