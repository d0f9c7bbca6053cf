"""What the shapes of triggers, actions and messages are made of (klaviyo-api.md section 2)."""

from typing import Any, Final, Literal

from mktctl.sandbox.jsonapi.shapes import Either, Field, Items, Number, Record, Text

Mode = Literal["create", "update"]
"""A definition that is new (temporary ids) or one that the server knows (its own ids)."""


class Defaulted(Field, frozen=True):
    """A key that the server fills in with `value` where it is absent or null."""

    value: Any = None


class NotHere(Field, frozen=True):
    """A key that exists elsewhere but is refused here, unless it is null. Never filled in."""


class SentOnly(Field, frozen=True):
    """A key that requests have and the server does not keep."""


def defaulted(shape: Any, value: Any, *, nullable: bool = False) -> Defaulted:
    """A key with a value of the server's own."""
    return Defaulted(shape, nullable=nullable, value=value)


def not_on_create() -> NotHere:
    """A key that only the server writes."""
    return NotHere(Either(shapes=(), expected="absent: it is not allowed on create"), nullable=True)


def only_on_create() -> NotHere:
    """`temporary_id` of something that has its real one."""
    return NotHere(Either(shapes=(), expected="absent: an existing object goes by its id"), nullable=True)


def id_of(mode: Mode) -> Field:
    """The `id` of a message, experiment or the like."""
    return not_on_create() if mode == "create" else Field(Text(min_length=1), required=True)


WHOLE: Final = Number(whole=True)
COUNT: Final = Number(whole=True, minimum=0)
STATUS: Final = defaulted(Text(choices=("disabled", "draft", "live", "manual")), "draft")
TIME_OF_DAY: Final = Text(pattern=r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d")
ZONE: Final = defaulted(Text(min_length=1), "profile")
WEEKDAYS: Final = Items(of=Text(choices=("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")))
LINK: Final = Record(name="Link", fields={"next": Field(Text(min_length=1), nullable=True)})
YES_NO_LINKS: Final = Record(
    name="BooleanBranchLinks",
    fields={
        "next_if_true": Field(Text(min_length=1), required=True, nullable=True),
        "next_if_false": Field(Text(min_length=1), required=True, nullable=True),
    },
)
