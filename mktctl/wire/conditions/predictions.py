"""Values that Klaviyo predicts: which dimension takes which test (klaviyo-api.md section 3)."""

from typing import Final

import msgspec

from mktctl.model.condition import All, AnyOf, BestChannel, Condition, DateTest, Predicted
from mktctl.wire.conditions import refusals
from mktctl.wire.conditions.comparisons import expressed_test
from mktctl.wire.conditions.refusals import Refusal
from mktctl.wire.conditions.spans import date_refusal

DATES: Final = frozenset({"expected_date_of_next_purchase"})
TEXTS: Final = frozenset({"predicted_gender"})
NUMBERS: Final = frozenset(
    {"average_days_between_orders", "average_order_value", "churn_probability", "historic_clv"}
    | {"historic_number_of_orders", "predicted_clv", "predicted_number_of_orders", "total_clv"}
)
_GENDERS: Final = ("likely_female", "likely_male", "uncertain")
_RANKS: Final = ("high", "medium", "low")


def expressed_prediction(leaf: Predicted) -> Condition | Refusal:
    """`predicted: churn_probability, more_than: 0.5`."""
    if isinstance(leaf.test, DateTest):
        if leaf.dimension not in DATES:
            return _refused(f"{leaf.dimension} is no date")
        reason = date_refusal(leaf.test.when)
        return leaf if reason is None else Refusal(code=refusals.WRONG_SPAN, message=reason)
    if leaf.dimension in TEXTS:
        if leaf.test.op not in ("is", "is_not") or leaf.test.value not in _GENDERS:
            return _refused(f"{leaf.dimension} takes is and is_not with {', '.join(_GENDERS)}")
        return leaf
    if leaf.dimension not in NUMBERS or leaf.test.op == "exists":
        return _refused(f"Klaviyo predicts no {leaf.dimension} that could be compared with {leaf.test.op}")
    said = expressed_test("number", leaf.test)
    if isinstance(said, Refusal):
        return said
    leaves = tuple(msgspec.structs.replace(leaf, test=test) for test in said.tests)
    if len(leaves) == 1:
        return leaves[0]
    return All(of=leaves) if said.all_hold else AnyOf(of=leaves)


def expressed_affinity(leaf: BestChannel) -> Condition | Refusal:
    """`best_channel: sms, rank: high` or `priority: 1`."""
    if leaf.measure == "priority" and leaf.test.op == "is" and isinstance(leaf.test.value, int):
        return leaf
    if leaf.measure == "rank" and leaf.test.op in ("is", "is_not") and leaf.test.value in _RANKS:
        return leaf
    return _refused(f"best_channel takes rank: {', '.join(_RANKS)} or priority: a whole number")


def _refused(message: str) -> Refusal:
    return Refusal(code=refusals.NO_SUCH_TEST, message=message)
