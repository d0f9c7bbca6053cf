"""Every code of a finding: stable for ever, explained once, shown in `docs/diagnostics.md`."""

from collections.abc import Mapping
from typing import Final

import msgspec

from mktctl.model.codes_across import ACROSS_CODES
from mktctl.model.codes_campaigns import CAMPAIGN_CODES
from mktctl.model.codes_conditions import CONDITION_CODES
from mktctl.model.codes_files import FILE_CODES, PROJECT_CODES
from mktctl.model.codes_flows import AB_TEST_CODES, FLOW_CODES, SEGMENT_CODES
from mktctl.model.codes_keys import KEY_CODES, REF_CODES
from mktctl.model.codes_plan import PLAN_CODES
from mktctl.model.codes_template import TEMPLATE_CODES
from mktctl.model.codes_tests import TEST_CODES
from mktctl.model.codes_wire import WIRE_CODES

FAMILIES: Final[Mapping[str, str]] = {
    "YML": "The text of a YAML file",
    "PRJ": "The project file, folders and files",
    "KEY": "Keys and values, wherever they stand",
    "REF": "References and names",
    "SEG": "Segments",
    "TPL": "Templates",
    "FLW": "Flows and their steps",
    "WAI": "Waits",
    "CMP": "Campaigns",
    "ABT": "A/B tests",
    "CND": "Conditions",
    "PLN": "The plan",
    "TST": "Tests of flows",
}
"""What the three letters in front mean, in the order of the document."""


class Code(msgspec.Struct, frozen=True, kw_only=True):
    """A title, what it means in Markdown, and how it is written rightly; `example` is YAML, empty where none helps."""

    title: str
    explanation: str
    example: str = ""


def catalogue() -> dict[str, Code]:
    """Every code, by family and number."""
    entries: dict[str, tuple[str, ...]] = {}
    for part in (
        FILE_CODES, PROJECT_CODES, KEY_CODES, REF_CODES, SEGMENT_CODES, TEMPLATE_CODES, FLOW_CODES, CONDITION_CODES,
        ACROSS_CODES, WIRE_CODES, PLAN_CODES, AB_TEST_CODES, CAMPAIGN_CODES,
        TEST_CODES,
    ):  # fmt: skip
        assert not entries.keys() & part.keys(), "a code is explained twice"
        entries |= part
    order = list(FAMILIES)
    return {
        code: Code(title=entry[0], explanation=entry[1], example=entry[2] if len(entry) > 2 else "")
        for code, entry in sorted(entries.items(), key=lambda item: (order.index(item[0][:3]), item[0]))
    }
