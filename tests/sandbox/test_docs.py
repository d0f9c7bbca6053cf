"""docs/sandbox.md says what there is: every switch with its default, every path of the door, every key."""

import re
from pathlib import Path

from mktctl.sandbox.options import DEFAULT_KEYS, Switches
from mktctl.sandbox.routes import sandbox_ui, sandbox_ui_campaigns, sandbox_ui_consent, sandbox_ui_flows

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs/sandbox.md").read_text(encoding="utf-8")


def test_every_switch_is_documented_with_its_default() -> None:
    written = re.findall(r"^\| `(\w+)` \| (on|off) \|", DOCUMENT, re.MULTILINE)
    switches = Switches()
    assert written == [(name, "on" if getattr(switches, name) else "off") for name in Switches.__struct_fields__]


def test_every_path_of_the_door_is_documented() -> None:
    written = re.findall(r"^\| (GET|POST|PATCH|PUT|DELETE) \| `([^`]+)` \|", DOCUMENT, re.MULTILINE)
    modules = (sandbox_ui, sandbox_ui_consent, sandbox_ui_flows, sandbox_ui_campaigns)
    assert written == [(method, path) for module in modules for method, path, _ in module.UI_ROUTES]


def test_every_key_is_documented() -> None:
    assert all(f"`{key}`" in DOCUMENT for key in DEFAULT_KEYS)
