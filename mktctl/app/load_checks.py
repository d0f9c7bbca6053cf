"""What only shows when all files are known: templates that nobody sends, two things of one name."""

import contextlib
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Final

from mktctl.diagnostics import Severity
from mktctl.model.address import Address, Kind
from mktctl.model.campaign import Campaign, SendAgain
from mktctl.model.flow import Flow
from mktctl.model.places import Path, Problem
from mktctl.model.recurrence import falls_on
from mktctl.model.segment import Segment
from mktctl.model.template import EmailTemplate, TemplateSource, WrittenTemplate
from mktctl.model.workspace import Workspace
from mktctl.planning.occurrences import DATED, name_on

_FOLDERS: Final[Mapping[Kind, str]] = {"flow": "flows", "segment": "segments", "campaign": "campaigns"}
_Named = Segment | EmailTemplate | Flow | Campaign


def unused_templates(
    sources: Mapping[str, WrittenTemplate], used: Collection[str]
) -> Iterator[tuple[Address, Problem]]:
    """Templates that nothing sends and that are not kept in the library: nothing is made of them."""
    for ref, source in sources.items():
        kept = isinstance(source, TemplateSource) and source.library
        if ref not in used and not kept:
            channel = "email" if isinstance(source, TemplateSource) else source.channel
            message = "no flow or campaign sends this template, so nothing is made of it"
            hint = f"Use it in a step  - {channel}: {ref}"
            hint += ",  or keep it in Klaviyo's library:  library: true" if channel == "email" else ""
            problem = Problem(code="TPL005", message=message, path=(), hint=hint, severity=Severity.NOTE)
            yield Address(kind="template", ref=ref), problem


def equal_names(whole: Workspace) -> Iterator[tuple[Address, Problem]]:
    """Each resource that is called as one before it of its kind: only by the name is a lost one found again."""
    library = [one for one in whole.templates.values() if one.library]  # others have no name on Klaviyo
    kinds: tuple[tuple[Kind, Collection[_Named]], ...] = (
        ("segment", whole.segments.values()),
        ("template", library),
        ("flow", whole.flows.values()),
        ("campaign", whole.campaigns.values()),
    )
    path: Path = ("name",)
    for kind, resources in kinds:
        first: dict[str, str] = {}
        for one in resources:
            other = first.setdefault(one.name, one.ref)
            if other != one.ref and one.name:
                folder = _FOLDERS.get(kind, "templates")
                message = f"{folder}/{other}.yaml is called {one.name} as well"
                hint = "Klaviyo would take both, but mktctl and people tell them apart by the name"
                yield Address(kind=kind, ref=one.ref), Problem(code="REF009", message=message, path=path, hint=hint)
    yield from _names_of_dates(whole.campaigns.values())


def _names_of_dates(campaigns: Collection[Campaign]) -> Iterator[tuple[Address, Problem]]:
    """Campaigns that are called as one date of another, which would then count as sent when they are."""
    again = {one.name: one for one in campaigns if isinstance(one.send, SendAgain)}
    for one in campaigns:
        name, _, written = one.name.rpartition(DATED)
        other = again.get(name)
        if other is None or not isinstance(other.send, SendAgain) or isinstance(one.send, SendAgain):
            continue
        with contextlib.suppress(ValueError):
            day = date.fromisoformat(written)
            if name_on(name, day) == one.name and falls_on(other.send, day):
                message = f"the issue of campaigns/{other.ref}.yaml on {day} is called {one.name} as well"
                hint = "What that date has of its own stands in the other file, under  issues:"
                yield (
                    Address(kind="campaign", ref=one.ref),
                    Problem(code="REF009", message=message, path=("name",), hint=hint),
                )
