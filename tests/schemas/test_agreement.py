"""`validate` and the editor agree: no file that is right for the one is wrong for the other.

`validate` knows more (what Klaviyo cannot express, days that do not add up), so it refuses more. It never takes what
the schema refuses, or the editor would underline what is right.
"""

import copy
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mktctl.app.explain import explain
from mktctl.app.load import load_workspace
from mktctl.app.schema import SCHEMA_FOLDER, write_schemas
from mktctl.diagnostics import Severity
from mktctl.kinds.ab_tests import AB_TEST_KEYS
from mktctl.kinds.ab_winners import WINNER_KEYS
from mktctl.kinds.campaigns.audiences import AUDIENCE_KEYS
from mktctl.kinds.campaigns.campaign import CAMPAIGN_KEYS
from mktctl.kinds.campaigns.recurrences import CRON_KEYS, EVERY_KEYS
from mktctl.kinds.campaigns.sends import AT_KEYS
from mktctl.kinds.conditions.comparisons import TEST_KEYS
from mktctl.kinds.conditions.metrics import METRIC_KEYS
from mktctl.kinds.conditions.read import SUBJECTS
from mktctl.kinds.flow import FLOW_KEYS
from mktctl.kinds.project import PROJECT_KEYS
from mktctl.kinds.schema_files import SCHEMA_FILES, SCHEMA_KINDS, documents
from mktctl.kinds.segment import SEGMENT_KEYS
from mktctl.kinds.steps.alerts import ALERT_KEYS
from mktctl.kinds.steps.mails import EMAIL_KEYS
from mktctl.kinds.steps.messages import PUSH_STEP_KEYS, SMS_STEP_KEYS, WHATSAPP_STEP_KEYS
from mktctl.kinds.steps.read import VERBS
from mktctl.kinds.steps.waits import CALENDAR_KEYS
from mktctl.kinds.steps.ways import CASE_KEYS, SHARE_KEYS
from mktctl.kinds.steps.webhooks import WEBHOOK_KEYS
from mktctl.kinds.template_email import TEMPLATE_KEYS
from mktctl.kinds.template_push import PUSH_KEYS
from mktctl.kinds.template_sms import SMS_KEYS
from mktctl.kinds.template_whatsapp import WHATSAPP_KEYS
from mktctl.kinds.trigger import TRIGGERS
from mktctl.kinds.trigger_dates import DATE_KEYS
from mktctl.kinds.trigger_products import LOW_INVENTORY_KEYS, PRICE_DROP_KEYS
from tests.schemas.spoiling import nodes, spoilt
from tests.schemas.validators import CORPUS, fast, files, read

VALID = files(CORPUS / "valid")
INVALID = files(CORPUS / "invalid")
SCHEMAS = {kind: fast(documents(), f"{kind}.schema.json") for kind in SCHEMA_KINDS}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("agreement") / "project"
    shutil.copytree(CORPUS / "valid", folder)
    write_schemas(folder)
    return folder


@pytest.fixture(scope="module")
def editor(project: Path) -> dict[str, Any]:
    """The validators of the schemas that know this project's names."""
    known = {name: json.loads((project / SCHEMA_FOLDER / name).read_text()) for name in SCHEMA_FILES}
    return {kind: fast(known, f"{kind}.schema.json") for kind in SCHEMA_KINDS}


def errors(project: Path, file: Path) -> list[str]:
    """What `validate` finds wrong in one file."""
    name = str(file.relative_to(project))
    return [
        f"{one.code} {one.message}"
        for one in load_workspace(project).diagnostics
        if one.severity is Severity.ERROR and one.place.file == name
    ]


def test_the_right_files_are_right_for_validate(project: Path, editor: dict[str, Any]) -> None:
    found = [one for one in load_workspace(project).diagnostics if one.severity is Severity.ERROR]
    assert found == []
    assert [name for name, (kind, path) in VALID.items() if not editor[kind].is_valid(read(path))] == []


@pytest.mark.parametrize("name", INVALID)
def test_a_wrong_file_is_wrong_for_validate(name: str, project: Path) -> None:
    kind, path = INVALID[name]
    with replaced(project, "mktctl" if kind == "project" else name, path.read_text()) as file:
        assert errors(project, file)


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_what_validate_takes_the_editor_takes(project: Path, editor: dict[str, Any], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(VALID)))
    kind, path = VALID[name]
    changed = spoilt(copy.deepcopy(read(path)), data)
    with replaced(project, name, json.dumps(changed)) as file:
        if not errors(project, file):
            assert SCHEMAS[kind].is_valid(changed)
            assert editor[kind].is_valid(changed)


class replaced:  # noqa: N801  # reads as a word in `with replaced(…)`
    """One file of the project with another text, for a while."""

    def __init__(self, project: Path, name: str, text: str) -> None:
        self.path = project / f"{name}.yaml"
        self.before = self.path.read_text() if self.path.exists() else None
        self.text = text

    def __enter__(self) -> Path:
        self.path.write_text(self.text)
        return self.path

    def __exit__(self, *_: object) -> None:
        if self.before is None:
            self.path.unlink()
        else:
            self.path.write_text(self.before)


def test_spoiling_reaches_every_depth() -> None:
    paths: Iterator[int] = (len(path) for path in nodes(read(VALID["flows/every-step"][1])))
    assert max(paths) >= 6


def words(path: str) -> set[str]:
    """The keys below a key, and beside it with itself."""
    explained = explain(path)
    return {line.name for line in explained.inside}


def beside(path: str) -> set[str]:
    return {line.name for line in explain(path).beside} | {path.rsplit(".", 1)[-1]}


SAME_WORDS: dict[str, tuple[set[str], frozenset[str] | set[str]]] = {
    "a flow": (words("flow"), FLOW_KEYS),
    "a segment": (words("segment"), SEGMENT_KEYS),
    "a template": (words("template"), TEMPLATE_KEYS | SMS_KEYS | PUSH_KEYS | WHATSAPP_KEYS),
    "the project": (words("project"), PROJECT_KEYS),
    "a step": (words("flow.steps"), {*VERBS, "exit"}),
    "a mail": (beside("flow.steps.email"), EMAIL_KEYS),
    "a webhook": (beside("flow.steps.webhook"), WEBHOOK_KEYS),
    "a wait": (words("flow.steps.wait"), CALENDAR_KEYS),
    "a text message": (beside("flow.steps.sms"), SMS_STEP_KEYS),
    "a push message": (beside("flow.steps.push"), PUSH_STEP_KEYS),
    "a WhatsApp message": (beside("flow.steps.whatsapp"), WHATSAPP_STEP_KEYS),
    "an alert": (beside("flow.steps.alert"), ALERT_KEYS),
    "a way of a switch": (beside("flow.steps.switch.if"), CASE_KEYS),
    "a way of a split": (words("flow.steps.split"), SHARE_KEYS),
    "a test of a mail": (words("flow.steps.email.ab_test"), AB_TEST_KEYS - {"sample"}),
    "a test of a text": (words("flow.steps.sms.ab_test"), AB_TEST_KEYS - {"sample"}),
    "how a test ends": (words("flow.steps.email.ab_test.winner"), WINNER_KEYS),
    "a trigger": (words("flow.trigger"), set(TRIGGERS)),
    "a date that starts a flow": (beside("flow.trigger.date"), DATE_KEYS),
    "a price that drops": (words("flow.trigger.price_drop"), PRICE_DROP_KEYS),
    "stock that runs low": (words("flow.trigger.low_inventory"), LOW_INVENTORY_KEYS),
    "a campaign": (words("campaign"), CAMPAIGN_KEYS),
    "an audience": (words("campaign.audience"), AUDIENCE_KEYS),
    "the ways of sending": (words("campaign.send"), {"at", "smart", "every", "cron"}),
    "a campaign at a time": (beside("campaign.send.at"), AT_KEYS),
    "a campaign that comes again": (beside("campaign.send.every"), EVERY_KEYS),
    "a campaign by cron": (beside("campaign.send.cron"), CRON_KEYS),
    "a campaign's test": (words("campaign.ab_test"), AB_TEST_KEYS),
    "when its winner is taken": (words("campaign.ab_test.winner"), WINNER_KEYS),
    "a condition": (words("condition"), set(SUBJECTS)),
    "a condition about a metric": (beside("condition.metric"), METRIC_KEYS),
    "a test of a property": (beside("condition.property"), TEST_KEYS | {"property"}),
}


@pytest.mark.parametrize("what", SAME_WORDS)
def test_both_know_the_same_words(what: str) -> None:
    described, read_by_validate = SAME_WORDS[what]
    assert described == read_by_validate
