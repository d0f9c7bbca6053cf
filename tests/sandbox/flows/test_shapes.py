"""The strict shape of a definition against Klaviyo's OpenAPI document: neither takes what the other refuses.

Where the reference is stricter than the document, the difference is named here.
"""

import copy
from collections.abc import Iterator
from typing import Any

import pytest

from mktctl.sandbox.flows.definition_shapes import DEFINITION
from mktctl.sandbox.flows.filling import filled
from mktctl.sandbox.jsonapi.shapes import Findings, check
from tests.sandbox.flows.every_part import DEFINITIONS
from tests.support.openapi_judge import judge

Json = dict[str, Any]
Path = tuple[str | int, ...]


def name(definition: Json) -> str:
    """What is special about it."""
    parts = [definition["triggers"][0]["type"], definition["actions"][0]["type"]]
    if "profile_filter" in definition:
        condition = definition["profile_filter"]["condition_groups"][0]["conditions"][0]
        parts = [
            condition["type"],
            *(inner.get("operator", "") for inner in condition.values() if isinstance(inner, dict)),
        ]
    return "-".join(parts)


IDS = [name(one) for one in DEFINITIONS]
WRONG = (None, 5, "x", True, [], {}, 1.5)


def problems(definition: Any) -> list[str]:
    findings = Findings()
    check(DEFINITION, definition, "", findings)
    return [f"{problem.pointer}: {problem.detail}" for problem in findings.problems]


def body(definition: Any) -> Json:
    return {"data": {"type": "flow", "attributes": {"name": "x", "definition": definition}}}


def document_problems(definition: Any) -> list[str]:
    return judge().body_problems("POST", "/api/flows", body(definition))


def document_takes(definition: Any) -> bool:
    return judge().takes_body("POST", "/api/flows", body(definition))


@pytest.mark.parametrize("definition", DEFINITIONS, ids=IDS)
def test_every_part_is_taken_by_both(definition: Json) -> None:
    assert problems(definition) == []
    assert document_problems(definition) == []


@pytest.mark.parametrize("definition", DEFINITIONS, ids=IDS)
def test_what_is_filled_in_is_still_a_definition(definition: Json) -> None:
    shown = filled(DEFINITION, definition)
    assert document_problems(shown) == []
    again = filled(DEFINITION, {**definition, **shown, "actions": definition["actions"]})
    assert again == shown


@pytest.mark.parametrize("definition", DEFINITIONS, ids=IDS)
def test_what_the_document_refuses_the_shape_refuses(definition: Json) -> None:
    """Each key dropped, each object with one key more, each value of a wrong type: one change at a time."""
    refused = [(path, change, wrong) for path, change, wrong in changes(definition) if not document_takes(wrong)]
    assert len(refused) > 30
    # The items of an RCS message are passed through as they are.
    held = [case for case in refused if "message_hierarchy" not in case[0]]
    assert [(path, change) for path, change, wrong in held if not problems(wrong)] == []


def changes(definition: Json) -> Iterator[tuple[Path, str, Json]]:
    for path in paths(definition):
        yield path, "dropped", changed(definition, path, drop=True)
        for value in WRONG:
            if not same_type(at(definition, path), value):
                yield path, f"= {value!r}", changed(definition, path, value=value)
        if isinstance(at(definition, path), dict):
            yield path, "unknown key", changed(definition, (*path, "unknown"), value=1)


def paths(value: Any, path: Path = ()) -> Iterator[Path]:
    if path:
        yield path
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield from paths(one, (*path, key))


def at(value: Any, path: Path) -> Any:
    for key in path:
        value = value[key]
    return value


def changed(definition: Json, path: Path, *, value: Any = None, drop: bool = False) -> Json:
    found = copy.deepcopy(definition)
    holder = at(found, path[:-1])
    if drop:
        del holder[path[-1]]
    else:
        holder[path[-1]] = value
    return found


def same_type(one: Any, other: Any) -> bool:
    return type(one) is type(other)
