"""The smaller sections of `mktctl.yaml`."""

import re
from typing import Any, Final

from mktctl.kinds.fields import Fields, fields_of
from mktctl.kinds.percents import read_percent
from mktctl.kinds.project_vocabulary import entries
from mktctl.kinds.sender import read_email
from mktctl.kinds.spelling import did_you_mean, either, shown
from mktctl.kinds.times import read_moment, read_zone
from mktctl.model.project import Environment, Freeze, Recommendation

CHANNELS: Final = ("email", "sms", "push", "whatsapp")
_ACCOUNT: Final = re.compile(r"[A-Za-z0-9]+")
_PRICE: Final = re.compile(r"[0-9]+(?:\.[0-9]+)? [A-Z]{3}")
_PHONE: Final = re.compile(r"\+[1-9][0-9]{6,14}")
_DESTRUCTIVE_DEFAULT: Final = 0.3
_PERSON_TEXTS: Final = ("first_name", "last_name", "city", "region", "country", "zip", "locale")


def read_environments(fields: Fields) -> dict[str, Environment]:
    """`environments:`. The sandbox is always there."""
    found: dict[str, Environment] = {}
    keys = frozenset({"account", "protect", "status_at_most", "seed_metrics", "set"})
    for name, below in entries(fields, "environments", "environments by name, such as {sandbox: {}}", refs=False):
        one = below.below(name, "settings, such as {account: AbC123}, or {} for the sandbox")
        if one is None:
            continue
        one.only(keys, what=f"the environment {name}")
        account = one.optional_text("account")
        if account and not _ACCOUNT.fullmatch(account):
            one.error(
                "PRJ003", "account", f"{shown(account)} is no account id", "Six letters and digits, such as  AbC123"
            )
        values = one.below("set", "values by name, such as {shop_url: https://staging.shop.example}")
        status = one.choice("status_at_most", ("draft", "manual", "live"), default="live")
        found[name] = Environment(
            name=name,
            account=account,
            protect=one.flag("protect", default=False),
            status_at_most=status,  # type: ignore[arg-type]  # one of the three
            seed_metrics=one.flag("seed_metrics", default=name == "sandbox"),
            set={key: values.scalar(key) for key in values.values} if values is not None else {},
        )
    if "sandbox" not in found:
        found["sandbox"] = Environment(name="sandbox", seed_metrics=True)
    return found


def read_feeds(fields: Fields) -> dict[str, dict[str, Any]]:
    """`feeds:`."""
    found: dict[str, dict[str, Any]] = {}
    for ref, below in entries(fields, "feeds", "feeds by name, such as {bestsellers: {url: https://…}}", refs=False):
        found[ref] = {}
        one = below.below(ref, "an address, such as {url: https://shop.example/bestsellers.json}, or {}")
        if one is None:
            continue
        one.only(frozenset({"url"}), what=f"the feed {ref}")
        url = one.text("url")
        if url and not url.startswith(("https://", "http://")):
            one.error("PRJ006", "url", f"{shown(url)} is no web address", "Write it like  https://shop.example")
        elif url:
            found[ref] = {"url": url}
    return found


def read_recommendations(fields: Fields, feeds: dict[str, dict[str, Any]]) -> dict[str, Recommendation]:
    """`recommendations:` (P51)."""
    found: dict[str, Recommendation] = {}
    for ref, below in entries(fields, "recommendations", "recommendations by short name"):
        one = below.below(ref, "the property that holds the products, such as {property: recommended_products}")
        if one is None:
            continue
        one.only(frozenset({"property", "fallback"}), what=f"the recommendation {ref}")
        one.require("property", "The property that holds the products:  property: recommended_products")
        fallback = one.below("fallback", "a feed of this file, such as {feed: bestsellers}")
        feed = None
        if fallback is not None:
            fallback.only(frozenset({"feed"}), what="fallback:")
            if fallback.require("feed", "A feed of this file, such as  feed: bestsellers"):
                feed = fallback.text("feed")
            if feed and "feeds" in fields and feed not in feeds:
                fallback.error("REF001", "feed", f"no feed is called {feed}", did_you_mean(feed, feeds))
        found[ref] = Recommendation(ref=ref, property=one.text("property"), fallback_feed=feed)
    return found


def read_freezes(fields: Fields) -> tuple[tuple[Freeze, ...], float]:
    """`guards:`: the times without apply, and the share that a plan may destroy."""
    guards = fields.below("guards", "freeze: and destructive_at_most:")
    if guards is None:
        return (), _DESTRUCTIVE_DEFAULT
    guards.only(frozenset({"freeze", "destructive_at_most"}), what="guards:")
    share = _DESTRUCTIVE_DEFAULT
    if "destructive_at_most" in guards:
        path = guards.at("destructive_at_most")
        percent = read_percent(fields.report, guards.values["destructive_at_most"], path)
        share = percent / 100 if percent is not None else share
    freezes = [
        _freeze(fields, value, index, guards)
        for index, value in enumerate(guards.items("freeze", "a list of times, such as [{from: …, to: …}]"))
    ]
    return tuple(one for one in freezes if one is not None), share


def _freeze(fields: Fields, value: object, index: int, guards: Fields) -> Freeze | None:
    path = (*guards.at("freeze"), index)
    one = fields_of(fields.report, value, path, "a time, such as {from: 2026-11-26 18:00, to: 2026-12-01 08:00},")
    if one is None:
        return None
    one.only(frozenset({"from", "to", "reason"}), what="a freeze")
    complete = one.require("from", "When it begins, such as  from: 2026-11-26 18:00")
    complete &= one.require("to", "When it ends, such as  to: 2026-12-01 08:00")
    if not complete:
        return None
    start = read_moment(fields.report, one.values["from"], one.at("from"))
    end = read_moment(fields.report, one.values["to"], one.at("to"))
    if start is None or end is None:
        return None
    if end <= start:
        one.error("PRJ021", "to", "the freeze ends before it begins")
        return None
    return Freeze(start=start, end=end, reason=one.text("reason"))


def read_personas(fields: Fields) -> dict[str, dict[str, Any]]:
    """`personas:`: people for tests, previews and seeds, as plain data."""
    found: dict[str, dict[str, Any]] = {}
    keys = frozenset({"email", "phone", "timezone", "consent", "properties", *_PERSON_TEXTS})
    for ref, below in entries(fields, "personas", "people by name, such as {anna: {email: anna@example.com}}"):
        one = below.below(ref, "at least an e-mail address, such as {email: anna@example.com}")
        if one is None:
            continue
        one.only(keys, what=f"the person {ref}")
        one.require("email", "Such as  email: anna@example.com")
        read_email(one, "email")
        for key in _PERSON_TEXTS:
            one.text(key)
        phone = one.text("phone")
        if phone and not _PHONE.fullmatch(phone):
            one.error(
                "KEY010", "phone", f"{shown(phone)} is no phone number with country code", 'Such as  "+33612345678"'
            )
        if "timezone" in one:
            read_zone(fields.report, one.values["timezone"], one.at("timezone"))
        for index, channel in enumerate(one.texts("consent")):
            if channel and channel not in CHANNELS:
                path = (*one.at("consent"), index)
                fields.report.error("KEY004", path, f"consent: names {either(CHANNELS)}, not {shown(channel)}")
        one.below("properties", "properties with their values, such as {tier: gold}")
        found[ref] = dict(one.values)
    return found


def read_prices(fields: Fields) -> dict[str, Any]:
    """`costs:`, an amount of money a message."""
    costs = fields.below("costs", "prices by channel, such as {sms: 0.065 EUR}")
    if costs is None:
        return {}
    costs.only(frozenset(CHANNELS), what="costs:")
    for channel in costs.values:
        text = costs.text(channel) if channel in CHANNELS else ""
        if text and not _PRICE.fullmatch(text):
            costs.error("PRJ022", channel, f"{shown(text)} is no price", "An amount and a currency, such as  0.065 EUR")
    return dict(costs.values)
