"""`pytest --mktctl`: the tests of flows, `tests/flows/*.test.yaml`, in any run of pytest, with its usual reports.

Registered with the package. Without the option nothing is collected, and nothing but this file is loaded.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from mktctl.app.flow_test_files import CaseFiles
    from mktctl.app.flow_testing import CasePlayed, FlowsTested
    from mktctl.model.workspace import Workspace

    Loaded = tuple[Workspace, CaseFiles]

_LOADED: "Final[pytest.StashKey[dict[Path, Loaded]]]" = pytest.StashKey()
_SUFFIX: Final = ".test.yaml"
_WIDTH: Final = 100


class FlowCaseFailed(Exception):  # noqa: N818 - the name says what happened
    """What came is not what was expected; the message is the page that `mktctl test` would show."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """The option that turns it on."""
    group = parser.getgroup("mktctl")
    group.addoption("--mktctl", action="store_true", help="collect the tests of flows, tests/flows/*.test.yaml")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A file of tests inside a project of mktctl."""
    if not parent.config.getoption("--mktctl") or not file_path.name.endswith(_SUFFIX):
        return None
    return FlowTestFile.from_parent(parent, path=file_path)


class FlowTestFile(pytest.File):
    """One file. Raises what `mktctl test` would say when it, or the project, has mistakes."""

    def collect(self) -> Iterator[pytest.Item]:
        """Each case; the file is played once, when it is collected."""
        tested = _tested(self.path, self.config.stash.setdefault(_LOADED, {}))
        for case in tested.cases:
            yield FlowCase.from_parent(self, name=case.name, case=case, zone=tested.zone)


class FlowCase(pytest.Item):
    """One case, which was played already."""

    def __init__(self, *, case: "CasePlayed", zone: str, **rest: Any) -> None:
        super().__init__(**rest)
        self.case = case
        self.zone = zone

    def runtest(self) -> None:
        """Fails with both timelines side by side."""
        from mktctl.app.flow_testing import FlowsTested
        from mktctl.views.flow_test_text import flow_test_text

        if not self.case.passed:
            alone = FlowsTested(cases=(self.case,), coverage=(), zone=self.zone)
            raise FlowCaseFailed(flow_test_text(alone, width=_WIDTH, colour=False))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The page alone: a traceback through the plugin helps nobody."""
        if isinstance(excinfo.value, FlowCaseFailed):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the case is written."""
        return self.path, self.case.place.line - 1, f"{self.case.flow}: {self.name}"


def _tested(file: Path, loaded: "dict[Path, Loaded]") -> "FlowsTested":
    """`loaded` keeps each project for the whole run: its files are read once, however many of its tests there are."""
    from mktctl.app.flow_testing import run_flow_tests
    from mktctl.app.validate import relative_paths
    from mktctl.workspace.root import find_root

    root = find_root(file.parent, upwards=True)
    if root not in loaded:
        loaded[root] = _read(root)
    workspace, found = loaded[root]
    return run_flow_tests(workspace, found.files, relative_paths(root, (file,)))


def _read(root: Path) -> "Loaded":
    from mktctl.app.flow_test_files import read_flow_tests
    from mktctl.app.load import load_workspace
    from mktctl.diagnostics import has_errors
    from mktctl.views.diagnostics_text import diagnostics_text

    loaded = load_workspace(root)
    if loaded.workspace is None:
        shown = diagnostics_text(loaded.diagnostics, files=loaded.files, width=_WIDTH, colour=False)
        raise pytest.Collector.CollectError(shown)
    found = read_flow_tests(root, loaded.workspace)
    if has_errors(found.diagnostics):
        shown = diagnostics_text(found.diagnostics, files=found.read, width=_WIDTH, colour=False)
        raise pytest.Collector.CollectError(shown)
    return loaded.workspace, found
