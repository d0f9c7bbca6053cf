"""VS Code's settings of a project: which schema describes which files. Nothing that is there is ever lost."""

import re
from typing import Any, Final

import msgspec

SETTING: Final = "yaml.schemas"
ASSOCIATIONS: Final[dict[str, list[str]]] = {
    ".mktctl/schemas/project.schema.json": ["mktctl.yaml"],
    ".mktctl/schemas/segment.schema.json": ["segments/**/*.yaml"],
    ".mktctl/schemas/template.schema.json": ["templates/**/*.yaml"],
    ".mktctl/schemas/flow.schema.json": ["flows/**/*.yaml", "!tests/flows/**"],
    ".mktctl/schemas/campaign.schema.json": ["campaigns/**/*.yaml"],
    ".mktctl/schemas/flow_test.schema.json": ["tests/flows/**/*.test.yaml"],
}
"""Schema to globs. The tests of flows lie in `tests/flows/` and are no flows."""

_COMMENT_OR_TEXT: Final = re.compile(r'("(?:[^"\\]|\\.)*")|//[^\n]*|/\*.*?\*/', re.DOTALL)
_TRAILING_COMMA: Final = re.compile(r'("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])', re.DOTALL)
_INDENT: Final = re.compile(r"\n([ \t]+)\"")


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """The text to write; or None, and in `to_add` what people have to add by hand."""

    text: str | None = None
    to_add: str = ""


def merged(before: str | None) -> Settings:
    """The settings with our associations. A file with comments cannot be written back without losing them."""
    if before is None or not before.strip():
        return Settings(text=_written({SETTING: ASSOCIATIONS}, "  "))
    plain = _parsed(before)
    tolerant = plain if plain is not None else _parsed(_without_comments(before))
    if tolerant is not None and _has_all(tolerant):
        return Settings(text=before)
    if plain is None or not isinstance(plain.get(SETTING, {}), dict):
        return Settings(to_add=_written({SETTING: ASSOCIATIONS}, "  "))
    indent = _INDENT.search(before)
    ours = {**plain.get(SETTING, {}), **ASSOCIATIONS}
    return Settings(text=_written({**plain, SETTING: ours}, indent[1] if indent else "  "))


def _has_all(settings: dict[str, Any]) -> bool:
    there = settings.get(SETTING)
    return isinstance(there, dict) and all(there.get(name) == globs for name, globs in ASSOCIATIONS.items())


def _parsed(text: str) -> dict[str, Any] | None:
    try:
        found = msgspec.json.decode(text)
    except msgspec.DecodeError:
        return None
    return found if isinstance(found, dict) else None


def _without_comments(text: str) -> str:
    """JSON as VS Code reads it, without comments and trailing commas, only to be read."""
    bare = _COMMENT_OR_TEXT.sub(lambda found: found[1] or " ", text)
    return _TRAILING_COMMA.sub(lambda found: found[1] or "", bare)


def _written(settings: dict[str, Any], indent: str) -> str:
    two = msgspec.json.format(msgspec.json.encode(settings)).decode() + "\n"
    return re.sub(r"^(?:  )+", lambda found: indent * (len(found[0]) // 2), two, flags=re.MULTILINE)
