"""A flow as seen, in the form of the wanted one: keys for action ids, content digests for templates."""

from collections.abc import Container, Iterable, Mapping
from typing import Any

import msgspec

from mktctl.model.bindings import ActionBinding, Binding
from mktctl.planning.ab_tests import experiment_settings, with_known_end
from mktctl.planning.action_links import MULTI_BRANCH, branches_of, links_of
from mktctl.planning.action_parts import AB_TEST, every_action, experiment_status, message_of, parts_of, with_parts
from mktctl.planning.alignment import LINEAR_TYPES, REMOVABLE_TYPES
from mktctl.planning.bound import Bound
from mktctl.planning.changes import FieldChange
from mktctl.planning.desired import Desired, header_values, secret_digest, status_of
from mktctl.planning.documents import Document, digest, pruned, symbolic
from mktctl.planning.seen import SeenObject

_FRAME = ("triggers", "profile_filter", "reentry_criteria")
_HIDDEN = "\0secret "
_SERVER_KEYS = ("id", "temporary_id", "status")
_BRANCH_WIRING = ("branch_id", "links")


class FlowReading(msgspec.Struct, frozen=True, kw_only=True):
    """Actions by key, each `{type, links, data}`, the links of branches among `links`.

    `parts` are the messages of each A/B test by their own keys, in the platform's order, and `experiments` says of each
    test whether it runs. `frame` is what only a new flow can change; `entry` is a key.

    `ids` maps keys to action ids, `statuses` to their status. `frame` is empty when the flow was not read in full.
    """

    actions: dict[str, Document]
    frame: Document
    entry: str | None
    parts: dict[str, dict[str, Document]] = {}
    experiments: dict[str, str] = {}
    ids: dict[str, str] = {}
    statuses: dict[str, str] = {}


def wanted_reading(desired: Desired, binding: Binding | None = None, bound: Bound | None = None) -> FlowReading:
    """The wanted flow; the mail's template becomes the digest of its content, a secret the digest of its value.

    A secret whose value is not at hand counts as unchanged since the apply that `binding` remembers. `bound` gives
    addresses for the ids that a file names in the platform's own words.
    """
    definition = desired.document["definition"]
    if bound is not None:
        definition = symbolic(definition, bound.address_of)
    known = binding.actions if binding is not None else {}
    actions, parts = {}, {}
    for action in definition["actions"]:
        key = action["temporary_id"]
        copy = _wanted_content(action, desired, known.get(key))
        if action["type"] == AB_TEST:
            copy["data"] = with_known_end(copy["data"], action, known.get(key))
            parts[key] = {one["temporary_id"]: _part(_wanted_content(one, desired, None)) for one in parts_of(action)}
        actions[key] = copy
    return FlowReading(
        actions=actions,
        frame={key: definition[key] for key in _FRAME if key in definition},
        entry=definition.get("entry_action_id"),
        parts=parts,
        statuses=dict(desired.statuses),
    )


def seen_reading(flow: SeenObject, binding: Binding, bound: Bound, desired: Desired) -> FlowReading:
    """The flow on the platform, through the bindings of its actions; unknown actions are keyed `#<id>`.

    The platform tells the values of a webhook's headers: what does not stand in the files is hidden at once.
    """
    plain = {value for action in desired.document["definition"]["actions"] for value in header_values(action).values()}
    key_of = keys_by_id(flow.actions.values(), binding) | _exchanged(flow, binding, desired)
    actions, statuses, parts, experiments = {}, {}, {}, {}
    for id_, raw in flow.actions.items():
        key = key_of[id_]
        copy = _seen_content(raw, key, binding, bound)
        copy["links"] = {slot: key_of[str(to)] for slot, to in copy["links"].items() if str(to) in key_of}
        if headers := header_values(copy):
            shown = _without_secrets(headers, plain, desired.secrets.get(key, {}))
            copy["data"]["message"] = {**copy["data"]["message"], "headers": shown}
        actions[key] = copy
        if (status := status_of(raw)) is not None:
            statuses[key] = status
        if status := experiment_status(raw):
            experiments[key] = status
            named = {key_of[str(one["id"])]: one for one in parts_of(raw)}
            parts[key] = {name: _part(_seen_content(one, name, binding, bound)) for name, one in named.items()}
    definition = bound.seen.definitions.get(flow.id, {})
    frame = pruned(symbolic({key: definition.get(key) for key in _FRAME}, bound.address_of))
    return FlowReading(
        actions=actions,
        frame=frame,
        entry=_entry(actions, definition, key_of),
        parts=parts,
        experiments=experiments,
        ids={key: id_ for id_, key in key_of.items()},
        statuses=statuses,
    )


def _exchanged(flow: SeenObject, binding: Binding, desired: Desired) -> dict[str, str]:
    """Steps that became another kind under their key, such as a test that was decided: the old action is a stranger
    that goes, and a new one comes in its place.
    """
    wanted = {action["temporary_id"]: action["type"] for action in desired.document["definition"]["actions"]}
    known = ((key, flow.actions.get(action.id)) for key, action in binding.actions.items())
    return {
        str(there["id"]): f"#{there['id']}"
        for key, there in known
        if there is not None and wanted.get(key) in LINEAR_TYPES and there["type"] != wanted[key]
        and there["type"] in REMOVABLE_TYPES
    }  # fmt: skip


def keys_by_id(actions: Iterable[Mapping[str, Any]], binding: Binding) -> dict[str, str]:
    """The compiled key of each action and part by its id; `#<id>` of one that is not ours."""
    known = {action.id: key for key, action in binding.actions.items()}
    return {id_: known.get(id_, f"#{id_}") for id_ in (str(one["id"]) for one in every_action(actions))}


def _wanted_content(action: Mapping[str, Any], desired: Desired, known: ActionBinding | None) -> Document:
    copy = _content_action(action)
    message = copy["data"].get("message", {})
    if (content := content_of(desired, action)) is not None:
        message["template_id"] = f"content {content[:12]}"
    for header, value in desired.secrets.get(action["temporary_id"], {}).items():
        message["headers"] = {
            **message["headers"],
            header: hidden(value or (known.secrets.get(header) if known else None)),
        }
    return copy


def _seen_content(raw: Mapping[str, Any], key: str, binding: Binding, bound: Bound) -> Document:
    copy = _content_action(pruned(symbolic(raw, bound.address_of)))
    _name_content(copy, raw, binding.actions.get(key), bound)
    return copy


def content_of(desired: Desired, action: Mapping[str, Any]) -> str | None:
    """Digest of what the wanted message's copy holds; of one in the platform's own words it stands for the id."""
    template = message_of(action).get("template_id")
    if template is None:
        return None
    ref = str(template).removeprefix("template/")
    return desired.contents[ref] if ref in desired.contents else digest(["template", str(template)])


def _part(action: Document) -> Document:
    """A part stands in no line, and Klaviyo names it as it likes (gotcha "Test #1")."""
    data = action["data"]
    if isinstance(data.get("message"), dict):
        data = {**data, "message": {key: value for key, value in data["message"].items() if key != "name"}}
    return {"type": action["type"], "links": {}, "data": data}


def _without_secrets(headers: Mapping[str, str], plain: Container[str], secret: Container[str]) -> dict[str, str]:
    return {
        name: value if value in plain and name not in secret else hidden(secret_digest(value))
        for name, value in headers.items()
    }


def hidden(digest_: str | None) -> str:
    """How a secret stands in a reading; `shown_fields` takes the digest out again before anybody sees it."""
    return f"{_HIDDEN}{digest_ or ''}"


def shown_fields(fields: tuple[FieldChange, ...]) -> tuple[FieldChange, ...]:
    """The changes without a trace of a secret."""
    return tuple(
        msgspec.structs.replace(field, before=_without_secret(field.before), after=_without_secret(field.after))
        for field in fields
    )


def _without_secret(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_secret(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_secret(item) for item in value]
    return "(secret)" if isinstance(value, str) and value.startswith(_HIDDEN) else value


def seen_digest(flow: SeenObject) -> str:
    """Of what the list pages tell about a flow that a plan would change: its status, its trigger's kind, its actions.

    Neither the name nor `transactional` is among it: both are reported and left alone.
    """
    actions = [_without_switches(pruned(flow.actions[id_])) for id_ in sorted(flow.actions)]
    return digest([flow.attributes.get("status"), flow.attributes.get("trigger_type"), actions])


def without_transactional(action: Mapping[str, Any]) -> Document:
    """The action without the switch that the API always stores as off and only a person sets (P28)."""
    return with_parts(action, _transactional_left_out)


def _transactional_left_out(action: Document) -> Document:
    data = dict(action.get("data") or {})
    if isinstance(data.get("message"), dict):
        data["message"] = {key: value for key, value in data["message"].items() if key != "transactional"}
    return {**action, "data": data}


def _without_switches(action: Document) -> Document:
    """Also without what the start of a test writes, which a person does too."""
    whole = without_transactional(action)
    if action["type"] != AB_TEST:
        return whole
    data = {key: value for key, value in whole["data"].items() if key != "experiment_status"}
    if experiment := data.get("current_experiment"):
        data["current_experiment"] = {key: value for key, value in experiment.items() if key != "started"}
    return {**whole, "data": data}


def _content_action(action: Mapping[str, Any]) -> Document:
    """A copy without what the server gives or what is compared by itself."""
    data = {key: value for key, value in (action.get("data") or {}).items() if key not in _SERVER_KEYS}
    if isinstance(data.get("message"), dict):
        data["message"] = {key: value for key, value in data["message"].items() if key != "id"}
    if action["type"] == MULTI_BRANCH:
        data["branches"] = [
            {key: value for key, value in branch.items() if key not in _BRANCH_WIRING} for branch in branches_of(action)
        ]
    if action["type"] == AB_TEST:
        data = experiment_settings(action)
    links = {slot: to for slot, to in links_of(action).items() if to is not None}
    return {"type": action["type"], "links": links, "data": data}


def _name_content(action: Document, raw: Mapping[str, Any], binding: ActionBinding | None, bound: Bound) -> None:
    """The mail's own copy by the digest of what was sent, as far as it is still that: no text is ever compared."""
    message = action["data"].get("message")
    template_id = message_of(raw).get("template_id")
    if not isinstance(message, dict) or template_id is None:
        return
    if binding is None or binding.content is None or binding.template_id != template_id:
        message["template_id"] = f"template {template_id}"
        return
    there = bound.seen.bodies.get(template_id)
    edited = there is not None and binding.stored is not None and there != binding.stored
    message["template_id"] = f"edited {there[:12]}" if there and edited else f"content {binding.content[:12]}"


def _entry(actions: Mapping[str, Document], definition: Mapping[str, Any], key_of: Mapping[str, str]) -> str | None:
    """The first action: as the definition says, or the one that no link leads to."""
    named = definition.get("entry_action_id")
    if named is not None:
        return key_of.get(str(named))
    reached = {to for action in actions.values() for to in action["links"].values()}
    return next((key for key in actions if key not in reached), None)
