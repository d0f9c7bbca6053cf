"""Which object a resource takes (`mktctl/planning/binding_changes.py`)."""

from typing import Any

import msgspec
import pytest

from mktctl.model.address import Address, Kind
from mktctl.model.bindings import Binding, Intent, State
from mktctl.planning.binding_changes import Found, find_object
from mktctl.planning.bound import Bound
from mktctl.planning.desired import Desired
from mktctl.planning.seen import Seen, SeenObject
from mktctl.planning.steps import Bind, Move, RetireFlow
from tests.support.settled_account import ACCOUNT

NAME = "Welcome"


def thing(id_: str, kind: Kind = "flow", name: str = NAME, **attributes: Any) -> SeenObject:
    return SeenObject(kind=kind, id=id_, name=name, attributes=attributes)


def found(
    *there: SeenObject,
    kind: Kind = "flow",
    bindings: dict[str, Binding] | None = None,
    intents: dict[str, Intent] | None = None,
    external: bool = False,
    moved_from: str | None = None,
) -> Found:
    desired = Desired(address=Address(kind=kind, ref="welcome"), name=NAME, document={}, moved_from=moved_from)
    state = State(account=ACCOUNT.id, bindings=bindings or {}, intents=intents or {})
    return find_object(desired, Bound(Seen(account=ACCOUNT, objects=there), state, {}), external=external)


def binding(id_: str, **settings: Any) -> Binding:
    return Binding(id=id_, name=NAME, **settings)


def intent(*others: str, name: str = NAME) -> Intent:
    return Intent(kind="flow", name=name, started=ACCOUNT.now, others=others)


def id_found(result: Found) -> str | None:
    assert not result.blockers
    return result.object.id if result.object else None


def code(result: Found) -> str:
    (problem,) = result.blockers
    return problem.code


def test_what_is_bound_is_taken_whatever_it_is_called_by_now() -> None:
    result = found(thing("1", name="By hand"), thing("2"), bindings={"flow/welcome": binding("1")})

    assert (id_found(result), result.steps) == ("1", ())


@pytest.mark.parametrize("kind", ["flow", "segment", "template"])
def test_what_somebody_made_is_never_taken_over(kind: Kind) -> None:
    assert code(found(thing("1", kind), kind=kind)) == "PLN003"


@pytest.mark.parametrize("kind", ["flow", "segment", "template", "list"])
def test_where_nothing_has_the_name_it_is_made(kind: Kind) -> None:
    result = found(thing("1", kind, name="Other"), kind=kind)

    assert (id_found(result), result.steps, result.note) == (None, (), "")


def test_a_list_is_taken_by_its_name() -> None:
    result = found(thing("1", "list"), kind="list")

    assert id_found(result) == "1"
    assert [type(step) for step in result.steps] == [Bind]
    assert code(found(thing("1", "list"), thing("2", "list"), kind="list")) == "PLN001"


def test_a_list_of_another_ref_is_not_free() -> None:
    result = found(thing("1", "list"), kind="list", bindings={"list/other": binding("1")})

    assert id_found(result) is None


@pytest.mark.parametrize(
    ("there", "expected"), [((), "PLN002"), (("1",), "1"), (("1", "2"), "PLN001")]
)  # fmt: skip
def test_what_is_external_is_looked_up(there: tuple[str, ...], expected: str) -> None:
    result = found(*(thing(id_, "segment") for id_ in there), kind="segment", external=True)

    assert (code(result) if result.blockers else id_found(result)) == expected


def test_what_was_deleted_is_made_again_and_said() -> None:
    result = found(bindings={"flow/welcome": binding("gone")})

    assert id_found(result) is None
    assert result.note == "deleted on the platform since the last apply"


def test_a_flow_in_the_archive_holds_no_name() -> None:
    assert id_found(found(thing("1", archived=True))) is None


def test_a_renamed_file_keeps_its_object() -> None:
    result = found(thing("1"), bindings={"flow/hello": binding("1")}, moved_from="hello")

    assert id_found(result) == "1"
    assert result.steps == (Move(address=Address(kind="flow", ref="welcome"), source="flow/hello"),)


def test_a_move_that_was_done_is_not_done_again() -> None:
    result = found(
        thing("1"), thing("2", name="Hello"),
        bindings={"flow/welcome": binding("1"), "flow/hello": binding("2")}, moved_from="hello",
    )  # fmt: skip

    assert (id_found(result), result.steps) == ("1", ())


# Runs that were cut off


def test_what_a_run_made_before_it_was_cut_off_is_taken() -> None:
    result = found(thing("1"), intents={"flow/welcome": intent()})

    assert id_found(result) == "1"
    assert [type(step) for step in result.steps] == [Bind]
    assert result.note == "made by a run that was cut off"


def test_what_was_there_before_the_run_is_not_what_it_made() -> None:
    assert code(found(thing("1"), intents={"flow/welcome": intent("1")})) == "PLN003"
    assert id_found(found(thing("1"), thing("2"), intents={"flow/welcome": intent("1")})) == "2"


def test_two_that_it_could_have_made_are_a_question() -> None:
    assert code(found(thing("1"), thing("2"), intents={"flow/welcome": intent()})) == "PLN001"


def test_a_run_that_was_cut_off_before_it_sent_made_nothing() -> None:
    assert id_found(found(intents={"flow/welcome": intent()})) is None


def test_it_is_found_by_the_name_of_then() -> None:
    result = found(thing("1", name="Hello"), intents={"flow/welcome": intent(name="Hello")})

    assert id_found(result) == "1"


def test_a_flow_made_in_place_of_another_retires_that_one() -> None:
    result = found(
        thing("1"), thing("2"), bindings={"flow/welcome": binding("1")}, intents={"flow/welcome": intent("1")}
    )

    assert id_found(result) == "2"
    bind, retire = result.steps
    assert isinstance(bind, Bind)
    assert (bind.id, bind.replaces) == ("2", "1")
    assert isinstance(retire, RetireFlow)
    assert retire.id == "1"


def test_an_intent_that_led_nowhere_leaves_the_bound_one() -> None:
    result = found(thing("1"), bindings={"flow/welcome": binding("1")}, intents={"flow/welcome": intent("1")})

    assert (id_found(result), result.steps) == ("1", ())


def test_a_flow_that_ours_followed_holds_no_name() -> None:
    gone = {"flow/welcome": binding("3", replaced=("1", "2"))}

    assert id_found(found(thing("1"), thing("2"), bindings=gone)) is None
    assert code(found(thing("1"), thing("9"), bindings=gone)) == "PLN003"
    assert msgspec.structs.asdict(gone["flow/welcome"])["replaced"] == ("1", "2")
