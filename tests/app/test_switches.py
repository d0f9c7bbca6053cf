"""Where reports about Klaviyo conflict: plan and apply under both settings of each switch of the sandbox.

Either everything passes, or the failure is said in words that lead to the step, nothing is half made, and the same
command goes on once the files are mended.
"""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from mktctl.app.apply import ApplyResult
from mktctl.model.condition import All, EventProperty, EventTest, Ever, HasEvents, Test
from mktctl.model.flow import Case, ExitIf, If, PropertyChange, Switch, UpdateProfile
from mktctl.model.project import EventField, Metric
from mktctl.model.workspace import Workspace
from mktctl.sandbox.options import Switches
from tests.support.account import Account, account
from tests.support.account_picture import picture
from tests.support.workspaces import GOLD, email, flow, joins, project, segment, template, wait, workspace

SWITCHES = tuple(field.name for field in msgspec.structs.fields(Switches))
VALUE = EventProperty(field="$value", type="number", test=Test(op="at_least", value=20))
UPDATE = UpdateProfile(
    key="update", changes=(PropertyChange(op="set", property="tier", type="text", value="gold"),), status="live"
)
LATER = email("other")
TWO_TESTS = HasEvents(
    metric="placed_order",
    test=Test(op="at_least", value=1),
    window=Ever(),
    where=(
        EventTest(field="$value", type="number", test=Test(op="at_least", value=20)),
        EventTest(field="Kind", type="text", test=Test(op="is", value="shoes")),
    ),
)
MIXED = If(key="if-1", condition=All(of=(GOLD, VALUE)), then=(email("gold"),), otherwise=(email("other"),))
HTML = "<style>/* note */ p {}</style><p>A&nbsp;mail {% unsubscribe 'bye' %}</p>"


def plain(*more: Any, mail: str = HTML, subject: str = "Hello") -> Workspace:
    """What every account takes."""
    fields = {"$value": EventField(name="$value", type="number"), "Kind": EventField(name="Kind", type="text")}
    metrics = {
        "registered": Metric(ref="registered", name="Registered", fields=fields),
        "placed_order": Metric(ref="placed_order", name="Placed Order", fields=fields),
    }
    return workspace(
        segment(),
        *(template(ref, mail, library=ref == "lib") for ref in ("hello", "gold", "other", "lib")),
        flow(email("hello", subject=subject), wait(2, "lib"), email("lib"), joins(), *more),
        project=msgspec.structs.replace(project(), metrics=metrics),
    )


def opened(folder: Path, **switches: bool) -> Any:
    return account(folder, Switches(**switches))


@pytest.mark.parametrize("name", SWITCHES)
@pytest.mark.parametrize("setting", [True, False])
def test_what_every_account_takes_passes_under_both_settings(name: str, setting: bool, tmp_path: Path) -> None:
    with opened(tmp_path, **{name: setting}) as one:
        for files in (plain(), plain(ExitIf(key="exit-if-1", condition=GOLD), LATER)):
            one.settle(files)
            assert one.plan(files, full=True).plan.is_empty
        changed = plain(ExitIf(key="exit-if-1", condition=GOLD), LATER, mail="<p>New</p>", subject="Changed")
        one.settle(changed)
        assert one.plan(changed, full=True).plan.is_empty


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("multi_branch_create", plain(MIXED)),
        ("update_profile_create", plain(UPDATE)),
        ("several_metric_filters", plain(ExitIf(key="exit-if-1", condition=TWO_TESTS), email("gold"))),
        ("several_metric_filters", msgspec.structs.replace(plain(), segments={"vip": segment(TWO_TESTS)})),
    ],
    ids=["multi_branch_create", "update_profile_create", "several_metric_filters", "several_metric_filters-segment"],
)
def test_what_most_accounts_take_passes_with_the_default(name: str, files: Workspace, tmp_path: Path) -> None:
    assert getattr(Switches(), name) is True
    with opened(tmp_path) as one:
        one.settle(files)
        assert one.plan(files, full=True).plan.is_empty


def refused(one: Account, files: Workspace) -> ApplyResult:
    """The result of an apply that the account refuses, twice the same, with nothing half made in between."""
    first = one.apply(files)
    held = picture(one.remote, state(one))
    again = one.apply(files)
    assert [failure.message for failure in first.failures] == [failure.message for failure in again.failures]
    assert picture(one.remote, state(one)) == held
    assert len(first.failures) == 1
    assert {first.exit_code, again.exit_code} <= {1, 8}
    assert first.not_attempted
    return first


def state(one: Account) -> Any:
    return one.store.load()[1]


def mended(one: Account, files: Workspace) -> None:
    """Without what was refused the same command goes on."""
    one.settle(files)
    assert one.plan(files, full=True).plan.is_empty
    assert state(one).intents == {}


def test_a_split_about_event_and_person_is_named(tmp_path: Path) -> None:
    with opened(tmp_path, multi_branch_create=False) as one:
        (failure,) = refused(one, plain(MIXED)).failures
        assert "create_flow: HTTP 500" in failure.message
        assert "Is it the step if-1?" in failure.hint
        assert "write two ifs, one in the other" in failure.hint

        inner = If(key="if-2", condition=VALUE, then=(email("gold"),), otherwise=(email("other"),))
        mended(one, plain(If(key="if-1", condition=GOLD, then=(inner,), otherwise=())))


def test_a_switch_that_cannot_be_made_or_inserted_is_named(tmp_path: Path) -> None:
    switch = Switch(key="switch-1", cases=(Case(condition=GOLD, steps=(email("gold"),)),), otherwise=(email("other"),))
    with opened(tmp_path, multi_branch_create=False) as one:
        (failure,) = refused(one, plain(switch)).failures
        assert "Is it the step switch-1?" in failure.hint
        assert "write an if, and in its else the next" in failure.hint
        one.settle(plain())
        (failure,) = refused(one, plain(switch)).failures
        assert "create_flow_action: HTTP 500" in failure.message
        assert "Is it the step switch-1?" in failure.hint

        mended(one, plain())


def test_a_step_that_the_api_does_not_take_is_named(tmp_path: Path) -> None:
    with opened(tmp_path, update_profile_create=False) as one:
        (failure,) = refused(one, plain(UPDATE)).failures
        assert "'update-profile' is not a valid choice." in failure.message
        assert "It is about the step update." in failure.hint

        mended(one, plain())


def test_a_step_that_cannot_be_inserted_is_named(tmp_path: Path) -> None:
    with opened(tmp_path, update_profile_create=False) as one:
        one.settle(plain())
        (failure,) = refused(one, plain(UPDATE)).failures
        assert "'update-profile' is not a valid choice." in failure.message
        assert failure.step.address.ref == "welcome"

        mended(one, plain())


def test_several_tests_of_one_event_are_refused_in_a_flow_by_step(tmp_path: Path) -> None:
    with opened(tmp_path, several_metric_filters=False) as one:
        asks = ExitIf(key="exit-if-1", condition=TWO_TESTS)
        (failure,) = refused(one, plain(asks, email("gold"))).failures
        assert "Only one metric filter is supported." in failure.message
        assert "It is about the step exit-if-1." in failure.hint

        mended(one, plain())


def test_several_tests_of_one_event_are_refused_in_a_segment(tmp_path: Path) -> None:
    files = msgspec.structs.replace(plain(), segments={"vip": segment(TWO_TESTS)})
    with opened(tmp_path, several_metric_filters=False) as one:
        (failure,) = refused(one, files).failures
        assert str(failure.step.address) == "segment/vip"
        assert "metric_filters" in failure.message
        assert state(one).intents == {}

        mended(one, plain())
