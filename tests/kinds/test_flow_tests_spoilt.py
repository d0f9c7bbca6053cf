"""No file of tests, however wrong, ends in an exception; what is taken, the schema takes as well."""

import copy

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from mktctl.app.flow_test_files import SCHEMA
from mktctl.app.load import load_workspace
from mktctl.app.schema_verdict import takes
from mktctl.kinds.flow_tests.flow_test import parse_flow_test
from mktctl.kinds.names import Names
from mktctl.workspace.document import Document
from tests.schemas.spoiling import spoilt
from tests.schemas.validators import read
from tests.support.source_tree import ROOT

WORKSPACE = load_workspace(ROOT).workspace
assert WORKSPACE is not None
FLOWS = WORKSPACE.flows
NAMES = Names(
    project=WORKSPACE.project,
    segments=frozenset(WORKSPACE.segments),
    templates={**WORKSPACE.templates, **WORKSPACE.messages},
)
RIGHT = [read(path) for path in sorted((ROOT / "tests/flows").glob("*.test.yaml"))]


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_spoilt_file_yields_problems(data: st.DataObject) -> None:
    changed = spoilt(copy.deepcopy(data.draw(st.sampled_from(RIGHT))), data)
    text = yaml.safe_dump(changed, allow_unicode=True, sort_keys=False)
    document = Document("new.test.yaml", text)
    if document.mistakes:
        return
    test, problems = parse_flow_test(document, NAMES, FLOWS)
    if not problems:
        assert test is not None
        assert takes(SCHEMA, document.data), text
    for one in problems:
        assert one.message
        assert document.get(one.path) is not None or one.path, one
