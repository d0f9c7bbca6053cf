"""What a plan has to know of coupons and products beside the list pages: numbers of codes, items that are there."""

from collections.abc import Mapping

import msgspec

from mktctl.app.execute_coupons import unused_codes
from mktctl.klaviyo.catalog import existing_items
from mktctl.klaviyo.coupons import count_free_codes, fetch_codes
from mktctl.klaviyo.remote import Remote
from mktctl.model.address import Address
from mktctl.model.workspace import Workspace
from mktctl.planning.catalog_checks import named_items
from mktctl.planning.coupon_changes import codes_to_count
from mktctl.planning.desired import Desired
from mktctl.planning.seen import Seen


def with_codes(remote: Remote, seen: Seen, resources: Mapping[Address, Desired], workspace: Workspace) -> Seen:
    """The same reading, with the free codes of the coupons that say how many there should be: a request each hundred.

    All codes of a coupon are read only where some of a file have to be added.
    """
    free: dict[str, int] = {}
    spare: dict[str, int] = {}
    there = {one.id for one in seen.of_kind("coupon")}
    for address, desired in resources.items():
        coupon = workspace.project.coupons.get(address.ref) if address.kind == "coupon" else None
        if coupon is None or desired.name not in there or not (enough := codes_to_count(coupon)):
            continue
        free[desired.name] = count_free_codes(remote, desired.name, at_most=enough, now=seen.account.now)
        if coupon.top_up is not None and coupon.top_up.file is not None and free[desired.name] < coupon.top_up.to:
            used = fetch_codes(remote, desired.name)
            spare[desired.name] = len(unused_codes(workspace.codes.get(address.ref, ()), used))
    return msgspec.structs.replace(seen, free_codes=free, spare_codes=spare)


def with_catalog(remote: Remote, seen: Seen, resources: Mapping[Address, Desired], workspace: Workspace) -> Seen:
    """The same reading, with those of the catalog items that mails name which are there: a request for fifty."""
    items = named_items(resources, workspace)
    return msgspec.structs.replace(seen, catalog_items=existing_items(remote, items)) if items else seen
