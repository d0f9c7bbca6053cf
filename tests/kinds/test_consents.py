"""`consent:` in the halves of Klaviyo's matrix (`mktctl/kinds/conditions/consents.py`)."""

import shutil
from pathlib import Path

import pytest

from mktctl.app.load import load_workspace
from mktctl.model.condition import Consent
from tests.support.source_tree import ROOT


@pytest.mark.parametrize(
    ("channel", "status", "can_receive"),
    [
        ("email", "subscribed", True),
        ("email", "never_subscribed", True),  # mail reaches people who never said anything (C1, P59)
        ("email", "unsubscribed", False),
        ("sms", "subscribed", True),
        ("sms", "never_subscribed", False),  # text messages need a yes
    ],
)
def test_a_status_is_looked_up_where_klaviyo_keeps_it(
    tmp_path: Path, channel: str, status: str, can_receive: bool
) -> None:
    shutil.copy(ROOT / "mktctl.yaml", tmp_path)
    shutil.copytree(ROOT / "templates/partials", tmp_path / "templates/partials")  # some of mktctl.yaml stands there
    (tmp_path / "segments").mkdir()
    (tmp_path / "segments/a.yaml").write_text(f"name: A\nwho: {{consent: {channel}, status: {status}}}\n")

    loaded = load_workspace(tmp_path)

    assert loaded.workspace is not None, loaded.diagnostics
    who = loaded.workspace.segments["a"].who
    assert isinstance(who, Consent)
    assert (who.channel, who.status, who.can_receive) == (channel, status, can_receive)
