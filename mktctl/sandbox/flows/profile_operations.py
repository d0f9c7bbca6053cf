"""The operations of an update-profile action (klaviyo-api.md section 2)."""

from typing import Final

from mktctl.sandbox.jsonapi.shapes import Flag, Number, Record, Shape, Text, Variants, nullable, required

_KEY: Final = required(Text(min_length=1))
_DATE: Final = Text(pattern=r"\d{4}-\d{2}-\d{2}|today")
_VALUES: Final[dict[str, Shape]] = {
    "string": Text(),
    "boolean": Flag(),
    "numeric": Number(),
    "date": _DATE,
    "list": Text(),
}


def _write(property_type: str, value: Shape) -> Record:
    operation = {"property_operation": nullable(Text(choices=("add", "remove")))} if property_type == "list" else {}
    return Record(
        name="ProfileOperation",
        fields={
            "operator": required(Text()),
            "property_type": required(Text()),
            "property_key": _KEY,
            "property_value": required(value),
            **operation,
        },
    )


_WRITE: Final = Variants(
    name="ProfileOperation",
    key="property_type",
    cases={property_type: _write(property_type, value) for property_type, value in _VALUES.items()},
)
PROFILE_OPERATION: Final = Variants(
    name="ProfileOperation",
    key="operator",
    cases={
        "create": _WRITE,
        "update": _WRITE,
        "delete": Record(name="ProfileOperationDelete", fields={"operator": required(Text()), "property_key": _KEY}),
    },
)
