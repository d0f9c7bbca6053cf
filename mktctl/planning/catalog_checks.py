"""Products that mails name: one that the catalog does not have keeps the whole message from going out."""

from collections.abc import Iterator, Mapping

import msgspec

from mktctl.content.account_uses import CatalogUse
from mktctl.model.address import Address
from mktctl.model.places import Problem
from mktctl.model.workspace import Workspace
from mktctl.planning.campaign_desired import DesiredCampaign
from mktctl.planning.content_needs import catalog_uses_of
from mktctl.planning.desired import Desired
from mktctl.planning.outcome import Outcome
from mktctl.planning.seen import Seen


def named_items(resources: Mapping[Address, Desired], workspace: Workspace) -> frozenset[str]:
    """The items of the store's own catalog that the mails of these resources name, and that can be looked up."""
    if workspace.project.shop.platform != "custom":
        return frozenset()
    uses = (use for one in resources.values() for use in _uses(one, workspace))
    return frozenset(use.item for use in uses if _can_be_seen(use))


def with_catalog_checks(outcome: Outcome, desired: Desired, workspace: Workspace, seen: Seen) -> Outcome:
    """The outcome of what sends mails, with a blocker for each item that is missing; a warning where nothing else of
    it changes, or where the catalog cannot be seen.
    """
    if isinstance(desired, DesiredCampaign) and desired.due <= seen.account.now:
        return outcome  # it went out, or never will
    missing: list[CatalogUse] = []
    unseen: list[CatalogUse] = []
    for use in _uses(desired, workspace):
        if use.cut:
            continue
        if workspace.project.shop.platform != "custom" or not _can_be_seen(use):
            unseen.append(use)
        elif use.item not in seen.catalog_items:
            missing.append(use)
    if not missing and not unseen:
        return outcome
    warnings = list(outcome.warnings)
    if unseen:
        warnings.append(
            f"{desired.address} names {_items(unseen)}, which cannot be looked up: Klaviyo shows only custom catalogs; "
            "a product that is not there stops the whole message"
        )
    if missing and not outcome.steps:
        warnings.append(f"{desired.address} sends nothing: the catalog has no {_items(missing)}")
        missing = []
    blockers = (*outcome.blockers, *(_missing(desired, use) for use in missing))
    return msgspec.structs.replace(outcome, warnings=tuple(warnings), blockers=blockers)


def _uses(desired: Desired, workspace: Workspace) -> Iterator[CatalogUse]:
    own = [desired.address.ref] if desired.address.kind == "template" else []
    yield from catalog_uses_of(workspace, [*desired.contents, *own], desired.document)


def _can_be_seen(use: CatalogUse) -> bool:
    return use.integration in ("", "$custom")


def _items(uses: list[CatalogUse]) -> str:
    return ("item " if len(uses) == 1 else "items ") + ", ".join(use.item for use in uses)


def _missing(desired: Desired, use: CatalogUse) -> Problem:
    return Problem(
        code="PLN030",
        message=f"{desired.address} names the catalog item {use.item}, which the account does not have: "
        "the whole message would not be sent",
        hint="Correct the id, add the product, or leave a gap instead:  "
        f"{{% catalog '{use.item}' unpublished=\"cut\" %}}",
    )
