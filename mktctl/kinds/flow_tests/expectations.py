"""EX: what must come of it, one thing an entry."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final, get_args

from mktctl.kinds.fields import Fields, fields_of
from mktctl.kinds.flow_tests.events import one_verb
from mktctl.kinds.flow_tests.moments import Clock
from mktctl.kinds.flow_tests.people import split_names
from mktctl.kinds.flow_tests.steps import FlowNames
from mktctl.kinds.names import Names
from mktctl.kinds.refs import list_ref
from mktctl.kinds.spelling import did_you_mean, shown
from mktctl.model.condition import Channel
from mktctl.model.flow_test import Called, Expectation, Left, ListIs, MessageSent, ProfileIs, Skipped
from mktctl.model.places import Path

SKIP_REASONS: Final = (
    "draft", "not_in_list", "flow_filter", "only_if", "no_consent", "unsubscribed", "suppressed", "missing_address",
    "smart_sending", "no_way_out", "render_error", "person_deleted",
)  # fmt: skip
"""What the engine says; a test holds the two together, as kinds may not import the engine."""
END_REASONS: Final = ("finished", "exit", "exit_if", "exit_when", "date_changed", "removed", "deleted")
ANY: Final = "any"
_Reader = Callable[[Fields, datetime, Names, FlowNames], Expectation | None]


def read_expectations(fields: Fields, clock: Clock, names: Names, flow: FlowNames) -> tuple[Expectation, ...]:
    """`expect:` in the order of the file; entries with mistakes are left out."""
    items = fields.items("expect", "a list, such as [{at: 0 hours, email: welcome-1}], or [] for nothing at all")
    found = (_expectation(fields, item, index, clock, names, flow) for index, item in enumerate(items))
    return tuple(one for one in found if one is not None)


def _expectation(
    outer: Fields, item: object, index: int, clock: Clock, names: Names, flow: FlowNames
) -> Expectation | None:
    path: Path = (*outer.at("expect"), index)
    fields = fields_of(outer.report, item, path, "what is expected, such as {at: 2 days, email: welcome-1},")
    if fields is None:
        return None
    verb = one_verb(fields, _READERS, "TST002", "what is expected?", "{at: 0 hours, email: welcome-1}")
    if verb is None:
        return None
    fields.only(frozenset({"at", verb, *_BESIDE.get(verb, ())}), what=f"an expected {verb}:")
    at = clock.moment(fields)
    return None if at is None else _READERS[verb](fields, at, names, flow)


def _message(fields: Fields, at: datetime, names: Names, flow: FlowNames) -> Expectation | None:
    channel: Channel = next(one for one in get_args(Channel) if one in fields)
    template = flow.template(fields, channel, channel=channel)
    if template is None:
        return None
    variant = fields.optional_text("variant")
    known = flow.variants.get(template, ())
    if variant not in (None, ANY, *known) and flow.templates is not None:
        hint = did_you_mean(str(variant), known) or "It has no ab_test:, so leave out variant:"
        fields.error("TST003", "variant", f"{template} has no version {shown(variant)}", hint)
    return MessageSent(
        at=at, path=fields.path, channel=channel, template=template, variant=None if variant == ANY else variant
    )


def _skipped(fields: Fields, at: datetime, names: Names, flow: FlowNames) -> Expectation | None:
    because = fields.choice("because", SKIP_REASONS, default="") if "because" in fields else None
    what = flow.step(fields, "skipped")
    return None if what is None else Skipped(at=at, path=fields.path, what=what, because=because or None)


def _exit(fields: Fields, at: datetime, names: Names, flow: FlowNames) -> Expectation:
    return Left(at=at, path=fields.path, reason=fields.choice("exit", END_REASONS, default="finished"))


def _profile(fields: Fields, at: datetime, names: Names, flow: FlowNames) -> Expectation | None:
    below = fields.below("profile", "properties with their values, such as {lifecycle: sunset}")
    if below is None:
        return None
    own, custom = split_names(below, names)
    return ProfileIs(at=at, path=fields.path, fields=own, properties=custom)


def _list(fields: Fields, at: datetime, names: Names, flow: FlowNames) -> Expectation:
    joins = "joins" in fields
    return ListIs(at=at, path=fields.path, list=list_ref(fields, "joins" if joins else "leaves", names), joins=joins)


def _call(fields: Fields, at: datetime, names: Names, flow: FlowNames) -> Expectation:
    if "webhook" in fields:
        return Called(at=at, path=fields.path, kind="webhook", what=fields.text("webhook"))
    return Called(at=at, path=fields.path, kind="alert", what=fields.text("alert"))


_BESIDE: Final = {**dict.fromkeys(get_args(Channel), ("variant",)), "skipped": ("because",)}
_READERS: Final[Mapping[str, _Reader]] = {
    **dict.fromkeys(get_args(Channel), _message),
    "skipped": _skipped,
    "exit": _exit,
    "profile": _profile,
    "joins": _list,
    "leaves": _list,
    "webhook": _call,
    "alert": _call,
}
