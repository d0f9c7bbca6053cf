"""The editor's copies of the schemas: names inside, and nothing offered that would be inserted wrongly."""

from typing import Any

from mktctl.kinds.schema_files import documents
from mktctl.kinds.schema_for_editor import READ_ONLY, for_editor, subschemas
from mktctl.kinds.schema_names import ProjectNames, Property, with_names

NAMES = ProjectNames(
    templates={"hello": "email", "short": "sms", "unsaid": ""},
    segments=("vip",),
    lists=("newsletter",),
    metrics={"bought": {"$value": Property(type="number")}},
    properties={
        "tier": Property(type="text", values=("gold",)),
        "city": Property(type="text"),
        "interests": Property(type="list"),
    },
    builtin_fields=("email", "city"),
    layouts=("layouts/base.mjml",),
)


def copies(names: ProjectNames) -> dict[str, dict[str, Any]]:
    known = with_names(documents(), names)
    for_editor(known)
    return known


def offered(schema: dict[str, Any]) -> list[Any]:
    return [*schema.get("examples", ()), *([schema["default"]] if "default" in schema else ())]


def test_only_words_and_numbers_are_offered() -> None:
    for file, document in copies(NAMES).items():
        under_if = {id(schema["if"]) for schema in subschemas(document) if "if" in schema}
        for schema in subschemas(document):
            assert READ_ONLY not in schema
            if id(schema) not in under_if:
                assert not [one for one in offered(schema) if isinstance(one, dict | list)], (file, schema)


def test_no_example_that_people_read_is_lost_on_the_way() -> None:
    """An object or a list that is an example of a key is still shown by the hover."""
    document = copies(ProjectNames())["flow.schema.json"]
    trigger = document["properties"]["trigger"]
    shown = [one["if"]["examples"] for one in trigger["allOf"] if "examples" in one.get("if", {})]
    assert shown == [[{"metric": "cart_abandoned", "where": {"$value": {"at_least": 20}}}]]


def test_the_hand_written_schemas_are_not_changed() -> None:
    before = {name: str(document) for name, document in documents().items()}
    copies(NAMES)
    assert {name: str(document) for name, document in documents().items()} == before


def test_names_close_what_was_open() -> None:
    common = copies(NAMES)["common.schema.json"]["$defs"]
    assert common["template-ref"]["enum"] == ["hello", "short", "unsaid"]
    assert common["email-template-ref"]["enum"] == ["hello", "unsaid"]
    assert common["sms-template-ref"]["enum"] == ["short", "unsaid"]
    assert common["metric-ref"]["enum"] == ["bought"]
    assert common["property-name"]["enum"] == ["tier", "properties.city", "interests", "email", "city"]
    assert common["settable-property"]["enum"] == ["tier", "properties.city"]
    assert common["list-property"]["enum"] == ["interests"]
    assert "pattern" not in common["template-ref"]
    assert "mktctl schema" in common["template-ref"]["errorMessage"]


def test_without_a_name_a_place_stays_open() -> None:
    common = copies(ProjectNames())["common.schema.json"]["$defs"]
    assert "enum" not in common["segment-ref"]
    assert common["segment-ref"]["pattern"]
