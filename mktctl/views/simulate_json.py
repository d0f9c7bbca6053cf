"""`mktctl simulate` for programs."""

from typing import Any, Final

from mktctl.app.simulate import Happened, Simulated
from mktctl.engine.flows.effects import Check, Ended, Send, Skip
from mktctl.simulation.timeline import Lived
from mktctl.views.flow_test_moments import on_the_clock, since_start
from mktctl.views.simulate_words import checks_of, words
from mktctl.views.visible import json_page

FORMAT_VERSION: Final = 1


def simulate_json(simulated: Simulated, *, why: bool) -> str:
    """One object: `format_version`, who and what, `taken`, `waits`, and `timeline`; with `why` each line's `checks`."""
    document = {
        "format_version": FORMAT_VERSION,
        "flow": simulated.flow,
        "persona": simulated.persona,
        "start": simulated.start.isoformat(),
        "zone": simulated.zone,
        "taken": list(simulated.taken),
        "waits": simulated.waits,
        "timeline": [_line(one, simulated, why) for one in simulated.told],
    }
    return json_page(document)


def _line(one: Happened | Lived, simulated: Simulated, why: bool) -> dict[str, Any]:
    line: dict[str, Any] = {
        "at": one.at.isoformat(),
        "since_start": since_start(one.at, simulated.start),
        "clock": on_the_clock(one.at, simulated.zone),
        "what": "happened" if isinstance(one, Happened) else type(one.what).__name__.lower(),
        "words": words(one, simulated),
    }
    if isinstance(one, Lived):
        line |= _facts(one, simulated)
    if why:
        line["checks"] = [_check(check) for check in checks_of(one)]
    return line


def _facts(one: Lived, simulated: Simulated) -> dict[str, Any]:
    match one.what:
        case Send(channel=channel, variant=variant, review=review, node=node):
            name = simulated.names.get(node, node)
            return {"channel": channel, "step": name, "variant": variant or None, "review": review}
        case Skip(channel=channel, reasons=reasons, node=node):
            return {"channel": channel, "step": simulated.names.get(node, node), "reasons": list(reasons)}
        case Ended(reason=reason):
            return {"reason": reason}
        case _:
            return {}


def _check(check: Check) -> dict[str, Any]:
    turns_at = None if check.turns_at is None else check.turns_at.isoformat()
    return {"question": check.question, "passed": check.passed, "value": check.value, "turns_at": turns_at}
