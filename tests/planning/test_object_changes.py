"""Lists, segments and library templates (`mktctl/planning/object_changes.py`)."""

from typing import Any

import msgspec

from mktctl.model.bindings import Binding, State
from mktctl.model.condition import InList
from mktctl.model.segment import ContactList
from mktctl.model.workspace import Workspace
from mktctl.planning.changes import Change
from mktctl.planning.steps import AnyPlanStep, Bind, Create, Update
from tests.support.settled_account import Settled, settled
from tests.support.workspaces import GOLD, project, segment, template, workspace


def planned(files: Workspace, one: Settled, address: str) -> tuple[Change, list[AnyPlanStep]]:
    plan = one.plan(files)
    change = next(change for change in plan.changes if str(change.address) == address)
    return change, [step for step in plan.steps if str(step.address) == address]


def seen_with(one: Settled, address: str, **attributes: Any) -> Settled:
    """Other attributes of one object."""
    (before,) = (each for each in one.seen.objects if each.id == address.replace("/", ":"))
    return one.with_object(msgspec.structs.replace(before, attributes={**before.attributes, **attributes}))


def lists(**settings: Any) -> Workspace:
    contact_list = ContactList(**{"ref": "newsletter", "name": "Newsletter", **settings})
    return workspace(project=msgspec.structs.replace(project(), lists={"newsletter": contact_list}))


def test_a_list_changes_its_opt_in() -> None:
    change, steps = planned(lists(opt_in="single"), settled(lists()), "list/newsletter")

    assert [(field.path, field.before, field.after) for field in change.fields] == [
        ("opt_in_process", "double_opt_in", "single_opt_in")
    ]
    assert [step.attributes for step in steps if isinstance(step, Update)] == [("opt_in_process",)]


def test_what_is_external_is_bound_and_never_written() -> None:
    files = lists(external=True, tags=("git",))
    one = settled(lists())
    unbound = msgspec.structs.replace(one, state=State(account="A1"))

    change, steps = planned(files, unbound, "list/newsletter")

    assert (change.verdict, [type(step) for step in steps]) == ("bind", [Bind])
    assert planned(files, one, "list/newsletter")[1] == []


def test_a_new_segment_is_made_and_then_switched_off() -> None:
    change, steps = planned(workspace(segment(active=False)), settled(workspace()), "segment/vip")

    create, off = steps
    assert isinstance(create, Create)
    assert "is_active" not in create.document
    assert isinstance(off, Update)
    assert off.attributes == ("is_active",)
    assert {field.path: field.after for field in change.fields if field.path != "definition"} == {"is_active": False}


def test_a_segment_is_switched_alone_on_first_and_off_last() -> None:
    on, off = workspace(segment()), workspace(segment(active=False))
    starred_on, starred_off = workspace(segment(starred=True)), workspace(segment(active=False, starred=True))

    def attributes(files: Workspace, before: Workspace) -> list[tuple[str, ...]]:
        steps = planned(files, settled(before), "segment/vip")[1]
        return [step.attributes for step in steps if isinstance(step, Update)]

    assert attributes(starred_on, off) == [("is_active",), ("is_starred",)]
    assert attributes(starred_off, on) == [("is_starred",), ("is_active",)]
    assert attributes(off, on) == [("is_active",)]


def test_only_the_last_of_several_requests_is_remembered_as_all() -> None:
    steps = planned(workspace(segment(active=False, starred=True)), settled(workspace(segment())), "segment/vip")[1]

    assert [bool(step.digest) for step in steps if isinstance(step, Update)] == [False, True]


def test_a_platform_that_says_nothing_of_a_switch_means_its_default() -> None:
    one = settled(workspace(segment()))

    assert (
        planned(workspace(segment()), seen_with(one, "segment/vip", is_active=None, is_starred=None), "segment/vip")[1]
        == []
    )


def test_a_segment_follows_a_list_that_was_made_again() -> None:
    files = workspace(segment(InList(list="newsletter")))

    change, steps = planned(files, settled(files).without("list/newsletter"), "segment/vip")

    assert [field.path for field in change.fields] == ["definition"]
    assert [type(step) for step in steps] == [Update]


def test_a_template_is_sent_with_both_texts() -> None:
    files = workspace(template("a", library=True, text="Old"))

    for changed in (template("a", "<p>New</p>", library=True, text="Old"), template("a", library=True, text="New")):
        change, steps = planned(workspace(changed), settled(files), "template/a")
        assert [field.path for field in change.fields] == ["html"]
        assert [step.attributes for step in steps if isinstance(step, Update)] == [("html", "text")]


def test_a_stored_text_is_never_compared_with_the_one_that_was_sent() -> None:
    files = workspace(template("a", "<p>A&nbsp;mail</p>", library=True))
    one = seen_with(settled(files), "template/a")
    (there,) = one.seen.of_kind("template")
    stamps = msgspec.structs.replace(there, attributes={"name": "a", "updated": "then"})

    assert planned(files, one.with_object(stamps), "template/a")[1] == []
    moved = msgspec.structs.replace(there, attributes={"name": "a", "updated": "now"})
    change, steps = planned(files, one.with_object(moved), "template/a")
    assert (change.verdict, change.outside) == ("update", True)
    assert [type(step) for step in steps] == [Update]


def test_a_name_is_left_alone() -> None:
    files = workspace(segment())
    (there,) = settled(files).seen.of_kind("segment")
    renamed = msgspec.structs.replace(there, name="By hand", attributes={**there.attributes, "name": "By hand"})

    change, steps = planned(files, settled(files).with_object(renamed), "segment/vip")

    assert (change.verdict, steps) == ("none", [])
    assert change.notes == ('called "By hand" on the platform; the name is left alone',)


def test_what_is_as_wanted_and_not_remembered_is_noted() -> None:
    files = workspace(segment(GOLD))
    one = settled(files)
    bindings = {**one.state.bindings, "segment/vip": Binding(id="segment:vip", name="VIP")}
    forgotten = msgspec.structs.replace(one, state=msgspec.structs.replace(one.state, bindings=bindings))

    change, steps = planned(files, forgotten, "segment/vip")

    assert change.verdict == "bind"
    (note,) = steps
    assert isinstance(note, Bind)
    assert note.digest


def test_a_tag_of_ours_that_is_gone_is_forgotten() -> None:
    before, after = workspace(segment(tags=("git",))), workspace(segment())
    one = settled(before)
    (there,) = one.seen.of_kind("segment")
    taken_off = one.with_object(msgspec.structs.replace(there, tags=()))

    change, steps = planned(after, taken_off, "segment/vip")

    assert change.verdict == "bind"
    assert [step.tags for step in steps if isinstance(step, Bind)] == [()]
