"""Drawing a flow in the sandbox's pages: what on Klaviyo a person does in the browser, without a server."""

from typing import Any

from mktctl.sandbox.errors import SandboxError
from mktctl.sandbox.flows.checking import check_definition, check_mentions
from mktctl.sandbox.flows.creating import create_flow
from mktctl.sandbox.flows.definition_shapes import DEFINITION
from mktctl.sandbox.jsonapi.shapes import Findings, check
from mktctl.sandbox.options import Switches
from mktctl.sandbox.store import Store


def draw_flow(store: Store, switches: Switches, name: str, definition: dict[str, Any]) -> str:
    """The id of a new draft; the rules are the API's, but that Back in Stock may start it. Raises SandboxError."""
    with store.transaction():
        findings = Findings()
        check(DEFINITION, definition, "", findings)
        check_definition(store, switches, definition, "", findings, in_browser=True)
        check_mentions(store, findings)
        if findings.problems:
            first = findings.problems[0]
            raise SandboxError(f"the flow cannot be drawn: {first.detail} ({first.pointer})")
        return create_flow(store, name, definition)
