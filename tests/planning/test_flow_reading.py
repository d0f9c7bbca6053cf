"""A flow as seen, in the form of the wanted one (`mktctl/planning/flow_reading.py`)."""

from typing import Any

import msgspec
import pytest

from mktctl.model.condition import All, EventProperty, Test
from mktctl.model.flow import If, SecretHeader, Webhook
from mktctl.model.project import Environment
from mktctl.model.workspace import Workspace
from mktctl.planning.changes import FieldChange
from mktctl.planning.desired import Desired, desired_resources
from mktctl.planning.flow_reading import (
    FlowReading,
    hidden,
    seen_digest,
    seen_reading,
    shown_fields,
    wanted_reading,
    without_transactional,
)
from tests.support.settled_account import Settled, settled
from tests.support.workspaces import GOLD, email, flow, joins, template, wait, workspace

MIXED = All(of=(GOLD, EventProperty(field="$value", type="number", test=Test(op="at_least", value=20))))


def hook(*headers: tuple[str, str | SecretHeader]) -> Webhook:
    return Webhook(key="hook", url="https://mientior.example/hook", name="hook", status="live", headers=headers)


def programme(*more: Any) -> Workspace:
    return workspace(
        template("a"),
        template("b"),
        flow(
            email("a", transactional=True),
            wait(2, "b"),
            If(key="if-1", condition=GOLD, then=(email("b"),), otherwise=(joins(),)),
            *more,
        ),
    )


def wanted(files: Workspace, secrets: dict[str, str] | None = None) -> Desired:
    resources = desired_resources(files, Environment(name="sandbox"), (secrets or {}).get)
    return next(one for one in resources.values() if one.address.kind == "flow")


def read(one: Settled, files: Workspace, secrets: dict[str, str] | None = None) -> FlowReading:
    return seen_reading(one.flow(), one.state.bindings["flow/welcome"], one.bound(files), wanted(files, secrets))


def seen_and_wanted(files: Workspace, secrets: dict[str, str] | None = None) -> tuple[FlowReading, FlowReading]:
    one = settled(files, secret=(secrets or {}).get)
    return read(one, files, secrets), wanted_reading(wanted(files, secrets), one.state.bindings["flow/welcome"])


def test_what_is_as_wanted_reads_as_wanted() -> None:
    files = programme(If(key="if-2", condition=MIXED, then=(email("a", key="again"),), otherwise=()))

    seen, want = seen_and_wanted(files)

    assert seen.frame == want.frame
    assert seen.entry == want.entry == "a"
    assert seen.statuses == want.statuses
    assert {key: without_transactional(action) for key, action in seen.actions.items()} == {
        key: without_transactional(action) for key, action in want.actions.items()
    }


def test_branches_are_read_without_the_platforms_wiring() -> None:
    files = workspace(
        template("a"), template("b"), flow(If(key="if-1", condition=MIXED, then=(email("a"),), otherwise=(email("b"),)))
    )

    seen, want = seen_and_wanted(files)

    assert seen.actions["if-1"]["type"] == "multi-branch-split"
    assert seen.actions["if-1"] == want.actions["if-1"]
    assert seen.actions["if-1"]["links"] == {"branches.0": "a", "branches.1": "b"}


def test_an_action_of_no_step_is_called_by_its_id() -> None:
    files = programme()
    one = settled(files)
    binding = one.state.bindings["flow/welcome"]
    known = {key: action for key, action in binding.actions.items() if key != "wait-1@b"}
    forgotten = msgspec.structs.replace(binding, actions=known)

    reading = seen_reading(one.flow(), forgotten, one.bound(files), wanted(files))

    assert "#101" in reading.actions
    assert reading.actions["a"]["links"] == {"next": "#101"}
    assert reading.ids["#101"] == "101"


def test_a_link_to_nothing_is_no_link() -> None:
    """The pages of a list can be read while the flow changes."""
    files = programme()
    one = settled(files)
    flow_ = one.flow()
    torn = msgspec.structs.replace(flow_, actions={id_: a for id_, a in flow_.actions.items() if id_ != "101"})

    assert read(one.with_object(torn), files).actions["a"]["links"] == {}


def test_the_entry_is_found_without_a_definition() -> None:
    files = programme()
    one = settled(files)
    without = msgspec.structs.replace(one, seen=msgspec.structs.replace(one.seen, definitions={}))

    assert read(without, files).entry == "a"


def test_a_mail_is_known_by_what_was_sent() -> None:
    files = programme()
    one = settled(files)

    assert read(one, files).actions["a"]["data"]["message"]["template_id"].startswith("content ")
    other = one.with_action("100", message={"template_id": "copy:other"})
    assert read(other, files).actions["a"]["data"]["message"]["template_id"] == "template copy:other"


@pytest.mark.parametrize(("there", "word"), [("stored:a", "content"), ("something else", "edited")])
def test_a_full_reading_knows_an_edited_mail(there: str, word: str) -> None:
    files = programme()
    one = settled(files)
    full = msgspec.structs.replace(one, seen=msgspec.structs.replace(one.seen, bodies={"copy:a": there}))

    assert read(full, files).actions["a"]["data"]["message"]["template_id"].startswith(word)


# Secrets


TOKEN = ("Authorization", SecretHeader(secret="TOKEN"))


def test_a_secret_is_compared_by_its_digest() -> None:
    secrets = {"TOKEN": "s3cr3t"}
    files = programme(hook(TOKEN, ("X-Shop", "mientior")))
    one = settled(files, secret=secrets.get)
    there = one.with_action(id_of_hook(one), message={"headers": {"Authorization": "s3cr3t", "X-Shop": "mientior"}})

    same, rotated = wanted_reading(wanted(files, secrets)), wanted_reading(wanted(files, {"TOKEN": "other"}))

    key = "if-1.then+hook"
    reading = read(there, files, secrets)
    assert reading.actions[key]["data"] == same.actions[key]["data"]
    assert reading.actions[key]["data"] != rotated.actions[key]["data"]
    assert reading.actions[key]["data"]["message"]["headers"]["X-Shop"] == "mientior"
    assert "s3cr3t" not in msgspec.json.encode(reading).decode()


def test_a_secret_that_equals_a_plain_header_is_still_a_secret() -> None:
    secrets = {"TOKEN": "mientior"}
    files = programme(hook(TOKEN, ("X-Shop", "mientior")))
    one = settled(files, secret=secrets.get)
    there = one.with_action(id_of_hook(one), message={"headers": {"Authorization": "mientior", "X-Shop": "mientior"}})

    key = "if-1.then+hook"
    assert read(there, files, secrets).actions[key] == wanted_reading(wanted(files, secrets)).actions[key]


def test_a_header_of_no_file_is_hidden() -> None:
    files = programme(hook())
    one = settled(files)
    there = one.with_action(id_of_hook(one), message={"headers": {"X-Key": "somebody's own"}})

    headers = read(there, files).actions["if-1.then+hook"]["data"]["message"]["headers"]
    (field,) = shown_fields((FieldChange(path="message.headers.X-Key", before=headers["X-Key"]),))

    assert field.before == "(secret)"
    assert shown_fields((FieldChange(path="h", before={"a": [hidden("x")], "b": hidden(None)}, after="plain"),)) == (
        FieldChange(path="h", before={"a": ["(secret)"], "b": "(secret)"}, after="plain"),
    )


def id_of_hook(one: Settled) -> str:
    return one.state.bindings["flow/welcome"].actions["if-1.then+hook"].id


# What the list pages tell


def test_the_digest_of_what_was_seen_moves_with_what_a_plan_would_change() -> None:
    one = settled(programme())
    before = seen_digest(one.flow())

    moved = [
        one.with_action("100", message={"subject_line": "By hand"}).flow(),
        one.with_action("100", status="draft").flow(),
        one.with_action("101", value=9).flow(),
        msgspec.structs.replace(one.flow(), attributes={**one.flow().attributes, "status": "draft"}),
        msgspec.structs.replace(one.flow(), attributes={**one.flow().attributes, "trigger_type": "Added to List"}),
    ]

    assert before not in {seen_digest(each) for each in moved}
    assert len({seen_digest(each) for each in moved}) == len(moved)


def test_the_digest_of_what_was_seen_stays_with_what_is_only_reported() -> None:
    one = settled(programme())
    before = seen_digest(one.flow())

    stayed = [
        msgspec.structs.replace(one.flow(), name="By hand"),
        one.with_action("100", message={"transactional": True}).flow(),
        one.with_action("100", message={"cc_email": None, "custom_tracking_params": []}).flow(),
        msgspec.structs.replace(one.flow(), attributes={**one.flow().attributes, "updated": "today"}),
        msgspec.structs.replace(one.flow(), actions=dict(reversed(one.flow().actions.items()))),
    ]

    assert {seen_digest(each) for each in stayed} == {before}
