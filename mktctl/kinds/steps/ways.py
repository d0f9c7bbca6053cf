"""`switch:`, where the first way whose condition holds is taken, and `split:`, where chance decides."""

from typing import Final

from mktctl.kinds.ab_tests import even_shares
from mktctl.kinds.conditions.read import read_condition
from mktctl.kinds.fields import VALUE, Fields, fields_of
from mktctl.kinds.percents import read_percent
from mktctl.kinds.steps.setting import UNREADABLE, Setting, pinned_key
from mktctl.model.condition import Condition, HasProperty, Test
from mktctl.model.flow import AnyStep, Case, Share, Split, Switch
from mktctl.model.places import KEY

_ANYBODY: Final = HasProperty(name="email", type="text", test=Test(op="exists", value=True), builtin=True)
"""Stands in for a condition that is not written, and is no mistake of its own."""
CASES_MAX: Final = 19
"""Beside the else: a branch of the platform has twenty ways."""
CASE_KEYS: Final = frozenset({"if", "then", "name"})
SHARE_KEYS: Final = frozenset({"share", "steps", "name"})
_WAY: Final = "- {if: {segment: vip}, then: [{email: …}]}"
_ELSE: Final = "It is the last entry of switch:, with a dash of its own:  - else: […]"
_INSTEAD_OF_SWITCH: Final = {
    "cases": "The ways stand right below switch:, each with a dash", "then": f"Each way has its own:  {_WAY}",
    "else": _ELSE, "default": _ELSE,
}  # fmt: skip
_VERBS: Final = ("email", "sms", "push", "whatsapp", "wait")
_ELSE_WORDS: Final = frozenset({"else", "default", "otherwise"})
_INSTEAD_OF_CASE: Final = {
    "else": _ELSE, "default": _ELSE, "otherwise": _ELSE, "case": "Write if:", "when": "Write if:",
    "condition": "Write if:", "steps": "Write then:", "do": "Write then:", "label": "Write name:",
    "next": "What follows stands below the switch, as the next step",
    **{verb: f"Write  then: [{{{verb}: {VALUE}}}]" for verb in _VERBS},
    **{word: f"Write  if: {{{word}: {VALUE}}}" for word in ("segment", "list", "metric", "property", "consent")},
}  # fmt: skip
_INSTEAD_OF_SPLIT: Final = {
    "shares": "The ways stand right below split:, each with a dash:  - {share: 50%, steps: […]}",
    "if": "For a condition write  - if: …,  for chance  - split: …", "metric": "A test with a winner is an ab_test:",
}  # fmt: skip
_INSTEAD_OF_SHARE: Final = {
    "then": "Write steps:", "do": "Write steps:", "percent": "Write share:", "weight": "Write share:",
    "percentage": "Write share:", "label": "Write name:", "if": "For conditions write  - switch: …",
    "else": "The last way has a share too:  - {share: 50%, steps: […]}",
    **{verb: f"Write  steps: [{{{verb}: {VALUE}}}]" for verb in _VERBS},
}  # fmt: skip


def read_switch(fields: Fields, setting: Setting) -> AnyStep:
    """`switch: [{if, then, name?}, …, {else}?]`."""
    fields.only(frozenset({"switch", "id", "note"}), instead=_INSTEAD_OF_SWITCH, what="a step with switch:")
    key, note = pinned_key(fields), fields.text("note")
    items = fields.items("switch", "a list of ways, each with if: and then:", fewest=1, hint=f"Such as  {_WAY}")
    cases: list[Case] = []
    elses: list[tuple[AnyStep, ...]] = []
    for index, item in enumerate(items):
        path = (*fields.at("switch"), index)
        below = fields_of(fields.report, item, path, "one way, such as {if: {segment: vip}, then: [{email: …}]},")
        if below is None or "else" not in below or "if" in below:
            cases.append(_case(below, setting) if below is not None else Case(condition=_ANYBODY, steps=()))
            continue
        below.only(frozenset({"else"}), what="the else of a switch", instead={"then": "Its steps stand under else:"})
        elses.append(setting.read(below, "else", setting))
        if index != len(items) - 1:
            message = "else: is for everybody who is left, so it is the last way"
            fields.report.error("FLW022", (*below.at("else"), KEY), message, "Move it to the end of the switch")
            return UNREADABLE
    if not 1 <= len(cases) <= CASES_MAX:
        _refuse_number(fields, items, len(cases))
        return UNREADABLE
    return Switch(key=key, note=note, cases=tuple(cases), otherwise=elses[0] if elses else ())


def _refuse_number(fields: Fields, items: list[object], cases: int) -> None:
    path = (*fields.at("switch"), KEY)
    if cases:
        message = f"a switch has at most {CASES_MAX} ways and an else; here are {cases}"
        fields.report.error("FLW022", path, message, "Put the rest into another  - switch:  in its else:")
    elif items:
        hint = f"Put a way before it:  {_WAY}"
        fields.report.error("FLW022", path, "a switch with an else alone decides nothing", hint)


def _case(below: Fields, setting: Setting) -> Case:
    below.only(CASE_KEYS, instead=_INSTEAD_OF_CASE, what="a way of a switch")
    condition: Condition = _ANYBODY
    if "if" not in below and below.values.keys() & _ELSE_WORDS:
        return Case(condition=condition, steps=())
    if below.require("if", "For whom is it? Add  if:  with a condition, or write  - else: […]  as the last way"):
        condition = read_condition(below.values["if"], below.at("if"), setting.branches)
    steps: tuple[AnyStep, ...] = ()
    if "then" in below:
        steps = setting.read(below, "then", setting)
    elif not below.values.keys() & {"steps", "do", *_VERBS}:
        path = (*below.at("if"), KEY) if "if" in below else below.path
        hint = "Add  then:  with steps; to let them leave write  then: [exit]"
        below.report.error("FLW009", path, "if: what happens for those who meet it?", hint)
    return Case(condition=condition, steps=steps, name=below.text("name"))


def read_split(fields: Fields, setting: Setting) -> AnyStep:
    """`split: [{share, steps, name?}, …]`, 100 percent together."""
    fields.only(frozenset({"split", "id", "note"}), instead=_INSTEAD_OF_SPLIT, what="a step with split:")
    expected = "a list of ways by chance, each with share: and steps:"
    items = fields.items("split", expected, fewest=1, hint="Such as  - {share: 50%, steps: [{email: …}]}")
    shares = [_share(item, index, fields, setting) for index, item in enumerate(items)]
    key, note, total = pinned_key(fields), fields.text("note"), sum(int(one.percent) for one in shares)
    path = (*fields.at("split"), KEY)
    if len(items) == 1:
        hint = "Add the other way:  - {share: 50%, steps: […]};  for one with nothing in it write  steps: [exit]"
        fields.report.error("FLW023", path, "a split has at least two ways", hint)
        return UNREADABLE
    if not items or not all(one.percent for one in shares):
        return UNREADABLE
    if total != 100:
        hint = f"Such as {', '.join(f'{one}%' for one in even_shares(len(shares)))}"
        fields.report.error("FLW023", path, f"the shares make {total}% together, not 100%", hint)
        return UNREADABLE
    return Split(key=key, note=note, shares=tuple(shares))


def _share(item: object, index: int, fields: Fields, setting: Setting) -> Share:
    """One way; with an error in its share that is 0."""
    path = (*fields.at("split"), index)
    below = fields_of(fields.report, item, path, "one way, such as {share: 50%, steps: [{email: …}]},")
    if below is None:
        return Share(percent=0, steps=())
    below.only(SHARE_KEYS, instead=_INSTEAD_OF_SHARE, what="a way of a split")
    percent = None
    if below.require("share", "How many of 100 people go this way? Such as  share: 50%"):
        percent = read_percent(fields.report, below.values["share"], below.at("share"))
    steps: tuple[AnyStep, ...] = ()
    if below.require("steps", "What happens for them:  steps: [{email: …}],  or  steps: [exit]"):
        steps = setting.read(below, "steps", setting)
    return Share(percent=percent or 0, steps=steps, name=below.text("name"))
