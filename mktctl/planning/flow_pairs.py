"""The actions that stay, side by side: as they are and as they are wanted, A/B tests with their messages."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from mktctl.planning.ab_tests import settled_end
from mktctl.planning.action_parts import AB_TEST, DECIDED
from mktctl.planning.alignment import Alignment
from mktctl.planning.desired import Desired
from mktctl.planning.documents import Document
from mktctl.planning.flow_reading import FlowReading, without_transactional


class Pair(msgspec.Struct, frozen=True, kw_only=True):
    """One action that stays; `before` and `after` are its data. `test` is the key of the A/B test that it is, or is
    part of, and `experiment` whether that one runs."""

    key: str
    seen_key: str
    type: str
    before: Document
    after: Document
    test: str = ""
    experiment: str = ""


def pairs(seen: FlowReading, wanted: FlowReading, alignment: Alignment, desired: Desired) -> Iterator[Pair]:
    """Every matched action in the wanted order, each test followed by its parts."""
    for key, seen_key in alignment.matched.items():
        before, after = (without_transactional(one)["data"] for one in (seen.actions[seen_key], wanted.actions[key]))
        type_ = wanted.actions[key]["type"]
        if key in desired.raw:
            before = projected(before, after)
        if type_ != AB_TEST:
            yield Pair(key=key, seen_key=seen_key, type=type_, before=before, after=after)
            continue
        running = seen.experiments.get(seen_key, "")
        after = settled_end(before, after)
        yield Pair(key=key, seen_key=seen_key, type=type_, before=before, after=after, test=key, experiment=running)
        yield from _parts(key, seen_key, running, seen, wanted)


def _parts(key: str, seen_key: str, running: str, seen: FlowReading, wanted: FlowReading) -> Iterator[Pair]:
    both = zip(seen.parts.get(seen_key, {}).items(), wanted.parts.get(key, {}).items(), strict=False)
    for (seen_name, there), (name, here) in both:
        before, after = (without_transactional(one)["data"] for one in (there, here))
        yield Pair(
            key=name, seen_key=seen_name, type=here["type"], before=before, after=after, test=key, experiment=running
        )


def projected(seen: Any, wanted: Any) -> Any:
    """What is seen of the fields that are wanted: the rest of a step in the platform's own words is left to it."""
    if isinstance(seen, Mapping) and isinstance(wanted, Mapping):
        return {key: projected(value, wanted[key]) for key, value in seen.items() if key in wanted}
    if isinstance(seen, list) and isinstance(wanted, list) and len(seen) == len(wanted):
        return [projected(one, other) for one, other in zip(seen, wanted, strict=True)]
    return seen


def framed(seen: Document, desired: Desired) -> Document:
    """How the flow starts as seen, of a trigger in the platform's own words only what the file says."""
    if not desired.raw_trigger or "triggers" not in seen:
        return seen
    return {**seen, "triggers": projected(seen["triggers"], desired.document["definition"]["triggers"])}


def other_variations(seen: FlowReading, wanted: FlowReading, alignment: Alignment) -> tuple[str, ...]:
    """Reasons to replace: the messages of a test cannot come or go; of one that is decided nothing is asked."""
    return tuple(
        f"the A/B test {key} gets another number of versions"
        for key, seen_key in alignment.matched.items()
        if seen.experiments.get(seen_key, DECIDED) != DECIDED
        and [one["type"] for one in seen.parts[seen_key].values()]
        != [one["type"] for one in wanted.parts.get(key, {}).values()]
    )
