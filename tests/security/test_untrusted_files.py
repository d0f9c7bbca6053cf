"""What a pull request of a stranger can put into the files: links to what is hidden, raw JSON, names of secrets."""

import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from mktctl.cli import main
from tests.support.source_tree import ROOT

BASE = ROOT / "tests/cases/base"
TOKEN = "AUTHORIZATION: basic eC1hY2Nlc3M6Z2hzX3Rva2Vu"
RAW = """name: Raw
trigger: {metric: registered}
reentry: never
steps:
  - raw: %s
"""
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(BASE, tmp_path / "project")
    return tmp_path / "project"


@pytest.fixture
def run(project: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def one(*argv: str) -> tuple[int, str]:
        code = main.run([*argv, "--project", str(project)])
        said = capsys.readouterr()
        return code, said.out + said.err

    return one


@pytest.mark.parametrize("name", ["flows/evil.yaml", "templates/sms/x.txt", "coupons/codes.txt", "mktctl.yaml"])
@pytest.mark.parametrize("hidden", [".git/config", ".env", ".mktctl/sandbox.state.json"])
def test_a_link_to_a_hidden_file_is_not_read(name: str, hidden: str, project: Path, run: Run) -> None:
    """A checkout keeps the token of its workflow in .git/config, and findings repeat lines of files."""
    for path in (project / hidden, project / name):
        path.parent.mkdir(parents=True, exist_ok=True)
    (project / hidden).write_text(f"[http]\n\textraheader = {TOKEN}\n")
    (project / name).unlink(missing_ok=True)
    (project / name).symlink_to(project / hidden)
    code, said = run("validate")
    assert (code, "a link to a hidden file" in said) == (3, True), said
    assert "extraheader" not in said
    assert TOKEN not in said


@pytest.mark.parametrize(
    "raw",
    [
        '{type: send-webhook, data: {message: {url: "https://a.example", headers: {A: "{secret:SHOP_TOKEN}"}}}}',
        '{type: send-webhook, data: {message: {url: "https://a.example", body: "x { secret : SHOP_TOKEN }"}}}',
        '{type: anything, data: {deep: [{"{secret:SHOP_TOKEN}": 1}]}}',
    ],
)
def test_raw_json_names_no_secret(raw: str, project: Path, run: Run) -> None:
    (project / "flows/raw.yaml").write_text(RAW % raw)
    code, said = run("validate")
    assert (code, "names no secret" in said) == (3, True), said


@pytest.mark.parametrize(
    "raw",
    [
        "{type: time-delay, data: {}}",
        "{type: time-delay}",
        "{type: time-delay, data: {value: 1, unit: years}}",
        "{type: time-delay, data: {value: 1, delay_until_weekdays: 5}}",
        "{type: countdown-delay, data: {value: x}}",
        "{type: send-email, data: {message: 5}}",
        "{type: send-webhook, data: {message: {url: [1]}}}",
        "{type: send-webhook, data: {message: {url: x, headers: {A: 1}}}}",
        "{type: send-internal-alert, data: {message: {to_emails: [{a: 1}]}}}",
        "{type: update-profile, data: {profile_operations: 7}}",
        "{type: list-update, data: {list_id: [x]}}",
        "{type: ab-test, data: {main_action: 3, current_experiment: 7}}",
    ],
)
def test_raw_json_of_another_form_is_a_finding(raw: str, project: Path, run: Run) -> None:
    (project / "flows/raw.yaml").write_text(RAW % raw)
    code, said = run("plan")
    assert (code, "FLW025" in said) == (3, True), said


@pytest.mark.parametrize(
    "trigger",
    [
        "{type: metric, trigger_filter: x}",
        "{type: metric, id: [1]}",
        "{type: new-thing, trigger_filter: {condition_groups: [{conditions: [5]}]}}",
        "{type: price-drop, x: 1}",
        "{type: low-inventory, inventory_count: x, audience: []}",
        "{type: date, date_profile_property: 7}",
        "{type: date, trigger_days: [5]}",
    ],
)
def test_a_raw_trigger_of_another_form_is_a_finding(trigger: str, project: Path, run: Run) -> None:
    flow = f"name: Raw\ntrigger: {{raw: {trigger}}}\nreentry: never\nsteps:\n  - email: welcome-1\n"
    (project / "flows/raw.yaml").write_text(flow)
    code, said = run("plan")
    assert (code, "FLW025" in said) == (3, True), said


@pytest.mark.parametrize("line", ["plan", "show flow/raw", "show flow/raw --format mermaid", "graph"])
@pytest.mark.parametrize(
    "step",
    [
        "raw: {type: time-delay, data: {value: 1}}",
        "raw: {type: new-thing, data: {n: 100000000000000000000000000, x: .nan, y: [.inf], z: {a: ~}}}",
        "if: {raw: {type: profile-metric}}\n    then: [exit]",
        "if: {raw: {type: profile-property, property: 7, filter: [1]}}\n    then: [exit]",
        "if: {raw: {type: profile-group-membership, group_ids: 3}}\n    then: [exit]",
    ],
)
def test_raw_json_that_nobody_knows_is_shown(line: str, step: str, project: Path, run: Run) -> None:
    text = RAW.replace("raw: %s", step) + "  - email: welcome-1\n"
    (project / "flows/raw.yaml").write_text(text)
    code, said = run(*line.split())
    assert code == 0, said


@pytest.mark.parametrize("pool", [".", "..", "...", "A/../B", "A B", 'A"', "A%2fB", "A\\\\nB"])
def test_the_name_of_a_pool_leads_nowhere_else(pool: str, project: Path, run: Run) -> None:
    with (project / "mktctl.yaml").open("a") as file:
        file.write(f'coupons:\n  one: {{pool: "{pool}"}}\n'.replace('A""', 'A\\""'))
    code, said = run("validate")
    assert (code, "PRJ023" in said) == (3, True), said


@pytest.mark.parametrize("address", ["javascript:x", "JavaScript:alert(1)", "data:text/html,x", "file:///x", "blob:x"])
@pytest.mark.parametrize("place", ["open: '%s'", "open: {ios: '%s'}", "buttons: [{label: Go, open: '%s'}]"])
def test_a_push_message_opens_no_script(place: str, address: str, project: Path, run: Run) -> None:
    (project / "templates/push.yaml").write_text(f"channel: push\nbody: Hello\n{place % address}\n")
    code, said = run("validate")
    assert (code, "TPL156" in said) == (3, True), said


def test_more_dates_than_anybody_writes_are_one_finding(project: Path, run: Run) -> None:
    """Each date is compared with the others, so their number has a bound."""
    days = [str(date(2026, 1, 1) + timedelta(days=count)) for count in range(20_000)]
    (project / "campaigns").mkdir()
    head = "email: welcome-1\nsubject: S\naudience: {include: [list/newsletter]}\nsend: {every: day, at: '09:00'"
    excepted = f"name: A\n{head}, except: [{','.join(days)}]}}\n"
    (project / "campaigns/excepted.yaml").write_text(excepted)
    issues = "\n".join(f"  {day}: {{subject: X}}" for day in days)
    (project / "campaigns/issues.yaml").write_text(f"name: B\n{head}}}\nissues:\n{issues}\n")
    code, said = run("validate")
    assert (code, said.count("has 20,000 dates"), said.count("CMP")) == (3, 2, 2), said
