"""Workspaces built by hand, for tests of what comes behind the files."""

from datetime import UTC, datetime
from typing import Any

from mktctl.model.condition import All, Condition, HasEvents, HasProperty, SinceStart, Test
from mktctl.model.duration import Duration
from mktctl.model.flow import AnyStep, Email, Flow, ListUpdate, MetricTrigger, Reentry, Wait
from mktctl.model.project import Brand, Metric, Project, SandboxSettings, Shop
from mktctl.model.segment import ContactList, Segment
from mktctl.model.template import EmailTemplate, Sender
from mktctl.model.workspace import Workspace

SENDER = Sender(name="Mientior", email="hello@mientior.example", reply_to="help@mientior.example")
BOUGHT = HasEvents(metric="placed_order", test=Test(op="at_least", value=1), window=SinceStart())
GOLD = HasProperty(name="tier", type="text", test=Test(op="is", value="gold"))


def project(**settings: Any) -> Project:
    """A project with two metrics and a list."""
    return Project(
        brand=Brand(name="Mientior", sender=SENDER),
        shop=Shop(timezone="Europe/Paris"),
        sandbox=SandboxSettings(start=datetime(2026, 11, 2, 8, tzinfo=UTC)),
        metrics={
            "registered": Metric(ref="registered", name="Registered"),
            "placed_order": Metric(ref="placed_order", name="Placed Order"),
        },
        lists={"newsletter": ContactList(ref="newsletter", name="Newsletter")},
        **settings,
    )


def template(ref: str, html: str = "<p>Hello {% unsubscribe 'bye' %}</p>", **settings: Any) -> EmailTemplate:
    """A mail of that ref."""
    return EmailTemplate(ref=ref, name=ref, subject=f"Subject of {ref}", html=html, **settings)


def email(ref: str, **settings: Any) -> Email:
    """A step that sends it."""
    given = {
        "key": ref,
        "name": ref,
        "subject": f"Subject of {ref}",
        "preview_text": "",
        "sender": SENDER,
        "status": "live",
    }
    return Email(template=ref, **{**given, **settings})


def wait(days: int, before: str) -> Wait:
    """A wait of whole days, keyed by the message behind it."""
    return Wait(key=f"wait-1@{before}", span=Duration(amount=days, unit="day"))


def joins(ref: str = "newsletter") -> ListUpdate:
    """A step that adds to a list."""
    return ListUpdate(key=f"add-{ref}", list=ref, add=True, status="live")


def flow(*steps: AnyStep, **settings: Any) -> Flow:
    """The flow `welcome`, live, left on an order."""
    given: dict[str, Any] = {
        "ref": "welcome",
        "name": "Welcome",
        "trigger": MetricTrigger(metric="registered"),
        "reentry": Reentry(mode="never"),
        "status": "live",
        "exit_when": BOUGHT,
    }
    return Flow(steps=steps, **{**given, **settings})


def segment(who: Condition = All(of=(GOLD,)), **settings: Any) -> Segment:  # noqa: B008 - frozen
    """The segment `vip`."""
    return Segment(**{"ref": "vip", "name": "VIP", "who": who, **settings})


def workspace(*resources: Any, **settings: Any) -> Workspace:
    """Segments, templates and flows as a workspace."""
    return Workspace(
        project=settings.pop("project", None) or project(),
        segments={one.ref: one for one in resources if isinstance(one, Segment)},
        templates={one.ref: one for one in resources if isinstance(one, EmailTemplate)},
        flows={one.ref: one for one in resources if isinstance(one, Flow)},
        **settings,
    )
