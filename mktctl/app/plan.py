"""Make a plan: read the account, compare, write nothing."""

from collections.abc import Callable, Iterable, Mapping

import msgspec

from mktctl.app.refresh import (
    read_account,
    read_lists,
    with_audiences,
    with_bodies,
    with_campaign_bodies,
    with_definitions,
    with_members,
    with_variations,
)
from mktctl.app.refresh_shared import with_catalog, with_codes
from mktctl.diagnostics import GuardError, UsageError
from mktctl.kinds.spelling import listed, nearest
from mktctl.klaviyo.remote import ReadOnlyKlaviyo, Remote
from mktctl.model.address import Address
from mktctl.model.bindings import State
from mktctl.model.project import Environment
from mktctl.model.workspace import Workspace
from mktctl.planning.bound import Bound
from mktctl.planning.campaign_binding import campaigns_to_read
from mktctl.planning.campaign_changes import groups_to_count
from mktctl.planning.campaign_desired import DesiredCampaign, desired_campaigns
from mktctl.planning.changes import Plan
from mktctl.planning.desired import Desired, SecretOf, desired_resources
from mktctl.planning.plan import build_plan, flows_to_read, segments_to_count, targeted
from mktctl.planning.seen import Account, Seen
from mktctl.state.store import Store


class WrongAccount(GuardError):  # noqa: N818 - the name says what happened
    """The key belongs to another account than the environment names: nothing was written (exit 4)."""

    exit_code = 4


class Planned(msgspec.Struct, frozen=True, kw_only=True):
    """A plan with what it was made from, for an apply right after."""

    plan: Plan
    resources: Mapping[Address, Desired]
    seen: Seen
    generation: int = 0
    """Of the state that the plan was made on."""


def make_plan(
    workspace: Workspace,
    environment: Environment,
    *,
    remote: Remote,
    store: Store,
    targets: Iterable[Address] = (),
    secret: SecretOf,
    requests: Callable[[], int],
    full: bool = False,
) -> Planned:
    """`secret` gives values of secrets as far as they are at hand; only digests of them are compared.

    `full` also reads what the list pages do not show: triggers, filters and mail bodies that somebody edited in
    Klaviyo's own pages. It costs one request for each flow and each mail.

    Raises `UsageError` for a target that no file declares, `WrongAccount`, `KlaviyoError` and `StateError`.
    """
    once = desired_resources(workspace, environment, secret)
    targets = tuple(targets)
    for target in targets:
        if target not in once and not names_campaign(target, workspace):
            raise undeclared(target, workspace, once)
    reader = ReadOnlyKlaviyo(remote)
    account, generation, state = account_and_state(reader, environment, store)
    campaigns = desired_campaigns(workspace, environment, now=account.now, zone=account.timezone)
    everything = {**once, **campaigns}
    wanted = tuple(one for target in targets for one in dates_of(target, campaigns))
    for target in wanted:
        if target not in everything:
            raise undeclared(target, workspace, everything)
    resources = targeted(everything, wanted)
    library = any(address.kind == "template" for address in everything) or any(
        key.startswith("template/") for key in state.bindings
    )
    listed = bool(workspace.campaigns) or any(key.startswith("campaign/") for key in state.bindings)
    seen = read_lists(
        reader, account, templates=library, campaigns=listed, full=full,
        coupons=any(address.kind == "coupon" for address in everything),
        blocks=any(address.kind == "universal-content" for address in everything)
        or any(key.startswith("universal-content/") for key in state.bindings),
    )  # fmt: skip
    seen = with_catalog(reader, with_codes(reader, seen, resources, workspace), resources, workspace)
    bound = Bound(seen, state, workspace.project.metrics)
    seen = with_definitions(reader, seen, flows_to_read(resources, bound, everything=full))
    seen = with_variations(reader, seen, campaigns_to_read(resources, bound))
    if full:
        seen = with_campaign_bodies(reader, with_bodies(reader, seen, state), state)
    seen = with_members(reader, seen, segments_to_count(resources, bound))
    bound = Bound(seen, state, workspace.project.metrics)
    seen = with_audiences(reader, seen, groups_to_count(resources, bound), bound.id_of)
    seen = msgspec.structs.replace(seen, requests=requests())
    plan = build_plan(workspace, environment, seen, state, everything=everything, targets=wanted)
    return Planned(plan=plan, resources=resources, seen=seen, generation=generation)


def dates_of(target: Address, campaigns: Mapping[Address, DesiredCampaign]) -> tuple[Address, ...]:
    """All dates of a campaign that comes again, where its file is the target; else the target itself."""
    dates = tuple(one.address for one in campaigns.values() if one.series == target.ref)
    return dates if dates and target.kind == "campaign" else (target,)


def names_campaign(target: Address, workspace: Workspace) -> bool:
    """Whether a file declares the campaign, on whatever date: which dates it has is known by the account's clock."""
    return target.kind == "campaign" and target.ref.partition("@")[0] in workspace.campaigns


def account_and_state(remote: Remote, environment: Environment, store: Store) -> tuple[Account, int, State]:
    """The account, and what is remembered of it; raises `WrongAccount` when key, environment and state disagree."""
    account = read_account(remote)
    if environment.account is not None and environment.account != account.id:
        raise WrongAccount(
            f"the key belongs to account {account.id}, but environment {environment.name} is {environment.account}",
            hint="Take the key of the right account, or correct `account:` in mktctl.yaml.",
        )
    generation, state = store.load()
    state = state or State(account=account.id)
    if state.account != account.id:
        raise WrongAccount(
            f"the state belongs to account {state.account}, the key to account {account.id}",
            hint="Each account has a state of its own: take the key of that account, or move the state's file away.",
        )
    return account, generation, state


def undeclared(target: Address, workspace: Workspace, everything: Mapping[Address, Desired]) -> UsageError:
    """Nothing of that address stands in the files, or nothing that is an object of its own."""
    if target.kind == "template" and target.ref in workspace.templates:
        users = ", ".join(str(one.address) for one in everything.values() if target.ref in one.contents)
        return UsageError(
            f"{target} is not kept in the library (library: true): it lives in the flows that send it",
            hint=f"Target {users} instead." if users else "No flow sends it yet.",
        )
    campaigns = {f"campaign/{ref}" for ref in workspace.campaigns}
    names = sorted({str(address) for address in everything} | campaigns)
    close = nearest(str(target), names)
    declared = f"Declared are {listed(names)}" if names else "The project declares nothing yet."
    hint = f"Did you mean {close}?" if close else declared
    return UsageError(f"no file declares {target}", hint=hint)
