"""Campaigns and their parts as the API shows them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mktctl.sandbox.jsonapi.documents import Relation, Resource
from mktctl.sandbox.store import Row, Store
from mktctl.sandbox.tables.campaigns import SEEN_MESSAGES, definition_of
from mktctl.sandbox.times import iso


def campaign_resource(row: Row) -> Resource:
    """A campaign. It has no status: its messages have."""
    return Resource(
        type="campaign",
        id=row["id"],
        path="campaigns",
        attributes={
            "definition": definition_of(row),
            "created_at": iso(row["created"]),
            "updated_at": iso(row["updated"]),
        },
        relationships={"campaign-audiences": None, "campaign-messages": None, "tags": None},
    )


def audience_resource(row: Row) -> Resource:
    """An audience."""
    return _part("campaign-audience", row, definition_of(row), ("campaign", "campaign-messages"))


def message_resource(row: Row) -> Resource:
    """A message; the row has `seen_status`. There is an `ab_test` only where one was set."""
    stored = definition_of(row)
    definition = {"name": stored.pop("name"), "status": row["seen_status"], **stored}
    if definition["ab_test"] is None:
        del definition["ab_test"]
    return _part("campaign-message", row, definition, ("campaign", "campaign-audience", "campaign-variations"))


def variation_resource(row: Row) -> Resource:
    """A variation; `details.template_id` is its own clone."""
    return _part("campaign-variation", row, definition_of(row), ("campaign-message", "image", "translation"))


def _part(kind: str, row: Row, definition: Mapping[str, Any], relationships: tuple[str, ...]) -> Resource:
    return Resource(
        type=kind,
        id=row["id"],
        path=f"{kind}s",
        attributes={"definition": definition, "created": iso(row["created"]), "updated": iso(row["updated"])},
        relationships=dict.fromkeys(relationships),
    )


def follow(near: str, far: str, resource: Callable[[Row], Resource], *, many: bool) -> Relation:
    """A relationship as SQL: `near` is the expression of the near side's id, `far` the FROM clause.

    The far side's rows are those of the alias `far`.
    """

    def load(store: Store, object_ids: Sequence[str]) -> Mapping[str, Sequence[Resource]]:
        marks = ", ".join("?" * len(object_ids))
        rows = store.rows(
            f"SELECT {near} AS near_id, far.* FROM {far} WHERE {near} IN ({marks}) ORDER BY far.seq", *object_ids
        )
        found: dict[str, list[Resource]] = {}
        for row in rows:
            found.setdefault(row["near_id"], []).append(resource(row))
        return found

    return Relation(many=many, load=load)


RELATIONS = {
    ("campaign", "campaign-audiences"): follow(
        "far.campaign_id", "campaign_audience AS far", audience_resource, many=True
    ),
    ("campaign", "campaign-messages"): follow(
        "far.campaign_id", f"{SEEN_MESSAGES} AS far", message_resource, many=True
    ),
    ("campaign-audience", "campaign"): follow(
        "near.id",
        "campaign_audience AS near JOIN campaign AS far ON far.id = near.campaign_id",
        campaign_resource,
        many=False,
    ),
    ("campaign-audience", "campaign-messages"): follow(
        "far.audience_id", f"{SEEN_MESSAGES} AS far", message_resource, many=True
    ),
    ("campaign-message", "campaign"): follow(
        "near.id",
        "campaign_message AS near JOIN campaign AS far ON far.id = near.campaign_id",
        campaign_resource,
        many=False,
    ),
    ("campaign-message", "campaign-audience"): follow(
        "near.id",
        "campaign_message AS near JOIN campaign_audience AS far ON far.id = near.audience_id",
        audience_resource,
        many=False,
    ),
    ("campaign-message", "campaign-variations"): follow(
        "far.message_id", "campaign_variation AS far", variation_resource, many=True
    ),
    ("campaign-variation", "campaign-message"): follow(
        "near.id",
        f"campaign_variation AS near JOIN {SEEN_MESSAGES} AS far ON far.id = near.message_id",
        message_resource,
        many=False,
    ),
}
"""(type, name of the relationship) to how it is followed, but for tags and templates."""
