"""Campaigns in the text and the Markdown of a plan (`mktctl/views/plan_lines.py`)."""

from typing import Any

import pytest

from mktctl.model.address import Address
from mktctl.planning.changes import Change, FieldChange, Plan
from mktctl.planning.steps import ScheduleCampaign
from mktctl.views.plan_lines import field_line, summary
from mktctl.views.plan_markdown import plan_markdown
from mktctl.views.plan_text import plan_text

LINES: dict[str, tuple[str, Any, Any]] = {
    'subject: "A" → "B"': ("variations.Main.subject", "A", "B"),
    'v1, subject: "A" → "B"': ("variations.v1.subject", "A", "B"),
    "mail body: new content": ("variations.Main.template_id", "T1", "template/sale"),
    'version v1: "B" is taken away': ("variations.v1", "B", None),
    'version v1: "B"': ("variations.v1", None, "B"),
    "to: list/a → list/a, list/b": ("audience.included", "list/a", "list/a, list/b"),
    "leaves out: list/b no more": ("audience.excluded", "list/b", None),
    "leaves out: list/b": ("audience.excluded", None, "list/b"),
    "sent: Tue 1 Dec 2026 09:00 in UTC": ("schedule", None, "Tue 1 Dec 2026 09:00 in UTC"),
    "clock: UTC → each recipient's zone": ("send_settings", "UTC", "each recipient's zone"),
    "status: draft → scheduled": ("status", "draft", "scheduled"),
}


@pytest.mark.parametrize("line", LINES)
def test_a_field_of_a_campaign_reads_as_a_marketer_says_it(line: str) -> None:
    path, before, after = LINES[line]
    assert field_line(FieldChange(path=path, before=before, after=after)) == line


def plan(*changes: Change, steps: tuple[Any, ...] = ()) -> Plan:
    return Plan(account="A1", account_name="Shop", environment="sandbox", changes=changes, steps=steps)


def change(verdict: Any, ref: str = "sale", **settings: Any) -> Change:
    return Change(address=Address(kind="campaign", ref=ref), verdict=verdict, name="Sale", **settings)


def test_history_is_shown_only_where_there_is_something_to_say() -> None:
    quiet = plan(change("history"), change("history", "old", notes=("past: not sent",)))
    text = plan_text(quiet, width=80, colour=False)
    assert "campaign/sale" not in text
    assert "campaign/old" in text
    assert "past: not sent" in text
    assert text.endswith("No changes. 0 resources are as the files say; 2 campaigns are history.\n")


def test_dates_that_came_due_are_counted_apart() -> None:
    step = ScheduleCampaign(address=Address(kind="campaign", ref="sale"), digest="")
    due = plan(change("due", fields=(FieldChange(path="status", after="scheduled"),)), steps=(step,))
    assert summary(due) == "Plan: 0 to create, 0 to change, 0 to replace, 1 came due; 1 campaign is scheduled."
    assert "+ campaign/sale  Sale  (scheduled)" in plan_text(due, width=80, colour=False)
    assert "+ campaign/sale  Sale  (due)" in plan_markdown(due)
