"""`mktctl explain --format json`: the same, for programs."""

from collections.abc import Iterable
from typing import Any, Final

import msgspec

from mktctl.app.explain import Explanation, Line
from mktctl.views.visible import json_page

FORMAT_VERSION: Final = 1


def explain_json(explained: Explanation) -> str:
    """`{"format_version": 1, "path", "where", "description", "forms", "inside": [{"name", "summary", …}], …}`."""
    return _written(msgspec.to_builtins(explained))


def overview_json(lines: Iterable[Line]) -> str:
    """`{"format_version": 1, "inside": […]}`."""
    return _written({"inside": msgspec.to_builtins(tuple(lines))})


def _written(document: dict[str, Any]) -> str:
    return json_page({"format_version": FORMAT_VERSION, **document})
