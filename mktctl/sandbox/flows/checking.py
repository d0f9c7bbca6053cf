"""Everything that is wrong with a flow's definition, all at once, with a pointer to each offending key."""

from collections.abc import Callable
from typing import Any, Final

from mktctl.sandbox.flows.filters import check_filters
from mktctl.sandbox.flows.rules import check_action
from mktctl.sandbox.flows.start_rules import check_reentry, check_target_date, check_trigger
from mktctl.sandbox.flows.tree import check_tree
from mktctl.sandbox.jsonapi.bodies import exists
from mktctl.sandbox.jsonapi.errors import Problem, Refused, invalid
from mktctl.sandbox.jsonapi.shapes import Findings
from mktctl.sandbox.options import Switches
from mktctl.sandbox.store import Store

MOST_LEVELS: Final = 100


def check_definition(
    store: Store, switches: Switches, definition: Any, place: str, findings: Findings, *, in_browser: bool = False
) -> None:
    """The rules beyond the shape, on a definition that may be malformed; `place` points at it."""
    if not isinstance(definition, dict):
        return
    triggers = definition.get("triggers")
    for index, trigger in enumerate(triggers if isinstance(triggers, list) else ()):
        check_trigger(store, trigger, f"{place}/triggers/{index}", findings, in_browser=in_browser)
    check_reentry(definition.get("reentry_criteria"), f"{place}/reentry_criteria", findings)
    actions = definition.get("actions")
    if not isinstance(actions, list):
        return
    for index, action in enumerate(actions):
        check_action(action, f"{place}/actions/{index}", findings)
        check_switches(switches, action, f"{place}/actions/{index}", findings)
    check_filters(switches, definition, place, findings)
    check_target_date(definition, place, findings)
    check_tree(actions, definition.get("entry_action_id"), place, findings)


def check_switches(switches: Switches, action: Any, place: str, findings: Findings) -> None:
    """What POST refuses in some accounts and takes in others."""
    kind = action.get("type") if isinstance(action, dict) else None
    if kind == "update-profile" and not switches.update_profile_create:
        findings.wrong(f"{place}/type", "'update-profile' is not a valid choice.")


def refuse_multi_branch(switches: Switches, actions: list[dict[str, Any]]) -> None:
    """In some accounts a multi-branch-split by POST is answered with 500 (klaviyo-api.md section 2)."""
    if not switches.multi_branch_create and any(action["type"] == "multi-branch-split" for action in actions):
        raise Refused(Problem(status=500, code="error", title="Server error.", detail="A server error occurred."))


def refuse_deep(body: Any) -> None:
    """400 for a body that is nested beyond all sense, before anything walks through it."""
    level = [body]
    for _ in range(MOST_LEVELS):
        level = [
            inner
            for value in level
            if isinstance(value, dict | list)
            for inner in (value.values() if isinstance(value, dict) else value)
        ]
        if not level:
            return
    raise Refused(invalid(f"A body is nested at most {MOST_LEVELS} levels deep.", pointer=""))


def check_mentions(store: Store, findings: Findings, own_clones: frozenset[str] = frozenset()) -> None:
    """Each id that was found must exist. A template must be the library's, or one of `own_clones`."""
    for mention in findings.mentions:
        checks: list[Callable[[str], bool]] = [_check(store, kind, own_clones) for kind in mention.kinds]
        if not any(check(mention.id) for check in checks):
            findings.wrong(mention.pointer, f"A {' or '.join(mention.kinds)} with id {mention.id} does not exist.")


def _check(store: Store, kind: str, own_clones: frozenset[str]) -> Callable[[str], bool]:
    match kind:
        case "image":
            return lambda _: False  # the sandbox has no images
        case "template":
            sql = "SELECT 1 FROM template WHERE id = ? AND owner IS NULL"
            return lambda found: found in own_clones or store.row(sql, found) is not None
        case _:
            return lambda found: exists(store, kind, found)
