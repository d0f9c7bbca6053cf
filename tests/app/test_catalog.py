"""Products that mails name: a plan looks each of them up."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from mktctl.model.project import Shop
from mktctl.model.workspace import Workspace
from tests.support.account import Account, account
from tests.support.workspaces import email, flow, project, template, workspace


def mail(tag: str) -> str:
    return f"<p>{{% {tag} %}}{{{{ catalog_item.title }}}}{{% endcatalog %}}{{% unsubscribe %}}</p>"


def files(tag: str, **settings: Any) -> Workspace:
    return workspace(template("hello", mail(tag)), flow(email("hello")), project=project(**settings))


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Account]:
    with account(tmp_path) as found:
        yield found


def add_item(one: Account, external_id: str) -> None:
    attributes = {"external_id": external_id, "title": "Derby", "description": "A shoe", "url": "https://x.example"}
    one.remote.call("create_catalog_item", body={"data": {"type": "catalog-item", "attributes": attributes}})


def test_a_product_that_is_not_there_blocks(one: Account) -> None:
    (blocker,) = one.plan(files("catalog 'A-1'")).plan.blockers
    assert (blocker.code, "A-1" in blocker.message, "flow/welcome" in blocker.message) == ("PLN030", True, True)
    add_item(one, "A-1")
    assert one.plan(files("catalog 'A-1'")).plan.blockers == ()


def test_a_flow_in_place_is_warned_of(one: Account) -> None:
    add_item(one, "A-1")
    wanted = files("catalog 'A-1'")
    one.settle(wanted)
    one.remote.call("delete_catalog_item", path={"id": "$custom:::$default:::A-1"})
    plan = one.plan(wanted).plan
    assert (plan.is_empty, plan.blockers) == (True, ())
    assert plan.warnings == ("flow/welcome sends nothing: the catalog has no item A-1",)


@pytest.mark.parametrize("tag", ["catalog 'A-1' unpublished=\"cut\"", "catalog event.ProductID"])
def test_a_gap_and_a_variable_are_left_alone(one: Account, tag: str) -> None:
    plan = one.plan(files(tag)).plan
    assert (plan.blockers, [line for line in plan.warnings if "catalog" in line]) == ((), [])


def test_the_catalog_of_a_store_platform_cannot_be_seen(one: Account) -> None:
    wanted = files("catalog 'A-1'")
    shopify = msgspec.structs.replace(wanted.project, shop=Shop(platform="shopify", timezone="Europe/Paris"))
    for unseen in (msgspec.structs.replace(wanted, project=shopify), files("catalog 'A-1' integration='shopify'")):
        plan = one.plan(unseen).plan
        assert plan.blockers == ()
        assert any("cannot be looked up" in line for line in plan.warnings)
    assert "get_catalog_items" not in one.remote.sent()


def test_many_products_are_asked_for_by_fifty(one: Account) -> None:
    tags = "".join(mail(f"catalog 'A-{number}'") for number in range(120))
    wanted = workspace(template("hello", tags), flow(email("hello")))
    assert len(one.plan(wanted).plan.blockers) == 120
    assert one.remote.sent()["get_catalog_items"] == 3
