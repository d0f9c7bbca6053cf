"""A condition as short words, for the checks that explain a decision. Close to the language, but not to be parsed."""

from mktctl.model.condition import (
    All,
    AnyOf,
    BestChannel,
    Condition,
    Consent,
    DateTest,
    Engaged,
    EventProperty,
    HasEvents,
    HasProperty,
    InList,
    InRegion,
    InSegment,
    Not,
    NotInFlow,
    NotSent,
    Predicted,
    Raw,
    Sample,
    Suppressed,
    Test,
    When,
)


def told(condition: Condition) -> str:
    """One line: `placed_order count is 0 since start and (list newsletter or tier is gold)`."""
    match condition:
        case All(of=parts) | AnyOf(of=parts):
            return _joined(parts, " and " if isinstance(condition, All) else " or ")
        case Not(of=part):
            return f"not ({told(part)})"
        case HasProperty(name=name, test=test) | Predicted(dimension=name, test=test):
            return f"{name} {_tested(test)}"
        case EventProperty(field=field, test=test):
            return f"event: {field} {_tested(test)}"
        case HasEvents():
            where = ", ".join(f"{one.field} {_tested(one.test)}" for one in condition.where)
            which = f" where {where}" if where else ""
            return f"{condition.metric}{which} {condition.measure} {_tested(condition.test)}{_when(condition.window)}"
        case Engaged(channel=channel, window=window):
            return f"engaged with {channel}{_when(window)}"
        case InSegment(segment=ref):
            return f"segment {ref}"
        case InList(list=ref, member=member, joined=joined):
            return f"{'list' if member else 'not on list'} {ref}{'' if joined is None else _when(joined)}"
        case _:
            return _of_others(condition)


def _of_others(condition: Condition) -> str:
    match condition:
        case Consent(channel=channel, status=status, can_receive=can_receive):
            return f"{'can' if can_receive else 'cannot'} receive {channel}, {status.replace('_', ' ')}"
        case Suppressed(channel=channel, because=because):
            return f"suppressed for {channel}{'' if because is None else f', {because}'}"
        case InRegion(region=region, inside=inside):
            return f"{'in' if inside else 'not in'} region {region}"
        case BestChannel(channel=channel, measure=measure, test=test):
            return f"best channel {channel}, {measure} {_tested(test)}"
        case Sample(percent=percent):
            return f"sample {percent}%"
        case NotSent(channel=channel, window=window):
            return f"not sent {channel}{_when(window)}"
        case NotInFlow(window=window):
            return f"not in this flow{_when(window)}"
        case Raw(json=json):
            return f"raw {json.get('type')}"
        case _:
            return type(condition).__name__


def _joined(parts: tuple[Condition, ...], word: str) -> str:
    if not parts:
        return "everybody" if word == " and " else "nobody"
    if len(parts) == 1:
        return told(parts[0])
    return word.join(f"({told(part)})" if _is_joined(part) else told(part) for part in parts)


def _is_joined(condition: Condition) -> bool:
    return isinstance(condition, All | AnyOf) and len(condition.of) > 1


def _tested(test: Test | DateTest) -> str:
    if isinstance(test, DateTest):
        return _when(test.when).strip()
    if test.op == "exists":
        return "is set" if test.value else "is not set"
    value = ", ".join(map(str, test.value)) if isinstance(test.value, tuple) else str(test.value)
    return f"{test.op.replace('_', ' ')} {value}"


def _when(when: When) -> str:
    """With a space in front; nothing for all time."""
    match type(when).__name__, when:
        case "Ever", _:
            return ""
        case "SinceStart", _:
            return " since start"
        case name, _:
            values = " ".join(str(getattr(when, field)) for field in when.__struct_fields__)
            return f" {_WINDOWS.get(name, name)} {values}"


_WINDOWS = {
    "InTheLast": "within",
    "InTheNext": "in the next",
    "MoreThanAgo": "longer ago than",
    "BeforeDate": "before",
    "AfterDate": "after",
    "BetweenDates": "between",
    "BetweenAgo": "ago, between",
    "Anniversary": "anniversary",
    "AnniversaryWithin": "anniversary",
    "CalendarMonth": "month",
}
