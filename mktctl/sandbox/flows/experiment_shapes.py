"""What an A/B test of a flow's message holds: the main message, its variations, who gets what, how it ends."""

from typing import Final

from mktctl.sandbox.flows.parts import STATUS, Mode, id_of, not_on_create
from mktctl.sandbox.jsonapi.shapes import (
    Field,
    Flag,
    FreeObject,
    Instant,
    Items,
    Number,
    Record,
    Shape,
    Text,
    nullable,
    required,
)

MAX_VARIATIONS: Final = 7
_METRICS: Final = {
    "ab-test": ("submission", "unique-clicks", "unique-opens", "unique-placed-orders"),
    "content-experiment": ("click-rate", "open-rate"),
}
_WINNER: Final = Record(
    name="AutomaticWinnerSelectionSettings",
    fields={
        "enabled": required(Flag()),
        "automatic_end_date": nullable(Instant()),
        "automatic_end_statistical_certainty": required(Flag()),
    },
)


def experiment_data(kind: str, mode: Mode, variation: Shape) -> Record:
    """The data of an `ab-test` or a `content-experiment`; the latter has no winner settings of its own."""
    experiment: dict[str, Field] = {
        "id": id_of(mode),
        "name": nullable(Text()),
        "variations": required(Items(of=variation, at_most=MAX_VARIATIONS)),
        "allocations": nullable(FreeObject(values=Number(minimum=0, maximum=1))),
        "started": nullable(Instant()),
        "winner_metric": nullable(Text(choices=_METRICS[kind])),
    }
    if kind == "ab-test":
        experiment["automatic_winner_selection_settings"] = nullable(_WINNER)
    status = Text(choices=("completed", "draft", "live"))
    return Record(
        name=f"{kind} data",
        fields={
            "status": STATUS,
            "experiment_status": not_on_create() if mode == "create" else nullable(status),
            "main_action": required(variation),
            "current_experiment": nullable(Record(name="Experiment", fields=experiment)),
        },
    )
