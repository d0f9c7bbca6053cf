"""Where the project is: the nearest folder, upwards, that holds `mktctl.yaml`."""

from pathlib import Path
from typing import Final

from mktctl.diagnostics import UsageError

PROJECT_FILE: Final = "mktctl.yaml"


_HINT: Final = (
    "Go to the project's folder, or name it: --project DIR.  "
    "To begin one, save the example of  mktctl explain project  as mktctl.yaml"
)


def find_root(start: Path, *, upwards: bool = True) -> Path:
    """`start` or the nearest folder above it with a `mktctl.yaml`; raises UsageError when there is none.

    Without `upwards` only `start` itself counts: a folder that was named is meant.
    """
    here = start.resolve()
    for folder in (here, *here.parents) if upwards else (here,):
        if (folder / PROJECT_FILE).is_file():
            return folder
    where = f"{start} or any folder above it" if upwards else str(start)
    raise UsageError(f"no {PROJECT_FILE} in {where}", hint=_HINT)
