"""Checks that need several files: circles of flows, overlapping runs, consent, equal names, who sends what."""

import shutil
from pathlib import Path

import pytest

from mktctl.app.load import load_workspace

BASE = Path(__file__).resolve().parents[1] / "cases/base"
TEXT = "channel: sms\nbody: Your cart waits\n"
BY_EVENT = "trigger: {metric: cart_abandoned}\nreentry: after 7 days\n"
BY_GOLD = "trigger: {segment: golden}\n"
GOLDEN = "name: Golden\nwho: {property: tier, is: gold}\n"
SILVER = "name: Silver\nwho: {all: [{property: tier, is: silver}, {list: newsletter}]}\n"


def flow(head: str, *steps: str, name: str = "Made") -> str:
    return f"name: {name}\n{head}steps:\n" + "".join(f"  - {step}\n" for step in steps)


def change(word: str, value: str = "") -> str:
    return f"update_profile: {{{word}: {value}}}"


def found(folder: Path, files: dict[str, str]) -> list[str]:
    """The codes of all findings, in reading order."""
    root = folder / "project"
    shutil.copytree(BASE, root)
    for name, text in files.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return [f"{one.code} {one.place.file}:{one.place.line}" for one in load_workspace(root).diagnostics]


ONE_FLOW: dict[str, tuple[str, list[str]]] = {
    "the last step may end it": (flow(BY_GOLD, "email: welcome-1", change("set", "{tier: silver}")), []),
    "the same value changes nothing": (flow(BY_GOLD, change("set", "{tier: gold}"), "email: welcome-1"), []),
    "a message behind it": (
        flow(BY_GOLD, change("set", "{tier: silver}"), "email: welcome-1"), ["FLW201 flows/made.yaml:4"],
    ),
    "a message behind the branch": (
        flow(BY_GOLD, "if: {consent: email}\n    then: [{update_profile: {unset: [tier]}}]", "email: welcome-1"),
        ["FLW201 flows/made.yaml:5"],
    ),
    "a message in the other branch": (
        flow(
            BY_GOLD,
            "if: {consent: email}\n    then: [{update_profile: {unset: [tier]}}]\n    else: [{email: welcome-1}]",
        ),
        [],
    ),
    "another property": (flow(BY_GOLD, change("add", "{interests: shoes}"), "email: welcome-1"), []),
    "off its own list at the end": (
        flow("trigger: {list: newsletter}\n", "email: welcome-1", "remove_from_list: newsletter"), [],
    ),
    "runs that just fit": (flow(BY_EVENT, "email: welcome-1", "wait: 7 days", "email: welcome-2"), []),
    "runs that overlap": (
        flow(BY_EVENT, "email: welcome-1", "wait: 7 days", "wait: 1 hour", "email: welcome-2"),
        ["FLW204 flows/made.yaml:3"],
    ),
    "the longest way counts": (
        flow(
            BY_EVENT,
            "split:\n      - {share: 50%, steps: [{wait: 8 days}, {email: welcome-1}]}\n"
            "      - {share: 50%, steps: [{email: welcome-2}]}",
        ),
        ["FLW204 flows/made.yaml:3"],
    ),
    "runs that may overlap": (
        flow(BY_EVENT.replace("after 7 days", "always"), "email: welcome-1", "wait: 9 days", "email: welcome-2"), [],
    ),
    "all of two events": (
        flow(BY_EVENT + "exit_when: {all: [{metric: placed_order}, {metric: registered}]}\n", "email: welcome-1"),
        ["FLW205 flows/made.yaml:4"],
    ),
    "any of two events": (
        flow(BY_EVENT + "exit_when: {any: [{metric: placed_order}, {metric: registered}]}\n", "email: welcome-1"), [],
    ),
    "any of several nots on a message": (
        flow(
            BY_EVENT,
            "email: welcome-1\n    only_if: {any: [{not: {consent: email}}, {not: {property: tier, is: gold}}]}",
        ),
        ["FLW205 flows/made.yaml:6"],
    ),
    "nobody asked": (flow(BY_EVENT, "sms: text"), ["FLW203 flows/made.yaml:5"]),
    "the message asks": (flow(BY_EVENT, "{sms: text, only_if: {consent: sms}}"), []),
    "the flow asks": (flow(BY_EVENT + "only_if: {consent: sms}\n", "sms: text"), []),
    "an exit asks": (flow(BY_EVENT, "exit_if: {not: {consent: sms}}", "sms: text"), []),
    "a receipt": (flow(BY_EVENT, "{sms: text, transactional: true}"), []),
    "the opposite is asked": (
        flow(BY_EVENT, "{sms: text, only_if: {not: {consent: sms}}}"), ["FLW203 flows/made.yaml:5"],
    ),
    "an equal name": (flow(BY_EVENT, "email: welcome-1", name="Welcome"), ["REF009 flows/welcome.yaml:1"]),
}  # fmt: skip


@pytest.mark.parametrize("what", ONE_FLOW)
def test_one_flow(what: str, tmp_path: Path) -> None:
    text, expected = ONE_FLOW[what]
    files = {"flows/made.yaml": text, "segments/golden.yaml": GOLDEN, "templates/text.yaml": TEXT}
    unused = "TPL005 templates/text.yaml:1"
    assert [one for one in found(tmp_path, files) if one != unused] == expected


SEVERAL: dict[str, tuple[dict[str, str], list[str]]] = {
    "one after the other": (
        {
            "flows/up.yaml": flow(BY_GOLD, "email: welcome-1", change("set", "{tier: silver}"), name="Up"),
            "flows/down.yaml": flow("trigger: {segment: silver}\n", "email: welcome-1", name="Down"),
        },
        [],
    ),
    "in a circle": (
        {
            "flows/up.yaml": flow(
                "trigger: {segment: silver}\n", "email: welcome-1", change("set", "{tier: gold}"), name="Up"
            ),
            "flows/down.yaml": flow(BY_GOLD, "email: welcome-1", change("set", "{tier: silver}"), name="Down"),
        },
        ["FLW202 flows/down.yaml:5"],
    ),
    "no value leads back": (
        {
            "flows/up.yaml": flow(
                "trigger: {segment: silver}\n", "email: welcome-1", change("set", "{tier: bronze}"), name="Up"
            ),
            "flows/down.yaml": flow(BY_GOLD, "email: welcome-1", change("set", "{tier: silver}"), name="Down"),
        },
        [],
    ),
    "over a list and a date": (
        {
            "flows/up.yaml": flow(
                "trigger: {list: newsletter}\n", "email: welcome-1", change("set", "{birthday: today}"), name="Up"
            ),
            "flows/down.yaml": flow(
                'trigger: {date: birthday, repeat: yearly, at: "09:00"}\nreentry: never\n',
                "email: welcome-1", "add_to_list: newsletter", name="Down",
            ),
        },
        ["FLW202 flows/down.yaml:6"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", SEVERAL)
def test_several_flows(what: str, tmp_path: Path) -> None:
    files, expected = SEVERAL[what]
    segments = {"segments/golden.yaml": GOLDEN, "segments/silver.yaml": SILVER}
    assert found(tmp_path, segments | files) == expected


QUIET: dict[str, list[str]] = {
    "{not: {engaged: email, within: 90 days}}": ["SEG003 segments/made.yaml:2"],
    "{all: [{metric: received_email, within: 90 days}, {not: {engaged: email, within: 90 days}}]}": [],
    "{all: [{metric: received_sms, within: 90 days}, {not: {engaged: email, within: 90 days}}]}": [
        "SEG003 segments/made.yaml:2"
    ],
    "{engaged: email, within: 90 days}": [],
}


@pytest.mark.parametrize("who", QUIET)
def test_not_engaged_asks_who_was_written_to(who: str, tmp_path: Path) -> None:
    assert found(tmp_path, {"segments/made.yaml": f"name: Made\nwho: {who}\n"}) == QUIET[who]


AUDIENCES = {
    "[list/newsletter]": [],
    "[segment/vip]": ["FLW203 campaigns/sale.yaml:4"],
    "[list/newsletter, segment/vip]": ["FLW203 campaigns/sale.yaml:4"],
    "[segment/texted]": [],
}


@pytest.mark.parametrize("include", AUDIENCES)
def test_a_campaign_of_text_messages_goes_to_who_agreed(include: str, tmp_path: Path) -> None:
    head = 'name: Sale\nsms: text\nsend: {at: "2027-03-01 10:00"}\n'
    files = {
        "campaigns/sale.yaml": f"{head}audience: {{include: {include}}}\n",
        "templates/text.yaml": TEXT,
        "segments/texted.yaml": "name: Texted\nwho: {all: [{segment: vip}, {consent: sms}]}\n",
    }
    assert found(tmp_path, files) == AUDIENCES[include]


def test_campaigns_and_their_issues_count_as_users_and_have_no_event(tmp_path: Path) -> None:
    mail = "channel: email\nsubject: {}\nbase: layouts/base.html\nsections: {{body: <p>Hello</p>}}\n"
    files = {
        "templates/own.yaml": mail.format('"{{ event.Coupon }}"'),
        "templates/special.yaml": mail.format("Special"),
        "templates/lonely.yaml": mail.format("Lonely"),
        "campaigns/news.yaml": "name: News\nemail: own\naudience: {include: [list/newsletter]}\n"
        'send: {every: tuesday, at: "10:00"}\nissues: {2027-03-02: {email: special}}\n',
    }
    assert found(tmp_path, files) == ["TPL141 campaigns/news.yaml:2"]
    files["templates/own.yaml"] = mail.format("News")
    assert found(tmp_path / "again", files) == ["TPL005 templates/lonely.yaml:1"]


def test_segments_of_segments_are_entered_once(tmp_path: Path) -> None:
    """Each names the next one twice: written out, it would be more than a thousand million questions."""
    twice = "name: S{0}\nwho: {{any: [{{segment: s{1}}}, {{segment: s{1}}}]}}\n"
    files = {f"segments/s{number}.yaml": twice.format(number, number + 1) for number in range(30)}
    files["segments/s30.yaml"] = "name: S30\nwho: {property: tier, is: gold}\n"
    files["flows/made.yaml"] = flow("trigger: {segment: s0}\n", change("set", "{tier: silver}"), "email: welcome-1")
    assert "FLW201 flows/made.yaml:4" in found(tmp_path, files)
