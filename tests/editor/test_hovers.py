"""What the editor says about a key under the mouse: the schema's words, in the place where it stands."""

import pytest

from mktctl.app.explain import explain
from tests.editor.language_server import LanguageServer

FLOW = "name: x\ntrigger: {metric: cart_abandoned}\nreentry: never\n"

SAME_AS_EXPLAINED: dict[str, tuple[str, str]] = {
    "flow.reentry": ("flows/a.yaml", "name: x\nreen‸try: never\n"),
    "flow.only_if": ("flows/a.yaml", FLOW + "only_‸if: {metric: placed_order, since: start}\n"),
    "flow.exit_when": ("flows/a.yaml", FLOW + "exit_‸when: {metric: placed_order}\n"),
    "flow.trigger": ("flows/a.yaml", "name: x\ntrig‸ger: {metric: cart_abandoned}\n"),
    "flow.steps.email": ("flows/a.yaml", FLOW + "steps:\n  - em‸ail: hello\n"),
    "flow.steps.email.only_if": (
        "flows/a.yaml", FLOW + "steps:\n  - email: hello\n    only‸_if: {consent: email}\n",
    ),
    "flow.steps.wait": ("flows/a.yaml", FLOW + "steps:\n  - wa‸it: 2 days\n"),
    "flow.steps.wait.from_start": ("flows/a.yaml", FLOW + "steps:\n  - wait: {from_‸start: 2 days}\n"),
    "flow.steps.if": ("flows/a.yaml", FLOW + "steps:\n  - i‸f: {consent: email}\n    then: [exit]\n"),
    "condition.metric.since": ("flows/a.yaml", FLOW + "only_if: {metric: placed_order, sin‸ce: start}\n"),
    "segment.who": ("segments/a.yaml", "name: x\nwh‸o: {metric: placed_order}\n"),
    "condition.metric.count": ("segments/a.yaml", "name: x\nwho: {metric: placed_order, cou‸nt: 3}\n"),
    "template.base": ("templates/a.yaml", "channel: email\nba‸se: layouts/base.mjml\n"),
    "project.metrics.seed": ("mktctl.yaml", "metrics:\n  a:\n    name: A\n    se‸ed: {profile: anna}\n"),
}  # fmt: skip


@pytest.mark.parametrize("path", SAME_AS_EXPLAINED)
def test_the_hover_and_explain_say_the_same(path: str, editor: LanguageServer) -> None:
    shown = editor.hover(*SAME_AS_EXPLAINED[path])
    for mark in "\\":
        shown = shown.replace(mark, "")
    assert explain(path).description in shown


def test_an_example_is_shown_as_yaml(editor: LanguageServer) -> None:
    shown = editor.hover("flows/a.yaml", FLOW + "steps:\n  - wa‸it: 2 days\n")
    assert "```yaml\n2 days\n```" in shown
    assert "```yaml\nfrom_start: 5 days\n```" in shown


def test_the_same_word_says_what_it_means_in_its_place(editor: LanguageServer) -> None:
    in_a_flow = editor.hover("flows/a.yaml", FLOW + "only_if: {met‸ric: placed_order, ever: true}\n")
    in_a_segment = editor.hover("segments/a.yaml", "name: x\nwho: {met‸ric: placed_order}\n")
    assert "Say when: since: start" in in_a_flow
    assert "without a time: ever" in in_a_segment
