"""What a template reads when it is rendered for a persona of the project: person, event, organization, feeds."""

from collections.abc import Mapping
from typing import Any, Final

from mktctl.content.fallbacks import PROFILE_FIELDS
from mktctl.model.project import Project

_OWN_KEYS: Final = frozenset({"timezone", "consent", "properties", "phone"})


def persona_context(
    project: Project,
    persona: str,
    *,
    event: Mapping[str, Any] | None = None,
    feeds: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The context of `render` for a persona of `mktctl.yaml`, which must exist.

    `event` is the event that started the flow: its properties by name. `feeds` are the contents of web feeds by name.
    Fields of the profile stand under `person` and, as on the platform, on their own as well.
    """
    return profile_context(project, project.personas[persona]) | {
        "event": dict(event or {}),
        "feeds": dict(feeds or {}),
    }


def sample_event(project: Project, metric: str) -> dict[str, Any]:
    """The properties of the event that the project seeds for `metric`; empty without a seed."""
    declared = project.metrics.get(metric)
    return dict(declared.seed.properties) if declared is not None and declared.seed is not None else {}


def profile_context(project: Project, person: Mapping[str, Any]) -> dict[str, Any]:
    """The context of one person, written as a persona is, without an event."""
    fields = {key: value for key, value in person.items() if key not in _OWN_KEYS}
    if "phone" in person:
        fields["phone_number"] = person["phone"]
    known = {key: value for key, value in fields.items() if key in PROFILE_FIELDS or key == "email"}
    organization = {
        "name": project.brand.name,
        "full_address": project.brand.address,
        "url": project.shop.url,
    }
    return {**known, "person": {**dict(person.get("properties", {})), **fields}, "organization": organization}
