"""`raw:`: the platform's own words, sent as they stand, for what the language has none for."""

import re
from collections.abc import Mapping
from typing import Any, Final

from mktctl.kinds.fields import Fields
from mktctl.kinds.raw_shapes import shape_mistake, texts_in, trigger_mistake
from mktctl.kinds.spelling import shown
from mktctl.model.places import KEY

_MADE: Final = frozenset({"id", "temporary_id", "links"})
"""Of an action: what only the whole flow knows."""
_BRANCHING: Final = {
    "conditional-split": "- if:", "trigger-split": "- if:", "multi-branch-split": "- switch:",
    "action-output-split": "- if:",
}  # fmt: skip
_SECRET: Final = re.compile(r"\{\s*secret\s*:")


def read_raw_trigger(fields: Fields) -> dict[str, Any] | None:
    """`{type, …}` as one trigger of the API's definition; None with an error."""
    json = _raw(fields, 'Such as  raw: {type: metric, id: "AbC123", trigger_filter: null}')
    if json is not None and (wrong := trigger_mistake(json)):
        message = f"this is no trigger {json['type']} of Klaviyo's: {wrong}"
        fields.report.error("FLW025", (*fields.at("raw"), "type"), message)
        return None
    return json


def read_raw_action(fields: Fields) -> dict[str, Any] | None:
    """`{type, data}` as one action of the API's definition, without its links; None with an error."""
    json = _raw(fields, "Such as  raw: {type: send-webhook, data: {…}}")
    if json is None:
        return None
    path = fields.at("raw")
    if made := sorted(_MADE & json.keys()):
        message = f"{made[0]}: is made by mktctl, which knows what stands before and behind this step"
        fields.report.error("FLW025", (*path, made[0], KEY), message, "Take it out")
        return None
    if strange := sorted(json.keys() - {"type", "data"}):
        hint = "An action is  {type: …, data: {…}}; what belongs to it stands in data:"
        fields.report.error("FLW025", (*path, strange[0], KEY), f"{shown(strange[0])} is no key of an action", hint)
        return None
    if verb := _BRANCHING.get(json["type"]):
        message = f"{json['type']} has several ways, which raw: cannot say"
        fields.report.error("FLW025", (*path, "type"), message, f"Write  {verb} …,  in which a condition may be raw:")
        return None
    if json["type"] == "ab-test":
        message = "an ab-test holds messages, each a step of its own to mktctl"
        fields.report.error("FLW025", (*path, "type"), message, "Write  - email: …  with  ab_test:")
        return None
    if not isinstance(json.get("data", {}), dict):
        fields.report.error("FLW025", (*path, "data"), f"data: holds the action's settings, not {shown(json['data'])}")
        return None
    if wrong := shape_mistake(json["type"], json.get("data", {})):
        fields.report.error("FLW025", (*path, "type"), f"this is no {json['type']} of Klaviyo's: in data, {wrong}")
        return None
    return json


def _raw(fields: Fields, example: str) -> dict[str, Any] | None:
    value = fields.values["raw"]
    if not isinstance(value, Mapping) or not isinstance(value.get("type"), str) or not value["type"]:
        message = "raw: holds Klaviyo's own JSON, which has a type:"
        fields.report.error("FLW025", (*fields.at("raw"), KEY), message, example)
        return None
    if any(_SECRET.search(text) for text in texts_in(value)):
        message = "raw: is sent as it stands, so it names no secret"
        hint = "Write  - webhook: …  with  headers: {Authorization: {secret: SHOP_TOKEN}}"
        fields.report.error("FLW025", (*fields.at("raw"), KEY), message, hint)
        return None
    return dict(value)
