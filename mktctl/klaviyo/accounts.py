"""The account behind the key."""

from mktctl.klaviyo.errors import UnexpectedAnswer
from mktctl.klaviyo.listing import collect
from mktctl.klaviyo.remote import Remote, Resource


def fetch_account(remote: Remote) -> Resource:
    """The one account that the key belongs to: its id guards against applying to the wrong one."""
    accounts = collect(remote, "get_accounts").resources
    if len(accounts) != 1:
        raise UnexpectedAnswer(
            f"get_accounts: one account was expected, {len(accounts)} came", operation="get_accounts"
        )
    return accounts[0]
