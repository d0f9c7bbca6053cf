"""docs/diagnostics.md is the catalogue, and the catalogue is what the program says."""

import re
from pathlib import Path

import pytest
import yaml

from mktctl.model.codes import FAMILIES, catalogue
from mktctl.views.diagnostics_markdown import diagnostics_markdown
from tests.support.source_tree import ROOT, modules

PAGE = ROOT / "docs/diagnostics.md"
_CODE = re.compile(r'"([A-Z]{3}[0-9]{3})"')


def test_the_page_is_fresh(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update-docs", default=False):
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(diagnostics_markdown(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == diagnostics_markdown(), "docs/diagnostics.md is stale: make docs"


def test_every_code_that_is_used_is_explained_and_the_other_way_round() -> None:
    used = {
        code
        for module in modules(ROOT, "mktctl")
        if not Path(module.path).name.startswith("codes")
        for code in _CODE.findall(module.text)
    }
    assert used == set(catalogue())


def test_every_family_has_codes_and_every_code_a_family() -> None:
    assert {code[:3] for code in catalogue()} == set(FAMILIES)


@pytest.mark.parametrize("name", catalogue())
def test_an_explanation_is_whole(name: str) -> None:
    code = catalogue()[name]
    assert code.title[0].isupper() or code.title.startswith(("exit", "all:", "count", "where:", "raw:"))
    assert not code.title.endswith(".")
    assert code.explanation.endswith((".", "?", "`"))
    if code.example:
        yaml.safe_load(code.example)
