"""The official SDK's typed models take every answer about people."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import klaviyo_api
import pytest

from mktctl.sandbox.options import Options
from mktctl.sandbox.server import running
from tests.sandbox.test_people_fuzz import bodies
from tests.support.sandbox_api import database, resource


@pytest.fixture(scope="module")
def sdk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder: Path = tmp_path_factory.mktemp("people_sdk")
    with running(database(folder), Options(limits="none")) as sandbox:
        front = klaviyo_api.KlaviyoAPI("pk_sandbox", max_retries=1, test_host=sandbox.url)
        yield front
        front.api_client.rest_client.pool_manager.clear()


@pytest.fixture(scope="module")
def right(sdk: Any) -> dict[str, Any]:
    """A right body for each operation, of a list and a person who exist."""
    audience = sdk.Lists.create_list(resource("list", {"name": "News"})).data.id
    anna = sdk.Profiles.create_profile(resource("profile", {"email": "a@example.com"})).data.id
    return bodies(audience, anna)


def test_push_tokens_and_subscriptions(sdk: Any, right: dict[str, Any]) -> None:
    sdk.Profiles.bulk_subscribe_profiles(right["bulk_subscribe_profiles"])
    sdk.Profiles.create_push_token(right["create_push_token"])
    (token,) = sdk.Profiles.get_push_tokens(include=["profile"]).data
    owner = sdk.Profiles.get_profile_for_push_token(token.id, additional_fields_profile=["subscriptions"]).data
    marketing = owner.attributes.subscriptions.email.marketing
    assert (marketing.consent, marketing.custom_method_detail) == ("SUBSCRIBED", "x")
    assert owner.attributes.subscriptions.mobile_push.marketing.can_receive_push_marketing
    sdk.Profiles.bulk_unsubscribe_profiles(right["bulk_unsubscribe_profiles"])
    assert sdk.Profiles.get_push_tokens().data == []


def test_suppressions(sdk: Any, right: dict[str, Any]) -> None:
    made = sdk.Profiles.bulk_suppress_profiles(right["bulk_suppress_profiles"]).data
    assert sdk.Profiles.get_bulk_suppress_profiles_job(made.id).data.attributes.completed_count == 1
    sdk.Profiles.bulk_unsuppress_profiles(right["bulk_unsuppress_profiles"])
    (job,) = sdk.Profiles.get_bulk_unsuppress_profiles_jobs().data
    assert job.attributes.status == "complete"


def test_imports(sdk: Any, right: dict[str, Any]) -> None:
    made = sdk.Profiles.bulk_import_profiles(right["bulk_import_profiles"]).data
    assert sdk.Profiles.get_bulk_import_profiles_job(made.id, include=["lists"]).data.attributes.failed_count == 1
    assert len(sdk.Profiles.get_profiles_for_bulk_import_profiles_job(made.id).data) == 1
    (error,) = sdk.Profiles.get_errors_for_bulk_import_profiles_job(made.id).data
    assert error.attributes.code == "invalid"


def test_one_person_out_of_two_and_then_nobody(sdk: Any) -> None:
    kept, gone = (
        sdk.Profiles.create_profile(resource("profile", {"external_id": name})).data.id for name in ("kept", "gone")
    )
    source = {"profiles": {"data": [{"type": "profile", "id": gone}]}}
    merge = {"data": {"type": "profile-merge", "id": kept, "relationships": source}}
    assert sdk.Profiles.merge_profiles(merge).data.id == kept
    who = {"data": {"type": "profile", "id": kept, "attributes": {}}}
    sdk.Data_Privacy.request_profile_deletion(resource("data-privacy-deletion-job", {"profile": who}))
    assert sdk.Profiles.get_profiles(filter='any(external_id,["kept","gone"])').data == []
