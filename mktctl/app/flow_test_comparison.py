"""What was expected beside what came of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import msgspec

from mktctl.engine.flows.effects import Call, Change, Ended, ListChange, Send, Skip
from mktctl.model.flow import PropertyChange
from mktctl.model.flow_test import Called, Case, Expectation, Left, ListIs, MessageSent, ProfileIs, Skipped
from mktctl.model.places import Path
from mktctl.model.profile import Profile
from mktctl.simulation.timeline import Lived, Refused, Story, Unmet


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One line of both timelines. `path` is where the expectation stands; `told`: only for the reader, never wrong."""

    at: datetime
    expected: str = ""
    actual: str = ""
    right: bool = True
    told: bool = False
    path: Path | None = None


class _Seen:
    """One thing that came of it, until an expectation claims it."""

    def __init__(self, lived: Lived, names: Mapping[str, str]) -> None:
        self.at = lived.at
        self.what: Final = lived.what
        self.name = names.get(getattr(lived.what, "node", ""), "")
        self.claimed = False


def compare(case: Case, story: Story, names: Mapping[str, str]) -> tuple[Row, ...]:
    """Both timelines in one, by instant. `names` says what each node is called in a test: its template, or its key."""
    seen = [_Seen(one, names) for one in story.lived if _is_shown(one)]
    rows = [_held_against(expected, seen, story, case) for expected in case.expect]
    rows = [row if row.actual else _beside(row, seen, case) for row in rows]
    rows += [_row(one, case) for one in seen if not one.claimed]
    order = sorted(range(len(rows)), key=lambda index: (rows[index].at, index))
    return tuple(rows[index] for index in order)


def _is_shown(one: Lived) -> bool:
    return isinstance(one.what, Send | Skip | Change | ListChange | Call | Ended | Refused | Unmet)


def _held_against(expected: Expectation, seen: list[_Seen], story: Story, case: Case) -> Row:
    words = expected_words(expected)
    if isinstance(expected, ProfileIs):
        return _profile_row(expected, seen, story, case)
    found = next((one for one in seen if not one.claimed and one.at == expected.at and _fits(expected, one)), None)
    if found is None:
        return Row(at=expected.at, expected=words, right=False, path=expected.path)
    found.claimed = True
    return Row(at=expected.at, expected=words, actual=_words(found), path=expected.path)


def _beside(row: Row, seen: list[_Seen], case: Case) -> Row:
    """What nobody expected at that instant stands beside what did not come: one is most likely meant by the other."""
    if case.partial:
        return row
    other = next((one for one in seen if not one.claimed and one.at == row.at and not _only_told(one)), None)
    if other is None:
        return row
    other.claimed = True
    return msgspec.structs.replace(row, actual=_words(other))


def _only_told(seen: _Seen) -> bool:
    return isinstance(seen.what, Refused | Unmet)


def _profile_row(expected: ProfileIs, seen: list[_Seen], story: Story, case: Case) -> Row:
    """The changes of that instant count as expected; the values are those once all of them are done."""
    person = story.person_at(case.person.id, expected.at) or case.person
    wrong = _differences(expected, person)
    for one in seen:
        one.claimed = one.claimed or (isinstance(one.what, Change) and one.at == expected.at)
    words = expected_words(expected)
    actual = f"profile {_pairs(wrong)}" if wrong else words
    return Row(at=expected.at, expected=words, actual=actual, right=not wrong, path=expected.path)


def _differences(expected: ProfileIs, person: Profile) -> dict[str, Any]:
    held = {name: (value, person.fields.get(name)) for name, value in expected.fields.items()}
    held |= {name: (value, person.properties.get(name)) for name, value in expected.properties.items()}
    return {name: found for name, (wanted, found) in held.items() if wanted != found}


def _fits(expected: Expectation, seen: _Seen) -> bool:
    match expected, seen.what:
        case MessageSent(), Send():
            right = (expected.channel, expected.template) == (seen.what.channel, seen.name)
            return right and expected.variant in (None, seen.what.variant)
        case Skipped(), Skip():
            return expected.what == seen.name and (expected.because is None or expected.because in seen.what.reasons)
        case Left(), Ended():
            return expected.reason == seen.what.reason
        case ListIs(), ListChange():
            return (expected.list, expected.joins) == (seen.what.list, seen.what.add)
        case Called(), Call():
            key = "url" if seen.what.kind == "webhook" else "subject"
            return expected.kind == seen.what.kind and expected.what == seen.what.what.get(key)
        case _:
            return False


def _row(seen: _Seen, case: Case) -> Row:
    """What nobody expected: wrong, unless the case is partial or it is only told."""
    match seen.what:
        case Refused():
            return Row(at=seen.at, actual=_words(seen), told=True)
        case Unmet(path=path):
            return Row(at=seen.at, actual=_words(seen), right=False, path=path)
        case _:
            return Row(at=seen.at, actual=_words(seen), right=case.partial, told=case.partial)


def expected_words(expected: Expectation) -> str:
    """An expectation as one line, in the words of the file."""
    match expected:
        case MessageSent(channel=channel, template=template, variant=variant):
            return f"{channel} {template}" + (f" ({variant})" if variant else "")
        case Skipped(what=what, because=because):
            return f"skipped {what}" + (f": {because}" if because else "")
        case Left(reason=reason):
            return f"exit {reason}"
        case ProfileIs(fields=fields, properties=properties):
            return f"profile {_pairs({**fields, **properties})}"
        case ListIs(list=ref, joins=joins):
            return f"{'joins' if joins else 'leaves'} {ref}"
        case Called(kind=kind, what=what):
            return f"{kind} {what}"


def _words(seen: _Seen) -> str:
    match seen.what:
        case Send(channel=channel, variant=variant, review=review):
            return f"{channel} {seen.name}" + (f" ({variant})" if variant else "") + (" to review" if review else "")
        case Skip(reasons=reasons):
            return f"skipped {seen.name}: {', '.join(reasons)}"
        case Ended(reason=reason):
            return f"exit {reason}"
        case Change(changes=changes):
            return f"profile {', '.join(map(_change, changes))}"
        case ListChange(list=ref, add=add):
            return f"{'joins' if add else 'leaves'} {ref}"
        case Call(kind=kind, what=what):
            return f"{kind} {what.get('url' if kind == 'webhook' else 'subject')}"
        case Refused(checks=checks):
            return f"does not enter: {checks[-1].question}" + (f" ({checks[-1].value})" if checks[-1].value else "")
        case Unmet(kind="not_received", what=what):
            return f"{what} was not received before"
        case Unmet():
            return "nothing waits for that product"
        case _:
            raise AssertionError("what is not shown")


def _change(change: PropertyChange) -> str:
    return f"{change.op} {change.property}" + ("" if change.op == "unset" else f"={change.value}")


def _pairs(values: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={'not set' if value is None else value}" for name, value in values.items())
