"""Parts of conditions, and one condition read."""

from typing import Any

from mktctl.model.condition import AnyOf, Condition
from mktctl.model.duration import Duration
from mktctl.sandbox.reading.groups import Place, read_condition_groups
from mktctl.sandbox.reading.names import NamedKind

Json = dict[str, Any]
DAYS = Duration(amount=30, unit="day")
RELATIVE: Json = {"type": "date", "operator": "in-the-last", "unit": "day", "quantity": 30}
IS_SET: Json = {"type": "existence", "operator": "is-set"}


def named(kind: NamedKind, object_id: str) -> str:
    """The name of an id."""
    return f"{kind}-{object_id}"


def read(condition: Json, place: Place) -> Condition:
    """The only condition of the only group."""
    document = {"condition_groups": [{"conditions": [condition]}]}
    ((found,),) = (group.of for group in read_condition_groups(document, place, named).of if isinstance(group, AnyOf))
    return found


def about(filter_document: Json, path: str = "properties['x']") -> Json:
    """A condition about a property."""
    return {"type": "profile-property", "property": path, "filter": filter_document}


def percent(value: int) -> Json:
    """A share of the people."""
    return {"type": "profile-sample", "percentage": value}
