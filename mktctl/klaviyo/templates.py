"""Library templates. Attributes: `name`, `editor_type` (fixed at creation), `html` or `definition`, `text`, `amp`.

A flow's or campaign's own copy is not listed and cannot be changed; it is read through `flow_messages.py`.
"""

from typing import Any

from mktctl.klaviyo.bodies import body_of
from mktctl.klaviyo.listing import Listing, collect, named, resource_of
from mktctl.klaviyo.remote import Remote, Resource

_STAMPS = ("name", "editor_type", "created", "updated")


def fetch_templates(remote: Remote) -> Listing:
    """All library templates with their content, 10 a page."""
    return collect(remote, "get_templates")


def fetch_template_stamps(remote: Remote) -> Listing:
    """All library templates without their content: name, editor type, created, updated."""
    return collect(remote, "get_templates", query={"fields[template]": _STAMPS})


def fetch_template(remote: Remote, id: str) -> Resource:
    """One library template with its content; raises `NotFound`, for the copies inside flows too."""
    return resource_of(remote.call("get_template", path={"id": id}), "get_template")


def find_templates(remote: Remote, name: str) -> tuple[Resource, ...]:
    """The templates of exactly that name; names are not unique."""
    return named(remote, "get_templates", name)


def create_template(remote: Remote, attributes: dict[str, Any]) -> Resource:
    """At most 1,000 templates per account can be made through the API."""
    return resource_of(remote.call("create_template", body=body_of("template", attributes)), "create_template")


def update_template(remote: Remote, id: str, attributes: dict[str, Any]) -> Resource:
    """Change what is given; `editor_type` is refused. Copies inside flows do not follow."""
    body = body_of("template", attributes, id=id)
    return resource_of(remote.call("update_template", path={"id": id}, body=body), "update_template")


def delete_template(remote: Remote, id: str) -> None:
    """Copies inside flows stay."""
    remote.call("delete_template", path={"id": id})


def clone_template(remote: Remote, id: str, *, name: str) -> Resource:
    """A second library template with the same content."""
    body = body_of("template", {"name": name}, id=id)
    return resource_of(remote.call("clone_template", body=body), "clone_template")


def render_template(remote: Remote, id: str, context: dict[str, Any]) -> Resource:
    """The template as a contact with `context` would get it: attributes `html`, `text`, `amp`.

    Raises `Rejected` where the template language does not parse.
    """
    body = body_of("template", {"context": context}, id=id)
    return resource_of(remote.call("render_template", body=body), "render_template")
