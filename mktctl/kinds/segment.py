"""`segments/<ref>.yaml`."""

from typing import Final

from mktctl.kinds.conditions.read import SUBJECTS, read_condition
from mktctl.kinds.conditions.scope import Scope
from mktctl.kinds.fields import fields_of
from mktctl.kinds.header import COMMON_KEYS, read_header
from mktctl.kinds.names import Names
from mktctl.kinds.report import Report, Source
from mktctl.model.condition import Ever
from mktctl.model.places import KEY, Problem
from mktctl.model.segment import Segment

SEGMENT_KEYS: Final = COMMON_KEYS | {"who", "external", "starred", "active"}
_INSTEAD: Final = {
    "where": "People stand under who:; where: is only about an event's own properties",
    "conditions": "Write who:",
    "definition": "Write who:",
    "filter": "Write who:",
    "filters": "Write who:",
    "rules": "Write who:",
    **{
        word: f"It stands inside who:, two blanks further in:  who: {{{word}: …}}"
        for word in sorted(SUBJECTS.keys() - {"event", "sample", "not_sent"})
    },
}


def parse_segment(source: Source, ref: str, names: Names) -> tuple[Segment | None, list[Problem]]:
    """The segment, its condition resolved; with an error among the problems, broken parts have stand-ins."""
    report = Report(source)
    fields = fields_of(report, source.data, (), "a segment (name, who)")
    if fields is None:
        return None, report.problems
    fields.only(SEGMENT_KEYS, instead=_INSTEAD, what="a segment")
    external = fields.flag("external", default=False)
    who = None
    if "who" in fields:
        scope = Scope(names=names, report=report, read=read_condition, default_window=Ever(), in_flow=False)
        who = read_condition(fields.values["who"], fields.at("who"), scope)
        if external:
            report.error(
                "SEG002", ("who", KEY), "an external segment is defined on Klaviyo", "Leave out who:, or external:"
            )
    elif not external:
        hint = "Add  who:  with a condition, or  external: true  for a segment that is made on Klaviyo"
        fields.require("who", hint, code="SEG001", message="who is in it?")
    made = Segment(
        ref=ref,
        **read_header(fields),
        who=who,
        starred=fields.flag("starred", default=False),
        active=fields.flag("active", default=True),
    )
    return made, report.problems
