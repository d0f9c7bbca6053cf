"""The account itself: `get_accounts`, `get_account`."""

from mktctl.sandbox.call import Call, Reply, Routes
from mktctl.sandbox.jsonapi.documents import Resource
from mktctl.sandbox.jsonapi.errors import not_found
from mktctl.sandbox.store import Account


def get_accounts(call: Call) -> Reply:
    """The key's account, alone."""
    return call.whole([account_resource(call.store.account)])


def get_account(call: Call) -> Reply:
    """The account with the id in the path."""
    if call.id != call.store.account.id:
        raise not_found("account", call.id)
    return call.one(account_resource(call.store.account))


def account_resource(account: Account) -> Resource:
    """The account as Klaviyo shows it. Nothing in it leaves this machine: the addresses are of example.com."""
    return Resource(
        type="account",
        id=account.id,
        path="accounts",
        attributes={
            "test_account": True,
            "contact_information": {
                "default_sender_name": account.name,
                "default_sender_email": "sender@example.com",
                "website_url": "https://www.example.com",
                "organization_name": account.name,
                "street_address": {
                    "address1": "1 Example Street",
                    "address2": None,
                    "city": "Example City",
                    "region": None,
                    "country": "Netherlands",
                    "zip": "1000 AA",
                },
            },
            "industry": None,
            "timezone": account.timezone,
            "preferred_currency": account.currency,
            "public_api_key": account.id,
            "locale": "en-US",
        },
    )


ROUTES: Routes = (("get_accounts", get_accounts), ("get_account", get_account))
