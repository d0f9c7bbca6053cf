"""The switches of what some accounts refuse on create and others take (klaviyo-api.md, its last line)."""

from pathlib import Path

import pytest

from mktctl.sandbox.options import Switches
from tests.sandbox.flows.parts import branches, email, flow, groups, operation, ordered
from tests.sandbox.flows.shop import Json, Shop, open_shop

D = "/data/attributes/definition"


def by_list(shop: Shop, action: Json, *others: Json) -> Json:
    return flow({"type": "list", "id": shop.list_id}, action, *others)


@pytest.mark.parametrize("accepted", [True, False])
def test_multi_branch_split(tmp_path: Path, *, accepted: bool) -> None:
    """F:70890170893 accepted; F:56892505554, 58214929381: 500."""
    with open_shop(tmp_path, Switches(multi_branch_create=accepted)) as shop:
        answer = shop.post_flow(by_list(shop, branches("b", "m", None), email("m")))
        assert answer.status == (201 if accepted else 500)
        assert len(shop.call("GET", "/api/flows").data) == accepted


@pytest.mark.parametrize("accepted", [True, False])
def test_update_profile(tmp_path: Path, *, accepted: bool) -> None:
    """F:70890170893 created it; another account refused."""
    action = {
        "temporary_id": "u",
        "type": "update-profile",
        "data": {"profile_operations": [operation("string", "gold")]},
    }
    with open_shop(tmp_path, Switches(update_profile_create=accepted)) as shop:
        answer = shop.post_flow(by_list(shop, action))
        assert answer.status == (201 if accepted else 400)
        assert accepted or {pointer for pointer, _ in answer.errors} == {f"{D}/actions/0/type"}


@pytest.mark.parametrize("accepted", [True, False])
def test_several_metric_filters(tmp_path: Path, *, accepted: bool) -> None:
    """The schema says a list; F:70193194660 says one entry (P16)."""
    cheap = {"property": "Price", "filter": {"type": "numeric", "operator": "less-than", "value": 9}}
    shoes = {"property": "Category", "filter": {"type": "string", "operator": "equals", "value": "Shoes"}}
    with open_shop(tmp_path, Switches(several_metric_filters=accepted)) as shop:
        conditions = [
            ordered(shop.metrics["Placed Order"], metric_filters=filters) for filters in ([cheap], [cheap, shoes])
        ]
        answer = shop.post_flow(by_list(shop, email("m", additional_filters=groups(*conditions))))
        assert answer.status == (201 if accepted else 400)
        place = f"{D}/actions/0/data/message/additional_filters/condition_groups/1/conditions/0/metric_filters"
        assert accepted or {pointer for pointer, _ in answer.errors} == {place}
