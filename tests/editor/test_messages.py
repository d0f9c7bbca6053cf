"""What the editor underlines, and the sentence that it shows."""

import pytest

from tests.editor.language_server import LanguageServer
from tests.schemas.validators import CORPUS, files

FLOW = "name: x\ntrigger: {metric: cart_abandoned}\nreentry: never\n"

STEPS = "flow", FLOW + "steps:\n  - "
FILTER = "flow", FLOW + "only_if: "
TRIGGER = "flow", "name: x\nreentry: never\ntrigger: "
WHO = "segment", "name: x\nwho: "
FILES = {
    "flow": "flows/a.yaml",
    "segment": "segments/a.yaml",
    "template": "templates/a.yaml",
    "project": "mktctl.yaml",
    "campaign": "campaigns/a.yaml",
}

SHOWN: dict[str, tuple[tuple[str, str], str, str, str]] = {
    "a misspelt verb": (STEPS, "emial: hello", "emial", "A step begins with its verb: email, sms, push"),
    "a misspelt word": (STEPS, "exti", "exti", "The only step without a colon is the word exit"),
    "a second verb": (STEPS, "{email: hello, wait: 2 days}", "wait", "Property wait is not allowed"),
    "an unknown template": (STEPS, "email: helo", "helo", "No email template of this project is called so"),
    "minutes or months": (STEPS, "wait: 2m", "2m", "A number and a unit, such as 30 minutes"),
    "hours until a time": (
        STEPS, "wait: {for: 24 hours, at: 09:00}", "24 hours", 'because "24 hours" has no calendar day',
    ),
    "months": (FILTER, "{engaged: email, within: 3 months}", "3 months", "write 90 days"),
    "a bare list": (FILTER, "[{consent: email}]", "[{consent: email}]", "Must all hold, or does one suffice?"),
    "no time": (FILTER, "{metric: placed_order}", "only_if", "In which time? Add  since: start"),
    "two times": (FILTER, "{engaged: email, within: 3 days, ever: true}", "true", "One condition, one time"),
    "an event's property in small letters": (
        TRIGGER, "{metric: cart_abandoned, where: {categories: Shoes}}", "categories",
        "Its events carry $value, CheckoutURL, Categories, Items",
    ),
    "a text for a number": (
        TRIGGER, "{metric: cart_abandoned, where: {$value: much}}", "much", "A number, or a test such as",
    ),
    "an unknown value": (WHO, "{property: tier, is: glod}", "glod", "It is one of bronze, silver, gold, platinum"),
    "an undeclared property": (WHO, "{property: teir, is: gold}", "teir", "nor declared under properties:"),
    "a postal code": (WHO, "{distance: {from: 75001, country: FR, less_than: 5 km}}", "75001", 'such as "75001"'),
    "a number for a text": (
        ("template", "channel: email\nbase: layouts/base.mjml\n"), "subject: 2026", "2026", "put it in quotes",
    ),
    "another language": (("project", ""), "mktctl: 2", "2", "the only version of the language so far"),
}  # fmt: skip


@pytest.mark.parametrize("what", SHOWN)
def test_the_editor_underlines_the_place_and_says_what_to_write(what: str, editor: LanguageServer) -> None:
    (kind, before), written, marked, sentence = SHOWN[what]
    found = editor.messages(FILES[kind], f"{before}{written}\n")
    assert any(sentence in message.text for message in found if message.marked == marked), found


def test_the_editor_underlines_nothing_in_right_files(editor: LanguageServer) -> None:
    folder = CORPUS / "valid"
    texts = [(str(path.relative_to(folder)), path.read_text(encoding="utf-8")) for _, path in files(folder).values()]
    assert len(texts) >= 10
    assert [found for found in editor.messages_of(texts) if found] == []


def test_the_editor_underlines_something_in_each_wrong_file(editor: LanguageServer) -> None:
    wrong = files(CORPUS / "invalid")
    texts = [(FILES[kind], path.read_text(encoding="utf-8")) for kind, path in wrong.values()]
    found = dict(zip(wrong, editor.messages_of(texts), strict=True))
    assert len(found) > 100
    assert [name for name, messages in found.items() if not messages] == []


TESTS = "tests/flows/welcome.test.yaml"
HEAD = "flow: welcome\nstart: 2026-11-02 09:00\ncases:\n"
CASE = HEAD + "  - {name: x, person: anna, expect: [{at: 0 hours, email: hello}]}\n"


def test_the_tests_of_flows_are_no_flows(editor: LanguageServer) -> None:
    assert editor.messages(TESTS, CASE) == ()


@pytest.mark.parametrize(
    ("right", "wrong", "marked", "says"),
    [
        ("email: hello", "email: helo", "helo", "No email template of this project is called so"),
        ("0 hours", "later", "later", "A span from the start, such as 2 days"),
        ("person: anna", "person: anna, evnts: []", "evnts", "Property evnts is not allowed"),
        ("email: hello", "exit: gone", "gone", "finished, exit, exit_if, exit_when or date_changed"),
    ],
)
def test_a_slip_in_a_test_is_underlined(right: str, wrong: str, marked: str, says: str, editor: LanguageServer) -> None:
    shown = editor.messages(TESTS, CASE.replace(right, wrong))
    assert any(one.marked == marked and says in one.text for one in shown), shown
