"""Coupons on a fresh account: made, topped up, never twice, and never shown."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from mktctl.klaviyo.coupons import create_codes, create_coupon, fetch_codes
from mktctl.klaviyo.errors import AnswerLost
from mktctl.model.address import Address
from mktctl.model.project import Coupon, TopUp
from mktctl.model.workspace import Workspace
from mktctl.views.plan_json import plan_json
from mktctl.wire.coupons import encode_codes
from tests.support.account import Account, account
from tests.support.workspaces import email, flow, project, template, workspace

RANDOM = Coupon(ref="cart-10", pool="CART10", top_up=TopUp(to=120, pattern="CART10-########"))
FILED = Coupon(ref="cart-10", pool="CART10", top_up=TopUp(to=3, file="coupons/cart-10.txt"))


def files(coupon: Coupon = RANDOM, codes: tuple[str, ...] = (), *resources: Any) -> Workspace:
    return workspace(*resources, project=project(coupons={"cart-10": coupon}), codes={"cart-10": codes})


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Account]:
    with account(tmp_path) as found:
        yield found


def have(one: Account, *codes: str) -> None:
    create_codes(one.remote, encode_codes("CART10", codes))


def notes(one: Account, wanted: Workspace) -> tuple[str, ...]:
    return next(change.notes for change in one.plan(wanted).plan.changes if change.address.kind == "coupon")


def test_a_coupon_is_made_and_filled(one: Account) -> None:
    assert notes(one, files()) == ("0 codes free, 120 to add",)
    one.settle(files())
    assert len(fetch_codes(one.remote, "CART10")) == 120
    before = one.remote.sent()
    again = one.plan(files()).plan
    assert again.is_empty
    sent = {name: count - before.get(name, 0) for name, count in one.remote.sent().items()}
    assert (sent["get_coupons"], sent["get_coupon_codes"]) == (1, 2)


def test_nothing_is_read_of_coupons_that_nobody_declares(one: Account) -> None:
    one.plan(workspace())
    assert not [name for name in one.remote.sent() if "coupon" in name or "universal" in name or "catalog" in name]


def test_a_coupon_that_the_shop_made_is_taken(one: Account) -> None:
    create_coupon(one.remote, {"external_id": "CART10", "description": "of the shop"})
    wanted = files(Coupon(ref="cart-10", pool="CART10"))
    assert notes(one, wanted) == ("bound to the existing coupon of this name",)
    one.settle(wanted)
    assert one.plan(wanted).plan.is_empty
    described = files(Coupon(ref="cart-10", pool="CART10", description="10 %"))
    one.settle(described)
    assert one.plan(described).plan.is_empty


def test_only_what_is_missing_is_added(one: Account) -> None:
    create_coupon(one.remote, {"external_id": "CART10"})
    have(one, *(f"OWN{number}" for number in range(50)))
    assert notes(one, files())[-1] == "50 codes free, 70 to add"
    one.settle(files())
    assert len(fetch_codes(one.remote, "CART10")) == 120


def test_codes_of_a_file_are_added_in_its_order(one: Account) -> None:
    create_coupon(one.remote, {"external_id": "CART10"})
    have(one, "A2")
    wanted = files(FILED, ("A1", "A2", "A3", "A4"))
    assert notes(one, wanted)[-1] == "1 code free, 2 to add"
    one.settle(wanted)
    assert fetch_codes(one.remote, "CART10") == {"A1", "A2", "A3"}
    assert one.plan(wanted).plan.is_empty


def test_a_file_that_is_used_up_is_a_warning(one: Account) -> None:
    wanted = files(msgspec.structs.replace(FILED, warn_below=3), ("A1",))
    one.settle(wanted)
    plan = one.plan(wanted).plan
    assert plan.is_empty
    assert plan.warnings == (
        "coupon/cart-10: coupons/cart-10.txt is used up: 2 codes are missing to the 3 that are wanted; "
        "put new ones into it",
        "coupon/cart-10: only 1 code free in CART10, fewer than 3; whoever finds none gets no message",
    )


def test_a_pool_that_nobody_fills_warns(one: Account) -> None:
    plan = one.plan(files(Coupon(ref="cart-10", pool="CART10", warn_below=200))).plan
    assert plan.warnings == (
        "coupon/cart-10: no codes free in CART10, fewer than 200; whoever finds none gets no message",
    )


class LosesAnswers:
    """The platform does what `operation` says, and the answer does not come."""

    def __init__(self, one: Account, operation: str) -> None:
        self.remote = one.remote
        self.operation = operation

    def __getattr__(self, name: str) -> Any:
        return getattr(self.remote, name)

    def call(self, operation_name: str, **given: Any) -> Any:
        answer = self.remote.call(operation_name, **given)
        if operation_name == self.operation:
            raise AnswerLost("the answer is missing", operation=operation_name)
        return answer


@pytest.mark.parametrize("operation", ["create_coupon", "bulk_create_coupon_codes", "get_bulk_create_coupon_codes_job"])
def test_a_run_that_was_cut_off_adds_nothing_twice(one: Account, operation: str) -> None:
    cut_off = one.apply(files(), remote=LosesAnswers(one, operation))  # type: ignore[arg-type]
    assert cut_off.exit_code != 0
    one.settle(files())
    assert len(fetch_codes(one.remote, "CART10")) == 120


def test_a_plan_from_before_another_run_adds_nothing_twice(one: Account) -> None:
    create_coupon(one.remote, {"external_id": "CART10"})
    planned = one.plan(files())
    have(one, *(f"OWN{number}" for number in range(100)))
    assert one.apply(files(), planned).exit_code == 0
    assert len(fetch_codes(one.remote, "CART10")) == 120


def test_more_than_a_job_takes(one: Account) -> None:
    many = files(Coupon(ref="cart-10", pool="CART10", top_up=TopUp(to=1_500, pattern="X########")))
    one.settle(many)
    assert one.remote.sent()["bulk_create_coupon_codes"] == 2
    assert len(fetch_codes(one.remote, "CART10")) == 1_500


def test_a_plan_says_what_apply_sends(one: Account) -> None:
    planned = one.plan(files())
    before = one.remote.sent()
    one.apply(files(), planned)
    sent = {name: count - before.get(name, 0) for name, count in one.remote.sent().items()}
    assert {name: count for name, count in sent.items() if count} == {
        call.operation: call.count for call in planned.plan.calls
    }


def test_a_job_that_takes_its_time_is_awaited(tmp_path: Path) -> None:
    with account(tmp_path, processing_seconds=1.0) as one:
        one.settle(files())
        assert one.plan(files()).plan.is_empty


def test_codes_are_shown_nowhere(one: Account) -> None:
    wanted = files(FILED, ("SECRETCODE1", "SECRETCODE2", "SECRETCODE3"))
    planned = one.plan(wanted)
    result = one.apply(wanted, planned)
    shown = (plan_json(planned.plan), repr(planned.plan), repr(planned.seen), repr(result), repr(one.store.load()))
    assert result.exit_code == 0
    assert not any("SECRETCODE" in text for text in shown)


def test_a_flow_whose_mail_gives_codes_needs_the_coupon(one: Account) -> None:
    mail = template("cart", html="<p>{% coupon_code 'CART10' %} {% unsubscribe %}</p>")
    wanted = files(RANDOM, (), mail, flow(email("cart")))
    planned = one.plan(wanted, targets=[Address(kind="flow", ref="welcome")])
    assert Address(kind="coupon", ref="cart-10") in planned.resources
    assert one.apply(wanted, planned).exit_code == 0
    one.settle(wanted)
    assert one.plan(wanted).plan.is_empty
