"""The official SDK with its own typed models, pointed at the sandbox: they take every answer of revision 2026-10-15."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import klaviyo_api
import pytest
from openapi_client.exceptions import ApiException

from mktctl.sandbox.options import Options
from mktctl.sandbox.server import running
from tests.support.sandbox_api import database, resource


@pytest.fixture(scope="module")
def sdk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder: Path = tmp_path_factory.mktemp("sdk")
    with running(database(folder), Options(limits="none")) as sandbox:
        front = klaviyo_api.KlaviyoAPI("pk_sandbox", max_retries=1, test_host=sandbox.url)
        yield front
        front.api_client.rest_client.pool_manager.clear()


def test_accounts(sdk: Any) -> None:
    assert sdk.Accounts.get_accounts().data[0].attributes.timezone == "UTC"


def test_lists_and_their_members(sdk: Any) -> None:
    made = sdk.Lists.create_list(resource("list", {"name": "News & more"})).data
    person = sdk.Profiles.create_profile(resource("profile", {"email": "a@example.com"})).data
    sdk.Lists.add_profiles_to_list(made.id, {"data": [{"type": "profile", "id": person.id}]})
    assert sdk.Lists.get_list(made.id, additional_fields_list=["profile_count"]).data.attributes.profile_count == 1
    assert sdk.Lists.get_profiles_for_list(made.id).data[0].id == person.id
    (found,) = sdk.Lists.get_lists(filter='equals(name,"News & more")', include=["tags"]).data
    assert found.attributes.opt_in_process == "double_opt_in"
    sdk.Lists.update_list(made.id, resource("list", {"name": "Letters"}, id=made.id))
    sdk.Lists.delete_list(made.id)


def test_segments(sdk: Any) -> None:
    condition = {"type": "profile-region", "in_region": True, "region": "european_union"}
    body = resource("segment", {"name": "EU", "definition": {"condition_groups": [{"conditions": [condition]}]}})
    made = sdk.Segments.create_segment(body).data
    assert made.attributes.is_processing
    shown = sdk.Segments.get_segment(made.id, additional_fields_segment=["profile_count"], include=["tags"]).data
    assert shown.attributes.definition.condition_groups[0].conditions[0] == condition
    off = sdk.Segments.update_segment(made.id, resource("segment", {"is_active": False}, id=made.id))
    assert off.data.attributes.is_active is False
    assert sdk.Segments.get_segments(sort="-name", page_size=10).data[0].id == made.id


def test_templates(sdk: Any) -> None:
    body = resource("template", {"name": "Hello", "editor_type": "CODE", "html": "Hello {{ person.first_name }}"})
    made = sdk.Templates.create_template(body).data
    rendered = sdk.Templates.render_template(
        resource("template", {"context": {"person": {"first_name": "Anna"}}}, id=made.id)
    )
    assert rendered.data.attributes.html == "Hello Anna"
    copy = sdk.Templates.clone_template(resource("template", {"name": "Copy"}, id=made.id)).data
    assert {item.id for item in sdk.Templates.get_templates().data} == {made.id, copy.id}


def test_events_metrics_and_profiles(sdk: Any) -> None:
    event = {
        "properties": {"Items": ["Shoes"]},
        "value": 20,
        "metric": resource("metric", {"name": "Placed Order"}),
        "profile": resource("profile", {"email": "b@example.com"}),
    }
    sdk.Events.create_event(resource("event", event))
    (stored,) = sdk.Events.get_events(include=["metric", "profile"]).data
    assert stored.attributes.event_properties["$value"] == 20
    metric = sdk.Metrics.get_metric(stored.relationships.metric.data.id).data
    assert metric.attributes.integration["name"] == "API"
    assert len(sdk.Metrics.get_metrics().data) > 20
    assert [item.attributes.label for item in sdk.Metrics.get_properties_for_metric(metric.id).data] == ["Items"]
    asked = ["subscriptions", "predictive_analytics"]
    person = sdk.Profiles.create_or_update_profile(
        resource("profile", {"email": "b@example.com", "first_name": "Ben"}), additional_fields_profile=asked
    ).data
    assert person.attributes.subscriptions.email.marketing.consent == "NEVER_SUBSCRIBED"
    assert sdk.Profiles.get_profile(person.id, include=["lists"]).data.attributes.first_name == "Ben"


def test_tags(sdk: Any) -> None:
    season = sdk.Tags.create_tag_group(resource("tag-group", {"name": "Season"})).data
    made = sdk.Tags.create_tag(
        resource(
            "tag",
            {"name": "spring"},
            relationships={"tag-group": {"data": {"type": "tag-group", "id": season.id}}},
        )
    ).data
    sdk.Tags.update_tag(made.id, resource("tag", {"name": "summer"}, id=made.id))
    assert sdk.Tags.get_tag(made.id, include=["tag-group"]).included[0].id == season.id


def test_an_error_is_the_sdks_own_exception(sdk: Any) -> None:
    with pytest.raises(ApiException) as raised:
        sdk.Lists.get_list("absent")
    assert raised.value.status == 404
