"""The account and the door, over a socket."""

from pathlib import Path

from mktctl.sandbox.options import Options
from mktctl.sandbox.server import running
from tests.support.sandbox_api import Api, database


def test_the_account_is_the_options(tmp_path: Path) -> None:
    options = Options(
        account_id="MNT001", account_name="Mientior", timezone="Europe/Paris", currency="GBP", limits="none"
    )
    with running(database(tmp_path), options) as sandbox, Api(sandbox) as api:
        (shown,) = api.call("get_accounts").data
        assert (shown["id"], shown["attributes"]["timezone"], shown["attributes"]["preferred_currency"]) == (
            "MNT001",
            "Europe/Paris",
            "GBP",
        )
        assert shown["attributes"]["contact_information"]["organization_name"] == "Mientior"
        assert api.call("get_account", "MNT001").data == shown
        assert api.call("get_account", "Other1").errors == [(404, "not_found", "")]
