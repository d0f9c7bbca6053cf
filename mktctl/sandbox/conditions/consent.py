"""Conditions about consent and permissions: the matrix of channel, reachability and subscription (section 3)."""

import re
from collections.abc import Iterable
from typing import Any, Final

from mktctl.sandbox.conditions.filters import DATES, exact_filter, filter_of
from mktctl.sandbox.jsonapi.shapes import (
    Either,
    Field,
    Flag,
    FreeObject,
    Items,
    Record,
    Shape,
    Text,
    Variants,
    nullable,
    required,
)

# What stands behind a method says what its `filter` is: `?` optional, `=` optional and one text, `!shopify` required
# and of that source.
_EMAIL_YES: Final = (
    "form? preference_page= api? inbound_message back_in_stock sftp manual_import? manual_add? integration!shopify"
)
_EMAIL_NO: Final = (
    "api? inbound_message preference_page manual_remove spam_complaint mailbox_provider one_click_unsubscribe "
    "manual_import sftp data_warehouse_import profile_modification integration!constant_contact"
)
_SMS_YES: Final = "form? manual_import? manual_add? checkout inbound_message preference_page sftp integration!shopify"
_SMS_NO: Final = (
    "form? manual_import? manual_add? manual_remove bulk_remove checkout inbound_message preference_page sftp "
    "carrier_deactivation provided_landline message_blocked provided_no_age failed_age_gate integration!shopify"
)
_SUPPRESSIONS: Final = ("bounce_date", "manual_suppression_date", "invalid_email_date")
_PERMISSION_METHODS: Final = (
    "api back_in_stock bigcommerce bulk_remove campaign_monitor carrier_deactivation checkout constant_contact "
    "exact_target facebook failed_age_gate inbound_message integration mad_mimi magento_two mailbox_provider "
    "manual_add manual_import manual_remove message_blocked netsuite preference_page provided_landline "
    "provided_no_age sftp shopify social_instagram_message spam_complaint square wix woocommerce"
)
_DATE: Final = filter_of(DATES)
_SINCE: Final = filter_of(f"{DATES} is-set")
_IS: Final = filter_of("boolean")
_TEXT_OR_NULL: Final = Field(Text(), required=True, nullable=True)


def _about(field: str, shape: Shape) -> Record:
    return Record(name="consent filter", fields={"field": required(Text(choices=(field,))), "filter": required(shape)})


def _method(name: str, mark: str) -> Record:
    fields = {"field": required(Text(choices=("method",))), "method": required(Text(choices=(name,)))}
    match mark[:1]:
        case "?":
            fields["filter"] = Field(_one_of(Text()))
        case "=":
            fields["filter"] = Field(exact_filter("string", ("equals",), _TEXT_OR_NULL))
        case "!":
            fields["filter"] = required(_one_of(Text(choices=(mark[1:],))))
    return Record(name="consent filter", fields=fields)


def _one_of(value: Text) -> Record:
    return exact_filter("string", ("in",), required(Items(of=value, at_least=1)))


def _methods(marked: str) -> Variants:
    cases: dict[Any, Shape] = {}
    for word in marked.split():
        name = re.split("[?=!]", word)[0]
        cases[name] = _method(name, word.removeprefix(name))
    return Variants(name="consent filter", key="method", cases=cases)


def _filters(methods: str, /, **fields: Shape) -> Items:
    """A list of filters: by date, by method, and what else the channel has."""
    cases: dict[Any, Shape] = {name: _about(name, shape) for name, shape in fields.items()}
    if methods:
        cases["method"] = _methods(methods)
    return Items(of=Variants(name="consent filter", key="field", cases=cases))


_SUPPRESSED: Final = _filters("", **dict.fromkeys(_SUPPRESSIONS, _SINCE))
_UNSUBSCRIBED: Final = Either(
    shapes=(_filters(_EMAIL_NO, status_date=_DATE), _SUPPRESSED),
    expected="a list of filters about the unsubscribing, or one about suppression",
)
_SUBSCRIBED: Final = _filters(
    _EMAIL_YES,
    is_double_opt_in=_IS,
    status_date=_DATE,
    custom_source=exact_filter("string", ("equals",), _TEXT_OR_NULL),
)
_NO_FILTERS: Final = Field(Items(of=FreeObject(), at_most=0), nullable=True)


def _statuses(channel: str, reachable: bool, statuses: dict[str, Field | None]) -> Record:
    """The consent of one channel; each subscription with what its `filters` may be, None for no such key."""
    cases: dict[Any, Shape] = {}
    for subscription, filters in statuses.items():
        fields = {"subscription": required(Text(choices=(subscription,)))}
        if filters is not None:
            fields["filters"] = filters
        cases[subscription] = Record(name="consent_status", fields=fields)
    return Record(
        name="consent",
        fields={
            "channel": required(Text(choices=(channel,))),
            "can_receive_marketing": required(Flag(only=reachable)),
            "consent_status": required(Variants(name="consent_status", key="subscription", cases=cases)),
        },
    )


def _channel(yes: Record, no: Record) -> Variants:
    return Variants(name="consent", key="can_receive_marketing", cases={True: yes, False: no})


CONSENT: Final = Variants(
    name="consent",
    key="channel",
    cases={
        "email": _channel(
            _statuses(
                "email",
                True,
                {"any": _NO_FILTERS, "subscribed": nullable(_SUBSCRIBED), "never_subscribed": _NO_FILTERS},
            ),
            _statuses(
                "email",
                False,
                {
                    "any": nullable(_SUPPRESSED),
                    "unsubscribed": nullable(_UNSUBSCRIBED),
                    "never_subscribed": required(_SUPPRESSED),
                    "subscribed": required(_SUPPRESSED),
                },
            ),
        ),
        "sms": _channel(
            _statuses(
                "sms",
                True,
                {"subscribed": nullable(_filters(_SMS_YES, status_date=_DATE, is_rcs_capable=_IS))},
            ),
            _statuses(
                "sms",
                False,
                {
                    "any": None,
                    "unsubscribed": nullable(_filters(_SMS_NO, status_date=_DATE)),
                    "never_subscribed": None,
                },
            ),
        ),
        "push": _channel(
            _statuses("push", True, {"any": nullable(_filters("", status_date=_DATE))}),
            _statuses("push", False, {"any": None}),
        ),
    },
)


def _subscribe_methods() -> Variants:
    name = "permission filter"
    head = {"field": required(Text(choices=("subscribe_method",)))}
    cases: dict[Any, Shape] = {
        method: Record(name=name, fields={**head, "method": required(Text(choices=(method,)))})
        for method in _PERMISSION_METHODS.split()
    }
    cases["form"] = Record(
        name=name,
        fields={
            **head,
            "method": required(Text(choices=("form",))),
            "filter": Field(_one_of(Text())),
        },
    )
    return Variants(name=name, key="method", cases=cases)


def _reachable(statuses: Iterable[str], *, filtered: bool) -> dict[str, Shape]:
    filters: dict[str, Field] = {}
    if filtered:
        cases: dict[Any, Shape] = {
            "effective_date": _about("effective_date", _DATE),
            "recorded_date": _about("recorded_date", _DATE),
            "subscribe_method": _subscribe_methods(),
        }
        filters = {"filters": required(Items(of=Variants(name="permission filter", key="field", cases=cases)))}
    return {
        status: Record(name="permission", fields={"reachable_status": required(Text(choices=(status,))), **filters})
        for status in statuses
    }


PERMISSION: Final = Variants(
    name="permission",
    key="reachable_status",
    cases={
        **_reachable(("explicitly_reachable", "explicitly_unreachable"), filtered=True),
        **_reachable(
            (
                "implicitly_reachable",
                "implicitly_or_explicitly_reachable",
                "implicitly_unreachable",
                "implicitly_or_explicitly_unreachable",
            ),
            filtered=False,
        ),
    },
)
