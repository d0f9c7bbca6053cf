"""YAML written in a test, read as the kinds read it."""

from mktctl.diagnostics import Severity
from mktctl.kinds.conditions.read import read_condition
from mktctl.kinds.conditions.scope import Scope
from mktctl.kinds.flow import parse_flow
from mktctl.kinds.names import Names
from mktctl.kinds.project import parse_project
from mktctl.kinds.report import Report
from mktctl.kinds.segment import parse_segment
from mktctl.model.condition import Condition, Ever
from mktctl.model.flow import Flow
from mktctl.model.places import Problem
from mktctl.model.project import Project
from mktctl.model.segment import Segment
from mktctl.model.template import EmailTemplate, PushTemplate, Sender, SmsTemplate, Template, WhatsAppTemplate
from mktctl.workspace.document import Document

PROJECT = """
mktctl: 1
brand: {name: Shop, sender: {name: Shop, email: hello@shop.example}}
store: {timezone: Europe/Paris}
properties:
  tier: {type: text, values: [silver, gold]}
  points: number
  birthday: date
  interests: list
  subscriber: boolean
  country: text
metrics:
  registered: {name: Registered}
  cart_abandoned: {name: Cart Abandoned, properties: {$value: number, Coupon: text, Categories: list, Gift: boolean}}
lists: {newsletter: {name: Newsletter}}
"""


def document(text: str) -> Document:
    made = Document("new.yaml", text)
    assert made.mistakes == ()
    return made


def project(text: str = PROJECT) -> Project:
    made, problems = parse_project(document(text))
    assert [one for one in problems if one.severity is Severity.ERROR] == []
    return made


def template(ref: str, **fields: object) -> EmailTemplate:
    given: dict[str, object] = {"name": ref.title(), "subject": f"About {ref}", "html": "<p>x</p>", **fields}
    return EmailTemplate(ref=ref, **given)  # type: ignore[arg-type]


SENDER = Sender(name="Anna", email="anna@shop.example")


TEXT = SmsTemplate(ref="text", name="Text", body="Hello")
SHORT_TEXT = SmsTemplate(ref="short-text", name="Short text", body="Hi")
PUSHED = PushTemplate(ref="pushed", name="Pushed", body="Hello")
NEWS = WhatsAppTemplate(ref="news", name="News", vendor_id="news_1")


def names() -> Names:
    mails = {ref: template(ref) for ref in ("a", "b", "c", "d")} | {"from-anna": template("from-anna", sender=SENDER)}
    others: dict[str, Template | None] = {one.ref: one for one in (TEXT, SHORT_TEXT, PUSHED, NEWS)}
    return Names(project=project(), segments=frozenset({"vip"}), templates={**mails, **others, "broken": None})


def condition(text: str) -> tuple[Condition, list[Problem]]:
    """As in a segment."""
    report = Report(document(f"who: {text}\n"))
    scope = Scope(names=names(), report=report, read=read_condition, default_window=Ever(), in_flow=False)
    value = report.source.data
    assert isinstance(value, dict)
    return read_condition(value["who"], ("who",), scope), report.problems


def segment(text: str) -> tuple[Segment | None, list[Problem]]:
    return parse_segment(document(text), "new", names())


def flow(text: str, *, head: str = "trigger: {metric: cart_abandoned}\nreentry: never\n") -> Flow:
    made, problems = parse_flow(document(f"name: New\n{head}{text}"), "new", names())
    assert problems == []
    assert made is not None
    return made
