"""An apply of campaigns that is cut off anywhere, and one after it: the same account, one campaign, one schedule."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest

from mktctl.app import apply as applying
from mktctl.model.bindings import State
from mktctl.model.campaign import Audience
from mktctl.model.workspace import Workspace
from tests.support.account import Account, account
from tests.support.campaign_picture import campaign_picture
from tests.support.campaigns import LOCAL, NEWSLETTER, VIP, campaign, mail, subjects, with_campaigns
from tests.support.failing import AT_REQUESTS, AT_STATES, FailingRemote, FailingStore, Fault, Killed, Mishap
from tests.support.fresh_account import state_of
from tests.support.memory_store import MemoryStore

OCCASIONS_MAX: Final = 40
EVEN: Final = campaign(ab_test=subjects("A", "B"), tags=("git",))
EDITED: Final = campaign(
    ab_test=subjects("A", "Y", "C"),
    message=mail("other"),
    audience=Audience(include=(NEWSLETTER, VIP)),
    send=LOCAL,
    tags=("spring",),
)
ALONE: Final = campaign(message=mail(subject="One word"))

VERSIONS: Final[dict[str, tuple[Workspace | None, Workspace]]] = {
    "a first apply": (None, with_campaigns(EVEN)),
    "edits of what is scheduled": (with_campaigns(EVEN), with_campaigns(EDITED)),
    "a test ends": (with_campaigns(EVEN), with_campaigns(ALONE)),
    "taken back": (with_campaigns(EVEN), with_campaigns(campaign(status="draft"))),
}


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """An account before, what is to be applied, and what one undisturbed run makes of it."""

    folder: Path
    before: State | None
    files: Workspace
    ended: list[Any]
    occasions: dict[str, int]


@contextmanager
def copied(folder: Path, state: State | None) -> Iterator[Account]:
    """A copy of that account with that state."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "account"
        shutil.copytree(folder, copy)
        store = MemoryStore()
        if state is not None:
            store.swap(0, state)
        with account(copy, store=store) as one:
            yield one


@pytest.fixture(scope="module")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Scene]:
    found = {}
    for name, (before, files) in VERSIONS.items():
        folder = tmp_path_factory.mktemp("account")
        with account(folder, store=MemoryStore()) as one:
            one.settle(before or with_campaigns())
            state = state_of(one)
        with copied(folder, state) as one:
            count = Mishap(fault="not sent", at=0)
            result = one.apply(files, remote=FailingRemote(one.remote, count), store=FailingStore(one.store, count))
            assert result.exit_code == 0, result.failures
            occasions = {**dict.fromkeys(AT_REQUESTS, count.requests), **dict.fromkeys(AT_STATES, count.states)}
            found[name] = Scene(
                folder=folder, before=state, files=files, ended=campaign_picture(one.remote), occasions=occasions
            )
    return found


@pytest.fixture(autouse=True)
def one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the n-th request is the same one in every run."""
    monkeypatch.setattr(applying, "WORKERS_MAX", 1)


def assert_as_undisturbed(one: Account, scene: Scene) -> None:
    one.settle(scene.files)
    plan = one.plan(scene.files, full=True).plan
    assert (plan.steps, plan.blockers) == ((), ())
    assert state_of(one).intents == {}
    assert campaign_picture(one.remote) == scene.ended
    library = one.remote.call("get_templates").document
    assert library is not None
    assert library["data"] == []


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("fault", [*AT_REQUESTS, *AT_STATES])
def test_a_second_run_ends_as_one_undisturbed_run(version: str, fault: Fault, scenes: dict[str, Scene]) -> None:
    scene = scenes[version]
    assert 0 < scene.occasions[fault] < OCCASIONS_MAX
    for at in range(1, scene.occasions[fault] + 1):
        with copied(scene.folder, scene.before) as one:
            mishap = Mishap(fault=fault, at=at)
            with suppress(Killed):
                one.apply(scene.files, remote=FailingRemote(one.remote, mishap), store=FailingStore(one.store, mishap))
            assert mishap.happened
            try:
                assert len(campaign_picture(one.remote)) <= 1
                assert_as_undisturbed(one, scene)
            except AssertionError as error:
                error.add_note(f"{fault} at {at} of {scene.occasions[fault]}")
                raise
