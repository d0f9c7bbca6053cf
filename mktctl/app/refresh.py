"""One reading of an account: the pages of its lists, and in full only what moved."""

from collections.abc import Callable, Iterable
from typing import Any, Final

import msgspec

from mktctl.klaviyo.accounts import fetch_account
from mktctl.klaviyo.campaign_parts import fetch_campaign_template, fetch_message
from mktctl.klaviyo.campaigns import fetch_campaigns
from mktctl.klaviyo.coupons import fetch_coupons
from mktctl.klaviyo.errors import NotFound
from mktctl.klaviyo.flow_messages import fetch_message_template
from mktctl.klaviyo.flows import fetch_flow, fetch_flows
from mktctl.klaviyo.listing import Listing, collect
from mktctl.klaviyo.lists import fetch_list_count
from mktctl.klaviyo.metrics import fetch_metrics
from mktctl.klaviyo.remote import Remote, Resource
from mktctl.klaviyo.segments import fetch_member_count
from mktctl.klaviyo.templates import fetch_template_stamps, fetch_templates
from mktctl.klaviyo.universal_content import fetch_universal_content
from mktctl.model.address import Address, Kind
from mktctl.model.bindings import State
from mktctl.planning.object_changes import content_digest
from mktctl.planning.seen import Account, Seen, SeenObject

_WITH_TAGS: Final = {"include": ("tags",)}


def read_account(remote: Remote) -> Account:
    """Whose key it is. Raises `KlaviyoError`."""
    account = fetch_account(remote)
    attributes = account.get("attributes", {})
    contact = attributes.get("contact_information") or {}
    return Account(
        id=account["id"],
        name=str(contact.get("organization_name") or account["id"]),
        timezone=str(attributes.get("timezone") or "UTC"),
        now=remote.now(),
    )


def read_lists(
    remote: Remote,
    account: Account,
    *,
    templates: bool,
    campaigns: bool = False,
    coupons: bool = False,
    blocks: bool = False,
    full: bool = False,
) -> Seen:
    """Everything that the list pages tell. `templates`: the library is paged through too, by its stamps alone;
    `campaigns`: so are they, with audiences and messages; `coupons` and `blocks`: so are those, `blocks` being the
    universal ones.

    `full`: with the texts of the library; the pages are as many, and longer.
    """
    flows = fetch_flows(remote)
    objects = [
        *_objects("list", collect(remote, "get_lists", query=_WITH_TAGS)),
        *_objects("segment", collect(remote, "get_segments", query=_WITH_TAGS)),
        *_objects("metric", fetch_metrics(remote)),
        *_objects("flow", flows),
    ]
    if templates:
        objects += _objects("template", fetch_templates(remote) if full else fetch_template_stamps(remote))
    if coupons:
        objects += _objects("coupon", fetch_coupons(remote))
    if blocks:
        objects += _objects("universal-content", fetch_universal_content(remote))
    if campaigns:
        listing = fetch_campaigns(remote)
        objects += (seen_campaign(listing, row) for row in listing.resources)
    return Seen(account=account, objects=tuple(objects))


def with_definitions(remote: Remote, seen: Seen, flow_ids: Iterable[str]) -> Seen:
    """The same reading, with these flows read in full: one request each."""
    definitions = {id_: fetch_flow(remote, id_)["attributes"].get("definition") or {} for id_ in flow_ids}
    return msgspec.structs.replace(seen, definitions={**seen.definitions, **definitions})


def with_variations(remote: Remote, seen: Seen, message_ids: Iterable[str]) -> Seen:
    """The same reading, with the variations of these messages of campaigns: one request each."""
    found = {}
    for id_ in message_ids:
        listing = fetch_message(remote, id_)
        rows = listing.related(listing.resources[0], "campaign-variations")
        found[id_] = {row["id"]: row["attributes"] for row in rows}
    return msgspec.structs.replace(seen, variations=found)


def with_bodies(remote: Remote, seen: Seen, state: State) -> Seen:
    """The same reading, with digests of the mails in the flows read in full: one request for each mail of ours."""
    bodies: dict[str, str] = {}
    for binding in state.bindings.values():
        if binding.id in seen.definitions:
            for action in binding.actions.values():
                if action.message_id is not None and action.template_id is not None:
                    bodies |= _body(remote, action.message_id)
    return msgspec.structs.replace(seen, bodies=bodies)


def _body(remote: Remote, message_id: str) -> dict[str, str]:
    try:
        template = fetch_message_template(remote, message_id)
    except NotFound:  # the message is gone: its action is missing from the flow as well
        return {}
    return {template["id"]: content_digest(template["attributes"])}


def with_campaign_bodies(remote: Remote, seen: Seen, state: State) -> Seen:
    """The same reading, with digests of the mails of campaigns whose variations were read: one request each.

    Of a message with several mails the platform shows the first one's.
    """
    bodies = dict(seen.bodies)
    copies = {one.template_id for binding in state.bindings.values() for one in binding.actions.values()}
    for message_id, variations in seen.variations.items():
        details = [(one.get("definition") or {}).get("details") or {} for one in variations.values()]
        if any(one.get("template_id") in copies for one in details if one.get("template_id")):
            template = fetch_campaign_template(remote, message_id)
            bodies[template["id"]] = content_digest(template["attributes"])
    return msgspec.structs.replace(seen, bodies=bodies)


def with_audiences(remote: Remote, seen: Seen, groups: Iterable[Address], id_of: Callable[[Address], str]) -> Seen:
    """The same reading, with the number of people in these lists and segments: one request each."""
    counts = dict(seen.members)
    for group in groups:
        id_ = id_of(group)
        if id_ not in counts:
            count = fetch_list_count(remote, id_) if group.kind == "list" else fetch_member_count(remote, id_)
            if count is not None:
                counts[id_] = count
    return msgspec.structs.replace(seen, members=counts)


def with_members(remote: Remote, seen: Seen, segment_ids: Iterable[str]) -> Seen:
    """The same reading, with the number of people in these segments: one request each."""
    counts = {id_: fetch_member_count(remote, id_) for id_ in segment_ids}
    return msgspec.structs.replace(seen, members={id_: count for id_, count in counts.items() if count is not None})


def seen_flow(resource: Resource) -> SeenObject:
    """A flow read in full, as the list pages would show it."""
    attributes = resource["attributes"]
    actions = (attributes.get("definition") or {}).get("actions") or []
    return SeenObject(
        kind="flow",
        id=resource["id"],
        name=str(attributes.get("name") or ""),
        attributes=attributes,
        actions={str(action["id"]): action for action in actions},
    )


def seen_campaign(listing: Listing, resource: Resource) -> SeenObject:
    """A campaign of a listing that includes its parts."""
    attributes = resource.get("attributes", {})
    return SeenObject(
        kind="campaign",
        id=resource["id"],
        name=str((attributes.get("definition") or {}).get("name") or ""),
        attributes=attributes,
        tags=tuple(str(tag["attributes"]["name"]) for tag in listing.related(resource, "tags")),
        audiences={row["id"]: row["attributes"] for row in listing.related(resource, "campaign-audiences")},
        messages={row["id"]: row["attributes"] for row in listing.related(resource, "campaign-messages")},
    )


def _objects(kind: Kind, listing: Listing) -> list[SeenObject]:
    return [
        SeenObject(
            kind=kind,
            id=resource["id"],
            name=str(resource.get("attributes", {}).get("name") or (resource["id"] if kind == "coupon" else "")),
            attributes=resource.get("attributes", {}),
            tags=tuple(str(tag["attributes"]["name"]) for tag in listing.related(resource, "tags")),
            actions={action["id"]: _definition(action) for action in listing.related(resource, "flow-actions")},
        )
        for resource in listing.resources
    ]


def _definition(action: Resource) -> dict[str, Any]:
    definition = action.get("attributes", {}).get("definition") or {}
    return dict(definition) if isinstance(definition, dict) else {}
