"""A flow as the platform tells it, in normal form (`fold`, `conditions.decode`, `filters`)."""

from collections.abc import Mapping
from typing import Any, Final

from mktctl.model.flow import Flow, Status
from mktctl.wire.errors import UnreadableError
from mktctl.wire.flows.dates import behind_target
from mktctl.wire.flows.filters import decode_filter
from mktctl.wire.flows.fold import Fold
from mktctl.wire.flows.reentry import decode_reentry
from mktctl.wire.flows.triggers import decode_trigger
from mktctl.wire.ids import Ids

_STATUSES: Final[Mapping[str, Status]] = {"draft": "draft", "manual": "manual", "live": "live"}
_NO_NAMES: Final[Mapping[str, str]] = {}


def decode_flow(attributes: Mapping[str, Any], ids: Ids, ref: str, *, keys: Mapping[str, str] = _NO_NAMES) -> Flow:
    """A flow from its attributes with `definition`; `keys` maps action ids to compiled keys (the state knows them).

    Raises UnreadableError for what flows in git cannot hold, such as a step that only the platform's editor draws.
    """
    definition = attributes["definition"]
    triggers: list[Mapping[str, Any]] = list(definition.get("triggers") or ())
    if len(triggers) != 1:
        raise UnreadableError("definition.triggers", f"{len(triggers)} triggers")
    only_if, exit_when = decode_filter(definition.get("profile_filter"), ids)
    actions = list(definition.get("actions") or ())
    first = behind_target(triggers[0], actions, definition.get("entry_action_id"))
    fold = Fold([one for one in actions if one["type"] != "target-date"], ids, keys, attributes.get("created"))
    return Flow(
        ref=ref,
        name=str(attributes.get("name") or ""),
        trigger=decode_trigger(triggers[0], ids),
        reentry=decode_reentry(definition.get("reentry_criteria"), str(triggers[0]["type"])),
        steps=fold.steps(first),
        status=_STATUSES.get(str(attributes.get("status") or "draft"), "draft"),
        only_if=only_if,
        exit_when=exit_when,
    )
