"""What happens to one person in a flow, told as short lines: from the model's steps, and from the sandbox's graph.

Two readings that share nothing but the evaluator of conditions; at an instant that does not move, so that what is told
is the flow's shape. A line begins with the minutes since the start, `?` behind a wait whose length depends on the day.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from mktctl.engine.conditions import holds
from mktctl.engine.run_view import RunView
from mktctl.model import flow_graph as graph
from mktctl.model.condition import Condition, Sample
from mktctl.model.flow import (
    Alert,
    AnyStep,
    DateTrigger,
    DateWait,
    Email,
    Exit,
    ExitIf,
    Flow,
    If,
    ListUpdate,
    PropertyChange,
    Push,
    RawStep,
    Sms,
    Split,
    StockWait,
    Switch,
    UpdateProfile,
    Wait,
    Webhook,
    WhatsApp,
)
from mktctl.model.profile import Profile

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = 1440


class Walker:
    """One person on their way; `lines` are what happened."""

    def __init__(self, profile: Profile, run: RunView, now: datetime, segments: Mapping[str, Condition]) -> None:
        self.profile, self.run, self.now, self.segments = profile, run, now, segments
        self.elapsed: int | None = 0
        self.lines: list[str] = []

    def meets(self, condition: Condition | None) -> bool:
        """No condition is met by everybody."""
        if condition is None:
            return True
        return holds(condition, self.profile, now=self.now, run=self.run, segments=self.segments)

    def tell(self, what: str) -> None:
        """One line, at this moment."""
        self.lines.append(f"{'?' if self.elapsed is None else self.elapsed} {what}")

    def wait(self, minutes: int, at: str | None, weekdays: Sequence[str], zone: str) -> None:
        """A plain wait moves the clock; a calendar one is told."""
        if not at and not weekdays:
            self.elapsed = None if self.elapsed is None else self.elapsed + minutes
            return
        days, rest = divmod(minutes, DAY)
        length = f"{minutes} minutes" if rest else f"{days} day{'' if days == 1 else 's'}"
        until = f" until {at}" if at else ""
        self.tell(" ".join([f"{length}{until}", *weekdays, zone]))
        self.elapsed = None

    def until(self, what: str, at: str | None, weekdays: Sequence[str], zone: str) -> None:
        """A wait whose length only the day or the stock knows."""
        calendar = [at, *weekdays, zone] if at or weekdays else []
        self.tell(" ".join([what, *(word for word in calendar if word)]))
        self.elapsed = None

    def change(self, changes: Sequence[PropertyChange]) -> None:
        """Each operation on the profile."""
        for one in changes:
            self.tell(f"{one.op} {one.property} {one.value}")


def walk_steps(flow: Flow, walker: Walker) -> list[str]:
    """From the model: the steps as written."""
    match flow.trigger:
        case DateTrigger(at=at, weekdays=weekdays, zone=zone):
            walker.until("date", at, [day for day in WEEK if day in weekdays], _zone(zone))
            walker.elapsed = 0
    _steps(flow.steps, flow, walker)
    return walker.lines


def _steps(steps: Sequence[AnyStep], flow: Flow, walker: Walker) -> bool:
    """Whether the person is still there behind the steps."""
    return all(_step(step, flow, walker) for step in steps)


def _step(step: AnyStep, flow: Flow, walker: Walker) -> bool:
    let_on = walker.meets(flow.only_if) and not (flow.exit_when is not None and walker.meets(flow.exit_when))
    match step:
        case Exit():
            return False
        case ExitIf(condition=condition):
            return not walker.meets(condition)
        case If() | Switch() | Split():
            return _steps(_way_on(step, walker), flow, walker)
        case Wait() | StockWait() | DateWait():
            _wait(step, walker)
        case Email() | Sms() | Push() | WhatsApp():
            sent = let_on and walker.meets(step.only_if)
            walker.tell(f"{_MESSAGES[type(step)]} {_content(step)}" if sent else f"skipped {_content(step)}")
        case Webhook():
            walker.tell(f"{'webhook' if let_on else 'skipped'} {step.url}")
        case Alert():
            walker.tell(f"{'alert' if let_on else 'skipped'} {step.subject} to {', '.join(step.to)}")
        case UpdateProfile() if let_on:
            walker.change(step.changes)
        case ListUpdate() if let_on:
            walker.tell(f"{'add to' if step.add else 'remove from'} {step.list}")
        case RawStep(json=json):
            walker.tell(f"raw {json['type']}")
    return True


_MESSAGES = {Email: "email", Sms: "sms", Push: "push", WhatsApp: "whatsapp"}


def _way_on(step: If | Switch | Split, walker: Walker) -> Sequence[AnyStep]:
    match step:
        case If():
            return step.then if walker.meets(step.condition) else step.otherwise
        case Switch():
            met = (one.steps for one in step.cases if walker.meets(one.condition))
            return next(met, step.otherwise)
        case Split():
            left = 100.0
            for share in step.shares[:-1]:  # each draw is about those whom the draws before have left (P30)
                percent = round(100 * share.percent / left)
                if walker.meets(Sample(percent=percent)):
                    return share.steps
                left -= left * percent / 100
            return step.shares[-1].steps


def _wait(step: Wait | StockWait | DateWait, walker: Walker) -> None:
    match step:
        case Wait():
            minutes = step.span.total_minutes
            if step.from_start:
                assert walker.elapsed is not None, "refused by check_flow"
                minutes -= walker.elapsed
            walker.wait(minutes, step.at, [day for day in WEEK if day in step.weekdays], _zone(step.zone))
        case DateWait():
            weekdays = [day for day in WEEK if day in step.weekdays]
            walker.until(f"{step.before} before the date", step.at, weekdays, _zone(step.zone))
        case StockWait():
            walker.until("back in stock", None, (), "")


def _zone(zone: str) -> str:
    return "profile" if zone == "recipient" else zone


def _content(step: Email | Sms | Push | WhatsApp) -> str:
    """A mail's template, the text of the others; of a test every version with its share."""
    if isinstance(step, Email | Sms) and step.ab_test is not None:
        test = step.ab_test
        told = [
            f"{share} {one.name} {_version(one.template, one.subject) if one.content is None else one.content.body}"
            for one, share in zip(test.variants, test.shares, strict=True)
        ]
        return f"{step.name}: {', '.join(told)}"
    match step:
        case Email():
            return step.template
        case Sms() | Push():
            return step.content.body
        case WhatsApp():
            return step.vendor_id


def _version(template: str, subject: str) -> str:
    return f"{template} {subject}"


def walk_graph(flow: graph.FlowGraph, walker: Walker) -> list[str]:
    """From the sandbox's reading of the definition."""
    for node in _way(flow, flow.first, walker):
        _node(node, walker, let_on=walker.meets(flow.filter))
    return walker.lines


def _node(node: graph.AnyNode, walker: Walker, *, let_on: bool) -> None:
    match node:
        case graph.DelayNode() | graph.TargetDateNode() | graph.BackInStockNode():
            _delay(node, walker)
        case graph.EmailNode() | graph.TextNode():
            sent = let_on and walker.meets(node.only_if)
            walker.tell(f"{_channel(node) if sent else 'skipped'} {_text_of(node)}")
        case graph.ExperimentNode(main=main):
            sent = let_on and walker.meets(main.only_if)
            walker.tell(f"{_channel(main) if sent else 'skipped'} {_test_of(node)}")
        case graph.WebhookNode():
            walker.tell(f"{'webhook' if let_on else 'skipped'} {node.url}")
        case graph.AlertNode():
            walker.tell(f"{'alert' if let_on else 'skipped'} {node.subject} to {', '.join(node.to)}")
        case graph.UpdateProfileNode() if let_on:
            walker.change(node.changes)
        case graph.ListUpdateNode() if let_on:
            walker.tell(f"{'add to' if node.add else 'remove from'} {node.list}")
        case graph.OpaqueNode():
            walker.tell(f"raw {node.type}")


def _delay(node: graph.DelayNode | graph.TargetDateNode | graph.BackInStockNode, walker: Walker) -> None:
    match node:
        case graph.DelayNode(counts_down=True):
            walker.until(f"{node.span} before the date", node.at and node.at[:5], node.weekdays, node.zone)
        case graph.DelayNode():
            walker.wait(node.span.total_minutes, node.at and node.at[:5], node.weekdays, node.zone)
        case graph.TargetDateNode():
            walker.until("date", node.at and node.at[:5], node.weekdays, node.zone)
            walker.elapsed = 0
        case graph.BackInStockNode():
            walker.until("back in stock", None, (), "")


def _channel(node: graph.EmailNode | graph.TextNode) -> str:
    return "email" if isinstance(node, graph.EmailNode) else node.channel


def _text_of(node: graph.EmailNode | graph.TextNode) -> str | None:
    if isinstance(node, graph.EmailNode):
        return node.template
    return str(node.settings["vendor_id"]) if node.channel == "whatsapp" else node.body


def _test_of(node: graph.ExperimentNode) -> str:
    told = [
        f"{round(100 * node.shares[one.id])} {one.name} "
        + (_version(one.template or "", one.subject) if isinstance(one, graph.EmailNode) else one.body)
        for one in node.variations
    ]
    return f"{node.main.name}: {', '.join(told)}"


def _way(flow: graph.FlowGraph, at: str | None, walker: Walker) -> Iterator[graph.AnyNode]:
    for _ in range(len(flow.nodes) + 1):
        if at is None:
            return
        node = flow.nodes[at]
        yield node
        match node:
            case graph.SplitNode():
                at = node.if_true if walker.meets(node.condition) else node.if_false
            case graph.BranchesNode():
                at = next(one.next for one in node.branches if walker.meets(one.condition))
            case _:
                at = node.next
    raise AssertionError("a way that does not end")
