"""`mktctl show`: one resource, resolved, without an account."""

import json
import re
from datetime import UTC, datetime

import pytest

from mktctl.app.show import Shown, show
from mktctl.diagnostics import UsageError
from mktctl.model.address import Address, Kind
from mktctl.model.flow import If
from mktctl.model.project import Environment
from mktctl.model.workspace import Workspace
from mktctl.views.flow_mermaid import flow_mermaid
from mktctl.views.show_json import show_json
from mktctl.views.show_text import show_text
from tests.support.programme import workspace as reference_programme
from tests.support.workspaces import GOLD, email, flow, segment, template, wait, workspace

NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)


def shown(kind: Kind, ref: str, files: Workspace | None = None) -> Shown:
    return show(files or small(), Environment(name="sandbox"), Address(kind=kind, ref=ref), NOW)


def small() -> Workspace:
    branch = If(key="if-1@gift", condition=GOLD, then=(email("gift"),))
    steps = (email("hello"), wait(2, "gift"), branch)
    return workspace(flow(*steps), segment(), template("hello"), template("gift"))


def test_a_flow_tells_when_each_message_comes() -> None:
    text = show_text(shown("flow", "welcome"), width=100, colour=False)
    assert re.search(r"at once +hello", text)
    assert re.search(r"day 2 +gift", text)
    assert "is started by  metric/registered" in text


def test_a_template_tells_who_sends_it() -> None:
    text = show_text(shown("template", "hello"), width=100, colour=False)
    assert "flow/welcome  which sends it" in text
    assert "Subject of hello" in text


def test_json_holds_what_is_sent() -> None:
    document = json.loads(show_json(shown("segment", "vip")))
    assert document["documents"]["segment/vip"]["definition"]["condition_groups"]


def test_a_picture_has_every_action_and_every_way() -> None:
    document = shown("flow", "welcome").documents["flow/welcome"]
    picture = flow_mermaid(document)
    actions = document["definition"]["actions"]
    assert len(re.findall(r"^    s\d+[\[({]", picture, re.M)) == len(actions) == 4
    assert '|"yes"|' in picture
    assert '|"no"|' in picture


def test_every_way_of_a_switch_says_what_it_asks_and_a_test_its_versions() -> None:
    picture = flow_mermaid(programme("flow", "price-drop").documents["flow/price-drop"])
    assert re.findall(r'\|"(.*?)"\|', picture) == ["placed_order in the last 7 days", "can receive sms", "else"]
    tested = flow_mermaid(programme("flow", "cart-recovery").documents["flow/cart-recovery"])
    assert "cart-10-percent: A/B test of plain, warm (day 1)" in tested


def test_a_campaign_that_comes_again_shows_its_next_dates() -> None:
    found = programme("campaign", "weekly-newsletter")
    assert [change.address.ref for change in found.changes] == [
        f"weekly-newsletter@2026-11-{day:02}" for day in (3, 10, 17, 24)
    ]


def programme(kind: Kind, ref: str) -> Shown:
    """A resource of the repository's own files."""
    return shown(kind, ref, reference_programme())


def test_what_no_file_declares_is_a_usage_error() -> None:
    with pytest.raises(UsageError):
        shown("flow", "nowhere")


def test_a_file_that_does_not_fit_beside_the_name_stands_below_it() -> None:
    one = shown("flow", "welcome")
    assert f"{one.name}  ({one.file})\n" in show_text(one, width=100, colour=False)
    assert f"{one.name}\n  ({one.file})\n" in show_text(one, width=30, colour=False)
