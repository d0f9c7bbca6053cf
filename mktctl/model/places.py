"""Where the parts of a resource stand in its file."""

from mktctl.diagnostics import Place

Places = dict[tuple[str | int, ...], Place]
"""Path into the YAML document (`("steps", 2, "wait")`) to its place; `()` is the resource itself."""
