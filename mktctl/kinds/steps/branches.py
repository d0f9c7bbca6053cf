"""`if:` with its two sides, and `exit_if:`."""

from typing import Final

from mktctl.kinds.conditions.read import read_condition
from mktctl.kinds.fields import Fields
from mktctl.kinds.steps.setting import Setting, pinned_key
from mktctl.model.flow import AnyStep, ExitIf, If
from mktctl.model.places import KEY

_IF_KEYS: Final = frozenset({"if", "then", "else", "id", "note"})
_INSTEAD: Final = {
    "elif": "For more than two ways write  - switch: …", "else_if": "For more than two ways write  - switch: …",
    "name": "Only the ways of a switch have names; a remark is  note: …",
    "next": "What follows stands below, as the next step", "yes": "Write then:", "no": "Write else:",
    "steps": "Write then:", "otherwise": "Write else:", "do": "Write then:",
}  # fmt: skip


def read_if(fields: Fields, setting: Setting) -> AnyStep:
    """`if: COND, then: [STEP]+, else?: [STEP]+`."""
    fields.only(_IF_KEYS, instead=_INSTEAD, what="a step with if:")
    condition = read_condition(fields.values["if"], fields.at("if"), setting.branches)
    then: tuple[AnyStep, ...] = ()
    otherwise: tuple[AnyStep, ...] = ()
    if "then" in fields:
        then = setting.read(fields, "then", setting)
    elif not fields.values.keys() & _INSTEAD.keys():
        hint = "Add  then:  with steps; to let them leave write  - exit_if: …"
        path = (*fields.at("if"), KEY)
        setting.scope.error("FLW009", path, "if: what happens for those who meet it?", hint)
    if "else" in fields:
        otherwise = setting.read(fields, "else", setting)
    return If(key=pinned_key(fields), note=fields.text("note"), condition=condition, then=then, otherwise=otherwise)


def read_exit_if(fields: Fields, setting: Setting) -> AnyStep:
    """`exit_if: COND`."""
    instead = {"then": "Who meets it leaves; to do something first write  - if: …", "else": "What follows is the else"}
    fields.only(frozenset({"exit_if", "id", "note"}), instead=instead, what="a step with exit_if:")
    condition = read_condition(fields.values["exit_if"], fields.at("exit_if"), setting.branches)
    return ExitIf(key=pinned_key(fields), note=fields.text("note"), condition=condition)
