"""A run that is cut off anywhere, and one after it: nothing doubled, nothing lost, nothing left over."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mktctl.app import apply as applying
from mktctl.klaviyo.tags import fetch_tags
from mktctl.model.bindings import State
from mktctl.model.flow import ExitIf, If, ListTrigger, SecretHeader, Webhook
from mktctl.model.workspace import Workspace
from tests.support.account import Account, account
from tests.support.account_picture import Picture, picture, retired_flows
from tests.support.failing import AT_REQUESTS, AT_STATES, FailingRemote, FailingStore, Fault, Killed, Mishap
from tests.support.fresh_account import fresh, law, state_of
from tests.support.generated import edits, workspaces
from tests.support.memory_store import MemoryStore
from tests.support.workspaces import BOUGHT, GOLD, email, flow, joins, segment, template, wait, workspace

OCCASIONS_MAX: Final = 100
HOOK: Final = Webhook(
    key="hook",
    url="https://mientior.example/hook",
    name="hook",
    status="live",
    headers=(("Authorization", SecretHeader(secret="TOKEN")),),
)


def programme() -> Workspace:
    """Everything once: a list, a tagged segment, a library template, a flow with a branch and a lower step."""
    return workspace(
        segment(tags=("git",)),
        template("hello", library=True),
        template("gift"),
        template("gold"),
        flow(
            email("hello"),
            wait(2, "gift"),
            email("gift", status="draft"),
            If(key="if-1", condition=GOLD, then=(email("gold"),), otherwise=()),
            tags=("git", "welcome"),
        ),
    )


def edited() -> Workspace:
    """The same flow, changed in every way that can be had in place."""
    return workspace(
        segment(starred=True),
        template("hello", "<p>New {% unsubscribe 'x' %}</p>", library=True),
        template("gift", "<p>Another {% unsubscribe 'x' %}</p>"),
        template("gold"),
        flow(
            email("hello", subject="Another subject"),
            HOOK,
            email("gift"),
            If(key="if-1", condition=BOUGHT, then=(email("gold"), joins()), otherwise=(email("hello-2"),)),
            tags=("git", "spring"),
        ),
        template("hello-2"),
    )


def replaced() -> Workspace:
    """The same flow with another start and shape: only a new flow can have them."""
    changed = flow(
        email("hello"),
        ExitIf(key="exit-if-1", condition=BOUGHT),
        email("gold", status="draft"),
        trigger=ListTrigger(list="newsletter"),
        tags=("git",),
    )
    return workspace(segment(tags=("git",)), template("hello", library=True), template("gold"), changed)


VERSIONS: Final = {
    "a first apply": (None, programme()),
    "edits in place": (programme(), edited()),
    "a replacement": (programme(), replaced()),
}


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """An account before, what is to be applied, and what one undisturbed run makes of it."""

    folder: Path
    before: State | None
    files: Workspace
    ended: Picture
    state: State
    retired: list[str]
    requests: int
    states: int


@contextmanager
def opened(folder: Path, state: State | None) -> Iterator[Account]:
    store = MemoryStore()
    if state is not None:
        store.swap(0, state)
    with account(folder, store=store) as one:
        one.secrets["TOKEN"] = "s3cr3t"
        yield one


@contextmanager
def copied(folder: Path, state: State | None) -> Iterator[Account]:
    """A copy of that account."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "account"
        shutil.copytree(folder, copy)
        with opened(copy, state) as one:
            yield one


@pytest.fixture(scope="module")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Scene]:
    found = {}
    for name, (before, files) in VERSIONS.items():
        folder = tmp_path_factory.mktemp("account")
        with opened(folder, None) as one:
            if before is not None:
                one.settle(before)
            state = one.store.load()[1]
        with copied(folder, state) as one:
            count = Mishap(fault="not sent", at=0)
            result = one.apply(files, remote=FailingRemote(one.remote, count), store=FailingStore(one.store, count))
            assert result.exit_code == 0, result.failures
            found[name] = Scene(
                folder=folder,
                before=state,
                files=files,
                ended=picture(one.remote, state_of(one)),
                state=state_of(one),
                retired=retired_flows(one.remote, state_of(one)),
                requests=count.requests,
                states=count.states,
            )
    return found


@pytest.fixture(autouse=True)
def one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the n-th request is the same one in every run."""
    monkeypatch.setattr(applying, "WORKERS_MAX", 1)


def befallen(one: Account, files: Workspace, mishap: Mishap) -> None:
    """A run that meets the mishap."""
    with suppress(Killed):
        one.apply(files, remote=FailingRemote(one.remote, mishap), store=FailingStore(one.store, mishap))
    assert mishap.happened


def assert_as_undisturbed(one: Account, scene: Scene) -> None:
    one.settle(scene.files)
    plan = one.plan(scene.files, full=True).plan
    assert (plan.steps, plan.blockers) == ((), ())
    state = state_of(one)
    assert state.intents == {}
    assert picture(one.remote, state) == scene.ended
    assert retired_flows(one.remote, state) == scene.retired
    names = [row["attributes"]["name"] for row in fetch_tags(one.remote).resources]
    assert len(names) == len(set(names))
    assert remembered(state) == remembered(scene.state)


def remembered(state: State) -> dict[str, object]:
    """The state without ids and stamps."""
    return {
        text: (
            binding.name,
            binding.applied,
            sorted(binding.tags),
            sorted(binding.needs),
            len(binding.replaced),
            {key: (action.content, action.stored, action.secrets) for key, action in binding.actions.items()},
        )
        for text, binding in state.bindings.items()
    }


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("fault", AT_REQUESTS)
def test_a_second_run_ends_as_one_undisturbed_run(version: str, fault: Fault, scenes: dict[str, Scene]) -> None:
    scene = scenes[version]
    assert 0 < scene.requests < OCCASIONS_MAX
    for at in range(1, scene.requests + 1):
        with copied(scene.folder, scene.before) as one:
            befallen(one, scene.files, Mishap(fault=fault, at=at))
            try:
                assert_as_undisturbed(one, scene)
            except AssertionError as error:
                error.add_note(f"{fault} at request {at} of {scene.requests}")
                raise


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("fault", AT_STATES)
def test_a_run_may_die_at_any_write_of_the_state(version: str, fault: Fault, scenes: dict[str, Scene]) -> None:
    scene = scenes[version]
    assert 0 < scene.states < OCCASIONS_MAX
    for at in range(1, scene.states + 1):
        with copied(scene.folder, scene.before) as one:
            befallen(one, scene.files, Mishap(fault=fault, at=at))
            try:
                assert_as_undisturbed(one, scene)
            except AssertionError as error:
                error.add_note(f"{fault} at write {at} of {scene.states}")
                raise


@given(
    workspaces(flows_max=1),
    workspaces(flows_max=1),
    st.lists(st.tuples(st.sampled_from((*AT_REQUESTS, *AT_STATES)), st.integers(1, 25)), min_size=1, max_size=3),
    st.data(),
)
@law
def test_several_mishaps_in_a_row_end_well_too(
    before: Workspace, other: Workspace, mishaps: list[tuple[Fault, int]], data: st.DataObject
) -> None:
    after = data.draw(st.one_of(st.just(other), edits(before)))
    with fresh() as one, fresh() as calm:
        one.settle(before)
        for fault, at in mishaps:
            mishap = Mishap(fault=fault, at=at)
            with suppress(Killed):
                one.apply(after, remote=FailingRemote(one.remote, mishap), store=FailingStore(one.store, mishap))
        one.settle(after)
        calm.settle(before)
        calm.settle(after)

        assert one.plan(after, full=True).plan.is_empty
        assert state_of(one).intents == {}
        assert picture(one.remote, state_of(one)) == picture(calm.remote, state_of(calm))
        assert len(retired_flows(one.remote, state_of(one))) >= len(retired_flows(calm.remote, state_of(calm)))
