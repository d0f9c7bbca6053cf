"""`mktctl graph`: every reference of the programme, once, and what a resource reaches."""

import json
import re

import pytest

from mktctl.app.graph import graph
from mktctl.diagnostics import UsageError
from mktctl.model.address import Address
from mktctl.model.workspace import Workspace
from mktctl.planning.references import STARTED_BY, references
from mktctl.views.graph_files import graph_dot, graph_json, graph_mermaid
from mktctl.views.graph_text import graph_text
from tests.support.workspaces import email, flow, joins, segment, template, workspace


def small() -> Workspace:
    return workspace(flow(email("hello"), joins()), segment(), template("hello"), template("unused"))


def test_each_reference_has_its_role() -> None:
    found = {(str(one.source), one.role, str(one.target)) for one in references(small())}
    assert ("flow/welcome", STARTED_BY, "metric/registered") in found
    assert ("flow/welcome", "sends", "template/hello") in found
    assert ("flow/welcome", "changes", "list/newsletter") in found


def test_a_focus_keeps_its_neighbours_both_ways_and_nothing_else() -> None:
    found = graph(small(), Address(kind="template", ref="hello"))
    assert [str(one.address) for one in found.resources] == ["flow/welcome", "template/hello"]


def test_an_unknown_resource_is_a_usage_error_that_names_the_nearest() -> None:
    with pytest.raises(UsageError) as caught:
        graph(small(), Address(kind="flow", ref="welcom"))
    assert caught.value.hint == "Did you mean flow/welcome?"


def test_the_text_names_what_nobody_names() -> None:
    text = graph_text(graph(small()), width=100, colour=False)
    assert "Named by nobody: segment/vip, template/unused" in text
    assert text.endswith("references.\n")


def test_other_programs_read_the_same_references() -> None:
    found = graph(small())
    document = json.loads(graph_json(found))
    assert document["format_version"] == 1
    assert len(document["references"]) == len(found.references)
    assert len(re.findall(r"-->\|", graph_mermaid(found))) == len(found.references)
    assert graph_dot(found).count(" -> ") == len(found.references)
