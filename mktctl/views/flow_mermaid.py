"""A flow as a Mermaid flowchart, as it is on the platform: a strict tree, what follows an `if` behind each side."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from mktctl.planning.action_links import branch_slot, branches_of, is_branch, links_of
from mktctl.planning.day_marks import day_marks
from mktctl.planning.fields import wait_words
from mktctl.views.condition_words import groups_in_words
from mktctl.views.flow_starts import start_words
from mktctl.views.graph_files import mermaid_text

_SHAPES: Final = {
    "time-delay": ("([", "])"), "target-date": ("([", "])"), "countdown-delay": ("([", "])"),
    "back-in-stock-delay": ("([", "])"), "conditional-split": ("{", "}"), "trigger-split": ("{", "}"),
    "multi-branch-split": ("{", "}"),
}  # fmt: skip
_SIDES: Final = {"next": "", "next_if_true": "yes", "next_if_false": "no"}
_DATES: Final = {"target-date": "on the day", "countdown-delay": "wait for the date"}


def flow_mermaid(document: Mapping[str, Any]) -> str:
    """`document` is the flow's symbolic document with `definition`, keys as temporary ids."""
    definition = document["definition"]
    actions = {action["temporary_id"]: action for action in definition["actions"]}
    names = {key: f"s{number}" for number, key in enumerate(actions)}
    marks = day_marks(definition)
    lines = ["flowchart TD", f"    start([{mermaid_text(start_words(definition['triggers'][0]))}])"]
    for key, action in actions.items():
        opening, closing = _SHAPES.get(action["type"], ("[", "]"))
        lines.append(f"    {names[key]}{opening}{mermaid_text(_label(key, action, marks.get(key, '')))}{closing}")
    if (entry := definition.get("entry_action_id")) is not None:
        lines.append(f"    start --> {names[entry]}")
    lines += _links(actions, names)
    return "\n".join(lines) + "\n"


def _links(actions: Mapping[str, Mapping[str, Any]], names: Mapping[str, str]) -> Iterator[str]:
    ends = 0
    for key, action in actions.items():
        for slot, target in links_of(action).items():
            word = _way(action, slot)
            side = f"|{mermaid_text(word)}|" if word else ""
            if target is None:
                ends += 1
                yield f"    end{ends}(( ))"
            yield f"    {names[key]} -->{side} {names[target] if target is not None else f'end{ends}'}"


def _way(action: Mapping[str, Any], slot: str) -> str:
    """What stands on a link: yes and no, or what the way of a switch asks."""
    if not is_branch(slot):
        return _SIDES.get(slot, slot)
    branch = next(one for index, one in enumerate(branches_of(action)) if branch_slot(index) == slot)
    return groups_in_words(branch["branch_filter"]) if branch.get("branch_filter") else "else"


def _label(key: str, action: Mapping[str, Any], mark: str) -> str:
    data = action.get("data") or {}
    for name in ("profile_filter", "trigger_filter"):
        if data.get(name):
            return groups_in_words(data[name])
    if action["type"] == "multi-branch-split":
        return "switch"
    if action["type"] == "ab-test":
        versions = ", ".join(str(one.get("name")) for one in _versions(data))
        return f"{key}: A/B test of {versions} ({mark})"
    if action["type"] == "time-delay":
        return f"wait {wait_words(data)}"
    if (date := _DATES.get(action["type"])) is not None:
        return date
    name = key.rpartition("+")[2]
    return f"{name} ({mark})" if mark else name


def _versions(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for variation in data["current_experiment"]["variations"]:
        yield variation["data"]["message"]
