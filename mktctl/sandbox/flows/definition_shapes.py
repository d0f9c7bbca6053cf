"""The shape of a whole flow's definition, as `create_flow` takes it (klaviyo-api.md section 2)."""

from typing import Final

from mktctl.sandbox.flows.action_shapes import action
from mktctl.sandbox.flows.filters import groups
from mktctl.sandbox.flows.parts import COUNT
from mktctl.sandbox.flows.trigger_shapes import TRIGGER
from mktctl.sandbox.jsonapi.shapes import Field, Items, Record, Text, required

FILTER: Final = groups("flow")
REENTRY: Final = Record(
    name="ReentryCriteria",
    fields={
        "duration": required(COUNT),
        "unit": required(Text(choices=("alltime", "day", "hour", "week"))),
    },
)
DEFINITION: Final = Record(
    name="FlowDefinition",
    fields={
        "triggers": required(Items(of=TRIGGER, at_least=1, at_most=1)),
        "profile_filter": Field(FILTER, nullable=True),
        "actions": required(Items(of=action("create"))),
        "entry_action_id": Field(Text(min_length=1), required=True, nullable=True),
        "reentry_criteria": Field(REENTRY, nullable=True),
    },
)
