"""What we call exists in the official SDK, and what we send passes through its models without loss."""

import ast
import functools
import importlib.resources
import re
from pathlib import Path
from typing import Any

import klaviyo_api
import pytest

from mktctl.model.operations import REVISION, operations
from tests.klaviyo.bodies_sent import BODIES

PACKAGE = Path(__file__).resolve().parents[2] / "mktctl"

# How the generated functions of the SDK name the request and the type of its body.
_REQUEST = re.compile(
    r"def _(?P<name>\w+)_serialize\(.*?method='(?P<method>[A-Z]+)',\s*resource_path='(?P<path>[^']+)'", re.DOTALL
)
_BODY_TYPE = r"    def {name}\(\s*self,(?P<parameters>.*?)\) ->"
_QUERY_CLASS = re.compile(r"\w+_(?:query|op)\w*: (?:Annotated\[)?(?P<type>\w+)")


@functools.cache
def _sdk_group(group: str) -> str:
    return importlib.resources.files("openapi_client.api").joinpath(f"{group}_api.py").read_text()


@functools.cache
def _sdk_requests(group: str) -> dict[str, tuple[str, str]]:
    return {found["name"]: (found["method"], found["path"]) for found in _REQUEST.finditer(_sdk_group(group))}


def _called() -> set[str]:
    """Every operation name that stands in the client's code."""
    named: set[str] = set()
    for file in (PACKAGE / "klaviyo").glob("*.py"):
        tree = ast.parse(file.read_text())
        named |= {
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
    return named & operations().keys()


def test_the_client_calls_what_this_test_thinks_it_calls() -> None:
    assert {"get_accounts", "create_flow", "update_flow_action", "get_template_for_flow_message"} <= _called()
    assert len(_called()) >= 35


@pytest.mark.parametrize("name", sorted(_called()))
def test_what_we_call_exists_in_the_sdk_with_that_method_and_path(name: str) -> None:
    row = operations()[name]
    assert _sdk_requests(row.group)[name] == (row.method, row.path)


def test_every_row_of_our_table_is_the_sdk_s() -> None:
    rows = {row.name: (row.method, row.path) for row in operations().values()}
    sdk: dict[str, tuple[str, str]] = {}
    for group in {row.group for row in operations().values()}:
        sdk |= _sdk_requests(group)
    assert {name: sdk.get(name) for name in rows} == rows


def test_the_sdk_speaks_the_revision_of_our_table() -> None:
    front = klaviyo_api.KlaviyoAPI("pk_x")
    assert front.api_client.default_headers["revision"] == REVISION


def test_every_operation_that_sends_a_body_has_a_sample() -> None:
    with_body = {name for name in _called() if operations()[name].method in ("POST", "PATCH")}
    with_body |= {"remove_tag_from_flows"}
    assert with_body <= BODIES.keys()


SAMPLES = [(name, body) for name, bodies in BODIES.items() for body in bodies]
# What the models add of their own accord: their documented defaults, which the platform assumes as well.
ADDED_BY_THE_SDK = {"is_starred": False, "backfill": False, "allow_live_action": False}


@pytest.mark.parametrize(("name", "body"), SAMPLES, ids=[f"{name}{n}" for n, (name, _) in enumerate(SAMPLES)])
def test_the_sdk_s_models_take_what_we_send_and_lose_nothing(name: str, body: dict[str, Any]) -> None:
    passed = klaviyo_api.KlaviyoAPI("pk_x").api_client.sanitize_for_serialization(_model(name).model_validate(body))
    assert _without_defaults(passed, body) == body


def _model(name: str) -> Any:
    group = operations()[name].group
    signature = re.search(_BODY_TYPE.format(name=name), _sdk_group(group), re.DOTALL)
    assert signature is not None
    found = _QUERY_CLASS.search(signature["parameters"])
    assert found is not None, f"{name}: no type of body found"
    return getattr(importlib.import_module("openapi_client.models"), found["type"])


def _without_defaults(passed: Any, sent: Any) -> Any:
    """`passed` without the defaults that the model added where `sent` says nothing."""
    if isinstance(passed, dict) and isinstance(sent, dict):
        return {
            key: _without_defaults(value, sent.get(key))
            for key, value in passed.items()
            if key in sent or ADDED_BY_THE_SDK.get(key, ...) != value
        }
    if isinstance(passed, list) and isinstance(sent, list) and len(passed) == len(sent):
        return [_without_defaults(one, other) for one, other in zip(passed, sent, strict=True)]
    return passed
