"""`raw:`: one action in the platform's own words."""

from mktctl.kinds.fields import Fields
from mktctl.kinds.raws import read_raw_action
from mktctl.kinds.steps.setting import UNREADABLE, Setting, pinned_key
from mktctl.model.flow import AnyStep, RawStep


def read_raw(fields: Fields, _: Setting) -> AnyStep:
    """`raw: {type, data}`; its status and name are part of its data."""
    inside = {
        "data": "It stands inside:  raw: {type: …, data: {…}}",
        "type": "It stands inside:  raw: {type: …, data: {…}}",
        "status": "It stands inside:  raw: {type: …, data: {status: draft}}",
    }
    fields.only(frozenset({"raw", "id", "note"}), instead=inside, what="a step with raw:")
    key, note, json = pinned_key(fields), fields.text("note"), read_raw_action(fields)
    return RawStep(key=key, note=note, json=json) if json is not None else UNREADABLE
