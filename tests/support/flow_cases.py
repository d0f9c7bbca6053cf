"""Hand-written cases of whole flows; the checks tell what is wrong, as in `wire_cases`."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import msgspec
import yaml

from mktctl.model.flow import Flow
from mktctl.sandbox.reading.flows import read_flow
from mktctl.wire.flows.check import check_flow
from mktctl.wire.flows.decode import decode_flow
from mktctl.wire.flows.encode import encode_flow
from mktctl.wire.ids import Symbolic
from tests.support.flow_walks import Walker, walk_graph, walk_steps
from tests.support.wire_cases import CASES, NOW, SEGMENTS, bare_ref, people, run_of

_FLOW: Final[Mapping[str, Any]] = {
    "ref": "x",
    "name": "X",
    "trigger": {"node": "MetricTrigger", "metric": "registered"},
    "reentry": {"node": "Reentry", "mode": "always"},
}


class FlowCase(msgspec.Struct, frozen=True, kw_only=True):
    """`wire` is the part of the definition that the case is about, `walks` what happens to whom."""

    name: str
    source: str
    flow: Flow
    wire: dict[str, Any]
    walks: dict[str, list[str]] = {}


def flow_cases() -> Iterator[FlowCase]:
    """All of flows.yaml, with what a flow does not say filled in."""
    for row in yaml.safe_load((CASES / "flows.yaml").read_text(encoding="utf-8")):
        filled = {**_FLOW, **row["flow"], "steps": [_filled(step) for step in row["flow"]["steps"]]}
        yield FlowCase(
            name=row["name"],
            source=row["source"],
            flow=msgspec.convert(filled, Flow),
            wire=row["wire"],
            walks=row.get("walks", {}),
        )


def wrong_encoding(case: FlowCase) -> str | None:
    """What we send is not what the case says."""
    definition = encode_flow(case.flow, segments=SEGMENTS, ids=Symbolic())["definition"]
    for key, expected in case.wire.items():
        found = definition[key]
        if key == "actions":
            found = [
                sent if wanted is None or "data" in wanted else {**sent, "data": None}
                for sent, wanted in zip(found, [*expected, *[None] * len(found)], strict=False)
            ]
            found = [{name: part for name, part in one.items() if part is not None} for one in found]
        if found != expected:
            return f"{case.name}: {key} is {found}"
    return None


def wrong_decoding(case: FlowCase) -> str | None:
    """Read and sent again it is another flow."""
    sent = encode_flow(case.flow, segments=SEGMENTS, ids=Symbolic())
    read = decode_flow(sent, Symbolic(), "x")
    again = encode_flow(read, segments={}, ids=Symbolic())
    return None if again == sent else f"{case.name}: read and sent again is {again}"


def wrong_model_walk(case: FlowCase) -> str | None:
    """The steps as written do other things than the case says."""
    return _strayed(case, lambda walker: walk_steps(case.flow, walker), "as written")


def wrong_decoded_walk(case: FlowCase) -> str | None:
    """The steps as read back do other things."""
    read = decode_flow(encode_flow(case.flow, segments=SEGMENTS, ids=Symbolic()), Symbolic(), "x")
    return _strayed(case, lambda walker: walk_steps(read, walker), "as read back")


def wrong_sandbox_walk(case: FlowCase) -> str | None:
    """What we send, as the sandbox reads it, does other things than the case says."""
    read = read_flow(encode_flow(case.flow, segments=SEGMENTS, ids=Symbolic())["definition"], bare_ref)  # type: ignore[arg-type]
    return _strayed(case, lambda walker: walk_graph(read, walker), "as the sandbox reads it")


def wrongly_refused(case: FlowCase) -> str | None:
    """The check has something against it."""
    errors = [one for one in check_flow(case.flow, segments=SEGMENTS) if one.severity == "error"]
    return f"{case.name}: {errors}" if errors else None


FLOW_CHECKS: Final[Mapping[str, Callable[[FlowCase], str | None]]] = {
    "encoding": wrong_encoding,
    "decoding": wrong_decoding,
    "model walk": wrong_model_walk,
    "decoded walk": wrong_decoded_walk,
    "sandbox walk": wrong_sandbox_walk,
    "check": wrongly_refused,
}


def _strayed(case: FlowCase, walk: Callable[[Walker], list[str]], how: str) -> str | None:
    everybody = people()
    for name, expected in case.walks.items():
        person = everybody[name]
        found = walk(Walker(person, run_of(person), NOW, SEGMENTS))
        if found != expected:
            return f"{case.name}: {name} goes {found}, {how}"
    return None


def _filled(step: Mapping[str, Any]) -> dict[str, Any]:
    """A mail says only what the case is about; branches are filled too."""
    filled = dict(step)
    for side in ("then", "otherwise"):
        if side in filled:
            filled[side] = [_filled(one) for one in filled[side]]
    for ways in ("cases", "shares"):
        if ways in filled:
            steps_of = ({**way, "steps": [_filled(one) for one in way["steps"]]} for way in filled[ways])
            filled[ways] = list(steps_of)
    if filled["node"] == "Email":
        ref = filled["template"]
        mail = {"key": ref, "name": f"Mail {ref}", "subject": f"About {ref}", "preview_text": f"More about {ref}"}
        return {**mail, "sender": {"name": "Shop", "email": "shop@example.com"}, "status": "draft", **filled}
    return filled
