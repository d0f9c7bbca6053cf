"""What the files want (`mktctl/planning/desired.py`)."""

from typing import Any

import msgspec
import pytest

from mktctl.model.address import Address
from mktctl.model.condition import Ever, HasEvents, InList, Test
from mktctl.model.flow import Exit, Flow, If, ListTrigger, SecretHeader, Webhook
from mktctl.model.project import Environment
from mktctl.model.segment import ContactList
from mktctl.model.workspace import Workspace
from mktctl.planning.desired import Desired, capped, desired_resources, template_of
from tests.support.workspaces import BOUGHT, email, flow, joins, project, segment, template, wait, workspace

WELCOME = Address(kind="flow", ref="welcome")
HOOK = Webhook(
    key="hook",
    url="https://mientior.example/hook",
    name="hook",
    status="live",
    headers=(("Authorization", SecretHeader(secret="TOKEN")), ("X-Shop", "mientior")),
)


def desired(files: Workspace, **environment: Any) -> dict[Address, Desired]:
    return desired_resources(files, msgspec.convert({"name": "x", **environment}, Environment))


def welcome(*steps: Any, **of_flow: Any) -> Desired:
    mails = (template(ref) for ref in ("a", "b"))
    return desired(workspace(*mails, flow(*(steps or (email("a"),)), **of_flow)))[WELCOME]


def test_resources_stand_in_the_order_in_which_they_can_be_made() -> None:
    files = workspace(segment(), template("a", library=True), template("b"), flow(email("a"), email("b")))

    assert [str(address) for address in desired(files)] == [
        "list/newsletter", "segment/vip", "template/a", "flow/welcome",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "most", "status"),
    [
        ("live", "live", "live"),
        ("live", "manual", "manual"),
        ("live", "draft", "draft"),
        ("manual", "draft", "draft"),
        ("manual", "live", "manual"),
        ("draft", "live", "draft"),
    ],
)
def test_an_environment_caps_a_status(wanted: Any, most: Any, status: str) -> None:
    assert capped(wanted, Environment(name="x", status_at_most=most)) == status


def test_a_step_never_stands_higher_than_its_flow_may() -> None:
    files = workspace(template("a"), flow(email("a"), joins(), wait(1, "a")))

    one = desired(files, status_at_most="manual")[WELCOME]

    assert (one.status, one.statuses) == ("manual", {"a": "manual", "add-newsletter": "manual"})


def test_a_flow_needs_every_list_segment_and_metric_that_it_names() -> None:
    asks = If(key="if-1", condition=InList(list="newsletter"), then=(email("a"),))

    assert [str(one) for one in welcome(asks, trigger=ListTrigger(list="newsletter")).needs] == [
        "list/newsletter", "metric/placed_order",
    ]  # fmt: skip


def test_a_segment_needs_what_it_asks_about() -> None:
    who = HasEvents(metric="placed_order", test=Test(op="at_least", value=1), window=Ever())

    one = desired(workspace(segment(who)))[Address(kind="segment", ref="vip")]

    assert [str(need) for need in one.needs] == ["metric/placed_order"]


def test_what_is_external_has_nothing_to_send() -> None:
    lists = {"theirs": ContactList(ref="theirs", name="Theirs", external=True)}
    files = workspace(segment(None), project=msgspec.structs.replace(project(), lists=lists))  # type: ignore[arg-type]

    assert [one.document for one in desired(files).values()] == [{}, {}]


def test_a_flow_that_ends_at_once_has_no_action() -> None:
    one = welcome(Exit(key="exit"))

    assert one.document["definition"]["actions"] == []
    assert one.statuses == {}


def test_the_digest_moves_with_everything_that_is_sent() -> None:
    variants = [
        welcome(),
        welcome(email("b")),
        welcome(email("a", subject="Another")),
        welcome(email("a", status="draft")),
        welcome(status="manual"),
        welcome(tags=("git",)),
        welcome(exit_when=None),
        desired(workspace(template("a", "<p>Other</p>"), template("b"), flow(email("a"))))[WELCOME],
        desired(workspace(template("a", text="Other"), template("b"), flow(email("a"))))[WELCOME],
        desired(workspace(template("a"), template("b"), flow(email("a"))), status_at_most="manual")[WELCOME],
    ]

    assert len({one.digest for one in variants}) == len(variants) - 1, "a cap and a lower status come to the same"


def test_the_digest_stays_where_nothing_is_sent() -> None:
    assert welcome(description="Why we do it").digest == welcome().digest
    assert welcome(email("a", note="ask Ana")).digest == welcome().digest
    assert welcome(moved_from="hello").digest == welcome().digest


def test_a_secret_is_known_by_its_digest_alone() -> None:
    files = workspace(template("a"), flow(email("a"), HOOK))
    environment = Environment(name="x")
    here = desired_resources(files, environment, {"TOKEN": "s3cr3t"}.get)[WELCOME]
    away = desired_resources(files, environment)[WELCOME]

    assert here.document == away.document
    assert "s3cr3t" not in msgspec.json.encode(here).decode()
    assert away.secrets == {"hook": {"Authorization": None}}
    assert here.secrets != desired_resources(files, environment, {"TOKEN": "other"}.get)[WELCOME].secrets
    assert list(here.secrets) == ["hook"]
    assert here.digest == away.digest, "a secret that is not at hand is no change"


def test_each_mail_knows_its_template() -> None:
    one = welcome(email("a"), wait(1, "b"), email("b", key="second"))

    assert [template_of(one, key) for key in ("a", "wait-1@b", "second", "none")] == ["a", None, "b", None]


def test_copies_behind_a_branch_have_keys_and_statuses_of_their_own() -> None:
    asks = If(key="if-1", condition=BOUGHT, then=(email("a"),))

    assert welcome(asks, email("b", status="draft")).statuses == {
        "a": "live", "if-1.then+b": "draft", "if-1.else+b": "draft",
    }  # fmt: skip


def test_a_flow_keeps_the_templates_that_it_copies() -> None:
    assert sorted(welcome(email("b"), email("a")).contents) == ["a", "b"]
    assert isinstance(flow(email("a")), Flow)
