"""Which of the actions that stay are sent again, and what is held back while a test runs."""

from collections.abc import Iterable, Mapping

import msgspec

from mktctl.planning.action_parts import DECIDED, RUNNING
from mktctl.planning.changes import FieldChange, StepChange
from mktctl.planning.desired import Desired, template_of
from mktctl.planning.fields import field_changes, wait_words
from mktctl.planning.flow_pairs import Pair
from mktctl.planning.flow_reading import shown_fields
from mktctl.planning.steps import PatchAction

_WAITS = ("time-delay", "countdown-delay", "target-date")


class Patches(msgspec.Struct, frozen=True, kw_only=True):
    """The steps, what a reader sees of them, and lines about what waits for the end of a test (P35)."""

    patches: tuple[PatchAction, ...]
    changes: tuple[StepChange, ...]
    left_out: tuple[str, ...] = ()


def patches_of(
    pairs: Iterable[Pair], desired: Desired, seen_statuses: Mapping[str, str], *, statuses_follow: bool
) -> Patches:
    """Actions whose settings differ, or their own status and the flow's new one does not mend that.

    Klaviyo refuses edits of a running test; one that is decided is history, and neither is compared nor changed.
    """
    patches, changes, held = [], [], []
    for pair in pairs:
        fields = changed_fields(pair)
        status, wanted = seen_statuses.get(pair.seen_key), desired.statuses.get(pair.key)
        if None not in (status, wanted) and status != wanted and not statuses_follow:
            fields += (FieldChange(path="status", before=status, after=wanted),)
        if not fields:
            continue
        if pair.experiment == RUNNING:
            held.append(pair.test)
            continue
        content = any(field.path == "message.template_id" for field in fields)
        patch = PatchAction(
            address=desired.address,
            key=pair.key,
            content=template_of(desired, pair.key) if content else None,
        )
        patches.append(patch)
        changes.append(StepChange(key=pair.key, verdict="update", type=pair.type, fields=fields))
    left_out = tuple(
        f"{desired.address}: the A/B test {test} runs, and Klaviyo refuses to change a running test: "
        "what the files say of it waits until it has ended, or until somebody ends it in Klaviyo"
        for test in dict.fromkeys(held)
    )
    return Patches(patches=tuple(patches), changes=tuple(changes), left_out=left_out)


def changed_fields(pair: Pair) -> tuple[FieldChange, ...]:
    """What differs, without a trace of a secret; nothing of a test that is decided."""
    if pair.experiment == DECIDED:
        return ()
    fields = shown_fields(field_changes(pair.before, pair.after))
    if fields and pair.type in _WAITS and wait_words(pair.before) != wait_words(pair.after):
        return (FieldChange(path="wait", before=wait_words(pair.before), after=wait_words(pair.after)),)
    return fields
