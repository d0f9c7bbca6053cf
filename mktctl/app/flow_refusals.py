"""What a refusal of a whole flow means for its steps, in words that lead back to the file."""

import contextlib
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from mktctl.klaviyo.errors import AnswerLost, KlaviyoError, Rejected
from mktctl.planning.action_links import MULTI_BRANCH
from mktctl.wire.flows.switches import NAME as SWITCH

_ACTION: Final = re.compile(r"/definition/actions/(\d+)")
_NOT_BY_API: Final = "Some accounts do not take such a step through the API: make the flow without it, and say so here."
_TWO_SPLITS: Final = (
    "It asks about the event and about the person in one if:, a kind of split that some accounts do not take through "
    "the API: write two ifs, one in the other."
)

_SWITCHES: Final = (
    "A switch is a kind of split that some accounts do not take through the API: write an if, and in its else the next."
)


@contextlib.contextmanager
def explained(definition: Mapping[str, Any]) -> Iterator[None]:
    """The platform speaks of the n-th action; the reader knows steps by their keys."""
    try:
        yield
    except (Rejected, AnswerLost) as error:
        if hint := _hint(error, definition["actions"]):
            error.hint = f"{hint} {error.hint}".strip()
        raise


def _hint(error: KlaviyoError, actions: list[Mapping[str, Any]]) -> str:
    if isinstance(error, AnswerLost):
        splits = [action for action in actions if action["type"] == MULTI_BRANCH]
        if not splits or error.status != 500:
            return ""
        steps = ", ".join(action["temporary_id"] for action in splits)
        mixed = any((action.get("data") or {}).get("name") != SWITCH for action in splits)
        return f"Is it the step {steps}? {_TWO_SPLITS if mixed else _SWITCHES}"
    numbers = [int(found[1]) for problem in error.problems if (found := _ACTION.search(problem.pointer))]
    keys = dict.fromkeys(actions[number]["temporary_id"] for number in numbers if number < len(actions))
    if not keys:
        return ""
    typed = any(problem.pointer.endswith("/type") for problem in error.problems)
    return f"It is about the step {', '.join(keys)}.{' ' + _NOT_BY_API if typed else ''}"
