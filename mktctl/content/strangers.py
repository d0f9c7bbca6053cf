"""Names in `{{ … }}` that the platform does not know and that are surely meant otherwise: they would print nothing.

What is merely unknown is left alone: the platform's own list of names is not published.
"""

import difflib
import re
from collections.abc import Iterator
from typing import Final

from mktctl.content.dialect import Finding, expressions
from mktctl.content.fallbacks import PROFILE_FIELDS
from mktctl.content.tags import Tag, live_tags
from mktctl.diagnostics import Severity

BUILD_STEP: Final = frozenset({"brand", "store", "set", "coupon", "coupons", "products"})
PLATFORM: Final = PROFILE_FIELDS | {"person", "event", "organization", "feeds", "email", "catalog_item"}
_NEAR: Final = 0.8
_BOUND: Final = re.compile(r"\bfor\s+(\w+)(?:\s*,\s*(\w+))*\s+in\b|(\w+)=|\bas\s+(\w+)")
_MERGE_TAG: Final = re.compile(r"\*\|[A-Z_:0-9]+\|\*|%%[A-Za-z_]+%%")
"""Mailchimp's and Salesforce's marks."""


def strangers(text: str) -> Iterator[Finding]:
    """Each such name, with what is meant; and the marks of other mail programs."""
    tags = live_tags(text)
    bound = {name for tag in tags if tag.kind == "block" for found in _BOUND.findall(tag.body) for name in found}
    for tag in tags:
        for expression in expressions(tag) if tag.kind == "variable" else ():
            root = expression.value.partition(".")[0]
            if root in PLATFORM or root in bound or expression.wrong or not root.isidentifier():
                continue
            if hint := _meant(root, expression.value):
                yield _finding(tag, f"the platform knows no {root}: it would print nothing", hint)
    for mark in _MERGE_TAG.finditer(text) if "*|" in text or "%%" in text else ():
        yield Finding(
            code="TPL128", message=f"{mark[0]} is a mark of another mail program and would be sent as it stands",
            offset=mark.start(), written=mark[0], hint="Write {{ person.first_name|default:'there' }}",
            severity=Severity.WARNING,
        )  # fmt: skip


def _meant(root: str, value: str) -> str:
    if root in BUILD_STEP:
        return f"The build step knows it: [[ {value} ]]"
    folded = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", root).lower()
    near = [folded] if folded in PLATFORM else difflib.get_close_matches(folded, sorted(PLATFORM), n=1, cutoff=_NEAR)
    return f"Did you mean {near[0]}?" if near else ""


def _finding(tag: Tag, message: str, hint: str) -> Finding:
    return Finding(
        code="TPL128", message=message, offset=tag.start, written=tag.source, hint=hint, severity=Severity.WARNING
    )
