"""What the platform computes of people: `predicted:` and `best_channel:`."""

from typing import Final, Literal

from mktctl.kinds.conditions.comparisons import read_test
from mktctl.kinds.conditions.consents import CHANNELS
from mktctl.kinds.conditions.scope import UNREADABLE, Scope
from mktctl.kinds.fields import Fields
from mktctl.kinds.spelling import did_you_mean, shown
from mktctl.model.condition import BestChannel, Condition, Predicted, PropertyType, Test

DIMENSIONS: Final[dict[str, PropertyType]] = {
    "churn_probability": "number", "predicted_clv": "number", "historic_clv": "number", "total_clv": "number",
    "average_order_value": "number", "average_days_between_orders": "number", "historic_number_of_orders": "number",
    "predicted_number_of_orders": "number", "expected_date_of_next_purchase": "date", "predicted_gender": "text",
}  # fmt: skip
GENDERS: Final = ("likely_female", "likely_male", "uncertain")
_RANKS: Final = ("high", "medium", "low")


def read_predicted(fields: Fields, scope: Scope) -> Condition:
    """`predicted: DIMENSION & TEST`."""
    dimension = fields.values["predicted"]
    if not isinstance(dimension, str) or dimension not in DIMENSIONS:
        hint = did_you_mean(str(dimension), DIMENSIONS)
        fields.error("CND055", "predicted", f"{shown(dimension)} is none of Klaviyo's predictions", hint)
        return UNREADABLE
    values = GENDERS if dimension == "predicted_gender" else ()
    test = read_test(
        fields, DIMENSIONS[dimension], scope, subject=dimension, beside=frozenset({"predicted"}), values=values
    )
    return Predicted(dimension=dimension, test=test) if test is not None else UNREADABLE


def read_best_channel(fields: Fields, scope: Scope) -> Condition:
    """`best_channel: sms, rank: high` or `priority: 1`."""
    fields.only(frozenset({"best_channel", "rank", "priority"}), what="best_channel:")
    channel = fields.choice("best_channel", CHANNELS, default="email")
    if ("rank" in fields) == ("priority" in fields):
        hint = "Add  rank: high  or  priority: 1"
        scope.error("CND036", fields.path, "best_channel: rank: or priority:, one of the two", hint)
        return UNREADABLE
    measure: Literal["rank", "priority"] = "rank" if "rank" in fields else "priority"
    value: str | int | None
    value = fields.choice("rank", _RANKS, default="high") if measure == "rank" else fields.count("priority", least=1)
    if value is None:
        return UNREADABLE
    return BestChannel(channel=channel, measure=measure, test=Test(op="is", value=value))  # type: ignore[arg-type]
