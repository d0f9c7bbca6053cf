"""`{condition_groups: [{conditions: […]}]}` as a condition of the model.

Groups are ANDed, the conditions inside one ORed: the reverse of most rule engines (klaviyo-api.md section 3, and
section 7, report 1).
"""

from collections.abc import Callable
from typing import Any, Final, Literal

from mktctl.model.condition import All, AnyOf, Condition, Raw
from mktctl.sandbox.reading import consent, events, people
from mktctl.sandbox.reading.names import Names

Place = Literal["segment", "flow", "message", "split", "branch", "trigger"]
"""Where groups stand: a segment, a flow's filter, a message's additional filters, a conditional split, one branch of
a multi-branch split, a trigger or trigger split."""

_Reader = Callable[[dict[str, Any], Names], Condition | None]
_READERS: Final[dict[str, _Reader]] = {
    "profile-property": people.read_property,
    "profile-metric": events.read_metric,
    "profile-group-membership": people.read_membership,
    "profile-marketing-consent": consent.read_consent,
    "profile-permissions": consent.read_permissions,
    "profile-postal-code-distance": people.read_distance,
    "profile-region": people.read_region,
    "profile-predictive-analytics": people.read_prediction,
    "profile-has-custom-object": people.read_custom_object,
    "profile-metric-funnel": events.read_funnel,
    "profile-sample": people.read_sample,
    "profile-not-in-flow": people.read_not_in_flow,
    "profile-not-sent-email": people.read_not_sent,
    "profile-not-sent-sms": people.read_not_sent,
    "profile-not-sent-push": people.read_not_sent,
    "metric-property": events.read_event_property,
    "price-drop-property": events.read_event_property,
    "low-inventory-property": events.read_event_property,
}
_ONLY: Final[dict[str, frozenset[Place]]] = {
    "profile-metric-funnel": frozenset({"segment"}),
    "profile-not-in-flow": frozenset({"flow"}),
    "profile-sample": frozenset({"flow", "message", "split", "branch"}),
    "profile-not-sent-email": frozenset({"flow", "message", "split", "branch"}),
    "profile-not-sent-sms": frozenset({"flow", "message", "split", "branch"}),
    "profile-not-sent-push": frozenset({"flow", "message", "split", "branch"}),
    "metric-property": frozenset({"branch", "trigger"}),
    "price-drop-property": frozenset({"trigger"}),
    "low-inventory-property": frozenset({"trigger"}),
}


def read_condition_groups(document: dict[str, Any] | None, place: Place, names: Names) -> All:
    """An `All` of one `AnyOf` a group, in Klaviyo's order, nothing folded; None (no filter) holds for everybody.

    `document` must have passed the server's validation. What the model cannot say stands as `Raw` with the
    platform's own JSON.
    """
    groups = () if document is None else document["condition_groups"]
    return All(
        of=tuple(AnyOf(of=tuple(_read_condition(one, place, names) for one in group["conditions"])) for group in groups)
    )


def _read_condition(document: dict[str, Any], place: Place, names: Names) -> Condition:
    kind = document["type"]
    assert place in _ONLY.get(kind, {place}), f"{kind} does not stand in a {place}"
    reader = _READERS.get(kind)
    read = None if reader is None else reader(document, names)
    return Raw(json=document) if read is None else read
