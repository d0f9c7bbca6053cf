"""What is sent for a campaign and stored by the platform reads back as it was encoded: the real client and sandbox."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mktctl.klaviyo.campaign_parts import fetch_message, update_audience, update_message
from mktctl.klaviyo.campaign_sending import schedule_campaign
from mktctl.klaviyo.campaigns import create_campaign, fetch_campaign, update_campaign
from mktctl.klaviyo.client import Klaviyo
from mktctl.klaviyo.lists import create_list
from mktctl.klaviyo.segments import create_segment
from mktctl.klaviyo.templates import create_template
from mktctl.model.address import Address, Kind
from mktctl.model.segment import ContactList
from mktctl.wire.campaigns import requests
from mktctl.wire.campaigns.decode import CampaignParts, decode_campaign, status_of
from mktctl.wire.campaigns.encode import CampaignDocument, encode_campaign
from mktctl.wire.ids import Symbolic
from mktctl.wire.lists import encode_list
from mktctl.wire.segments import encode_segment
from mktctl.wire.templates import encode_template
from tests.support import workspaces as some
from tests.support.campaign_cases import CampaignCase, campaign_cases
from tests.support.sandboxed_client import sandboxed

CASES = list(campaign_cases())


class Account:
    """A running account with every list, segment and template that the cases name; it is the `Ids` of them."""

    def __init__(self, client: Klaviyo) -> None:
        self.client = client
        self._ids = {
            "list/newsletter": create_list(client, encode_list(ContactList(ref="newsletter", name="Newsletter")))["id"]
        }
        for ref in ("vip", "bought"):
            wanted = encode_segment(some.segment(ref=ref, name=ref), segments={}, ids=Symbolic())
            self._ids[f"segment/{ref}"] = create_segment(client, wanted)["id"]
        for ref in ("spring", "spring-photos"):
            self._ids[f"template/{ref}"] = create_template(client, encode_template(some.template(ref)))["id"]

    def id_of(self, address: Address) -> str:
        return str(self._ids[str(address)])

    def address_of(self, kind: Kind, id: str) -> Address | None:
        found = next((name for name, one in self._ids.items() if one == id and name.startswith(f"{kind}/")), None)
        return None if found is None else Address(kind=kind, ref=found.partition("/")[2])

    def parts(self, id: str) -> tuple[CampaignParts, str]:
        """A campaign as it is stored, and the id of its message."""
        listing = fetch_campaign(self.client, id)
        resource = listing.resources[0]
        (audience,), (message,) = (
            listing.related(resource, name) for name in ("campaign-audiences", "campaign-messages")
        )
        whole = fetch_message(self.client, message["id"])
        variations = whole.related(whole.resources[0], "campaign-variations")
        parts = CampaignParts(
            campaign=resource["attributes"],
            audiences=(audience["attributes"],),
            messages=(whole.resources[0]["attributes"],),
            variations=tuple(one["attributes"] for one in variations),
            variation_ids=tuple(one["id"] for one in variations),
        )
        return parts, message["id"]


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    folder: Path = tmp_path_factory.mktemp("campaigns")
    with sandboxed(folder) as (client, _):
        yield Account(client)


def compared(document: CampaignDocument) -> dict[str, Any]:
    """Without the ids of templates: each variation has a copy of its own."""
    variations = {
        name: {key: value for key, value in details.items() if key != "template_id"}
        for name, details in document["variations"].items()
    }
    return {**document, "variations": variations}


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_campaign_reads_back_as_it_was_encoded(account: Account, case: CampaignCase) -> None:
    wanted = compared(encode_campaign(case.campaign, ids=Symbolic()))
    sent = encode_campaign(case.campaign, ids=account)
    id_ = create_campaign(account.client, requests.create_attributes(sent))["id"]
    parts, message_id = account.parts(id_)
    names = [str(one["definition"]["name"]) for one in parts.variations]
    ids = dict(zip(names, parts.variation_ids, strict=True))
    if (tested := requests.experiment_attributes(sent, variation_ids=ids)) is not None:
        update_message(account.client, message_id, tested["definition"])
        parts, _ = account.parts(id_)
    assert status_of(parts) == "draft"
    draft = {key: value for key, value in wanted.items() if key != "schedule"}
    assert compared(decode_campaign(parts, ids=account)) == draft

    schedule_campaign(
        account.client, id_, requests.schedule_attributes(sent, message_id=message_id)["message_schedules"]
    )
    parts, _ = account.parts(id_)
    assert status_of(parts) == "scheduled"
    assert compared(decode_campaign(parts, ids=account)) == wanted


PLAIN = [case for case in CASES if case.campaign.ab_test is None]


@pytest.mark.parametrize("before", [PLAIN[0], CASES[6]], ids=lambda case: case.name)
@pytest.mark.parametrize("case", PLAIN, ids=[case.name for case in PLAIN])
def test_a_draft_that_is_changed_reads_back_as_changed(
    account: Account, before: CampaignCase, case: CampaignCase
) -> None:
    """Every part is sent again; what was there before of its own is gone."""
    sent = encode_campaign(case.campaign, ids=account)
    created = requests.create_attributes(encode_campaign(before.campaign, ids=account))
    id_ = create_campaign(account.client, created)["id"]
    parts, message_id = account.parts(id_)
    listing = fetch_campaign(account.client, id_)
    (audience,) = listing.related(listing.resources[0], "campaign-audiences")
    update_campaign(account.client, id_, requests.campaign_attributes(sent)["definition"])
    update_audience(account.client, audience["id"], requests.audience_attributes(sent)["definition"])
    update_message(account.client, message_id, requests.message_attributes(sent, variation_ids={})["definition"])
    parts, _ = account.parts(id_)
    read, wanted = decode_campaign(parts, ids=account), encode_campaign(case.campaign, ids=Symbolic())
    changed = ("definition", "audience", "message")
    assert {part: read.get(part) for part in changed} == {part: wanted[part] for part in changed}
