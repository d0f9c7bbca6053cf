"""Laws of conditions on the wire, for generated conditions and people."""

from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from mktctl.engine.conditions import holds
from mktctl.engine.run_view import RunView
from mktctl.model.condition import Condition, Not
from mktctl.model.profile import Profile
from mktctl.sandbox.reading.groups import Place as SandboxPlace
from mktctl.sandbox.reading.groups import read_condition_groups
from mktctl.wire.conditions.compile import compile_groups
from mktctl.wire.conditions.decode import decode_groups
from mktctl.wire.conditions.encode import encode_groups
from mktctl.wire.conditions.place import Place
from mktctl.wire.ids import Symbolic
from tests.support import wire_strategies as some
from tests.support.wire_cases import NOW, STARTED, bare_ref

many = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
# strategy of leaves, our place, the sandbox's name for it
SITES: list[tuple[Any, Place, SandboxPlace]] = [
    (some.in_segments, Place.SEGMENT, "segment"),
    (some.in_splits, Place.SPLIT, "split"),
    (some.in_flow_filters, Place.FLOW, "flow"),
    (some.about_events, Place.TRIGGER, "trigger"),
    (st.one_of(some.in_splits, some.about_events), Place.BRANCH, "branch"),
]
SITE_IDS = [str(place) for _, place, _ in SITES]


def sent(condition: Condition, place: Place, segments: dict[str, Condition] | None = None) -> dict[str, Any] | None:
    """What we send; None for what is refused."""
    groups, problems = compile_groups(condition, place=place, segments=segments or {}, metric="placed_order")
    return None if any(one.severity == "error" for one in problems) else encode_groups(groups, Symbolic())


def run_of(profile: Profile) -> RunView:
    """A run that the first order started."""
    starter = next((one for one in profile.events if one.metric == "placed_order"), None)
    return RunView(started=starter.time if starter else STARTED, event=starter, earlier=(STARTED,))


def met(condition: Condition, profile: Profile, segments: dict[str, Condition] | None = None) -> bool:
    return holds(condition, profile, now=NOW, run=run_of(profile), segments=segments or {})


@pytest.mark.parametrize(("leaves", "place", "theirs"), SITES, ids=SITE_IDS)
@many
@given(data=st.data())
def test_what_is_sent_means_what_was_written(
    leaves: Any, place: Place, theirs: SandboxPlace, data: st.DataObject
) -> None:
    """Read back it is sent the same, and the model, our reading and the sandbox's agree on everybody."""
    condition = data.draw(some.conditions(leaves))
    document = sent(condition, place)
    assume(document is not None)
    assert document is not None
    read = decode_groups(document, Symbolic())
    assert sent(read, place) == document
    their_reading = read_condition_groups(document, theirs, bare_ref)  # type: ignore[arg-type]
    for profile in data.draw(st.lists(some.profiles, min_size=1, max_size=4)):
        expected = met(condition, profile)
        assert met(read, profile) == expected
        assert met(their_reading, profile) == expected


@many
@given(leaf=st.one_of(some.in_segments, some.in_splits, some.about_events), profile=some.profiles)
def test_not_is_everybody_else(leaf: Condition, profile: Profile) -> None:
    """Whatever opposite is sent, it holds exactly for those for whom the leaf does not (P13)."""
    place = Place.BRANCH if sent(leaf, Place.BRANCH) is not None else Place.SEGMENT
    document = sent(Not(of=leaf), place)
    assume(document is not None)
    assert document is not None
    assert met(decode_groups(document, Symbolic()), profile) != met(leaf, profile)


@many
@given(
    first=some.conditions(some.in_segments),
    second=some.conditions(some.in_segments),
    condition=some.conditions(some.in_segments, segments=True),
    profile=some.profiles,
)
def test_an_inlined_segment_answers_as_the_segment(
    first: Condition, second: Condition, condition: Condition, profile: Profile
) -> None:
    segments = {"first": first, "second": second}
    document = sent(condition, Place.SEGMENT, segments)
    assume(document is not None)
    assert document is not None
    assert met(decode_groups(document, Symbolic()), profile) == met(condition, profile, segments)
