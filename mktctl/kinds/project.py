"""`mktctl.yaml`: the whole of it, presets included."""

from datetime import datetime
from typing import Final

from mktctl.kinds.fields import Fields, fields_of
from mktctl.kinds.project_coupons import read_coupons
from mktctl.kinds.project_parts import (
    read_environments,
    read_feeds,
    read_freezes,
    read_personas,
    read_prices,
    read_recommendations,
)
from mktctl.kinds.project_universal import read_universal_content
from mktctl.kinds.project_vocabulary import read_lists, read_metrics, read_properties
from mktctl.kinds.report import Report, Source
from mktctl.kinds.sender import read_sender
from mktctl.kinds.times import read_moment, read_zone
from mktctl.model.places import Problem
from mktctl.model.project import Brand, Defaults, Project, SandboxSettings, Shop
from mktctl.model.template import Sender

PROJECT_KEYS: Final = frozenset(
    "mktctl brand store environments properties metrics lists coupons universal_content feeds recommendations "
    "defaults costs guards personas sandbox".split()
)
PLATFORMS: Final = ("shopify", "woocommerce", "magento", "custom")
SANDBOX_START: Final = datetime(2026, 1, 5, 9, 0)  # noqa: DTZ001  (of the account's zone)
"""Where the sandbox's clock starts when the project does not say: a Monday morning."""
_NOBODY: Final = Sender(name="", email="")
EMPTY: Final = Project(brand=Brand(name="", sender=_NOBODY), shop=Shop(), sandbox=SandboxSettings(start=SANDBOX_START))
"""What stands in for a project file that cannot be read, so that the other files can be checked all the same."""


def parse_project(source: Source) -> tuple[Project, list[Problem]]:
    """The project; with an error among the problems, as much of it as could be read."""
    report = Report(source)
    fields = fields_of(report, source.data, (), "the project (mktctl, brand, store)")
    if fields is None:
        return EMPTY, report.problems
    fields.only(PROJECT_KEYS, what="mktctl.yaml")
    if fields.require("mktctl", "The version of the language:  mktctl: 1") and fields.values["mktctl"] != 1:
        fields.error("PRJ001", "mktctl", "this program reads version 1 of the language", "Write  mktctl: 1")
    shop = _shop(fields)
    feeds = read_feeds(fields)
    freezes, share = read_freezes(fields)
    project = Project(
        brand=_brand(fields),
        shop=shop,
        sandbox=_sandbox(fields),
        environments=read_environments(fields),
        properties=read_properties(fields),
        metrics=read_metrics(fields, shop.platform),
        lists=read_lists(fields),
        coupons=read_coupons(fields),
        universal_content=read_universal_content(fields),
        recommendations=read_recommendations(fields, feeds),
        feeds=feeds,
        defaults=_defaults(fields),
        freezes=freezes,
        max_destructive_share=share,
        personas=read_personas(fields),
        costs=read_prices(fields),
    )
    return project, report.problems


def _brand(fields: Fields) -> Brand:
    fields.require(
        "brand", "Who you are, such as  brand: {name: Shop, sender: {name: Shop, email: hello@shop.example}}"
    )
    brand = fields.below("brand", "the name, sender, colors, fonts, logo and address of the brand")
    if brand is None:
        return EMPTY.brand
    brand.only(frozenset({"name", "sender", "colors", "fonts", "logo", "address"}), what="brand:")
    brand.require("name", "What people call you, such as  name: Shop")
    brand.require("sender", "Who mails come from:  sender: {name: Shop, email: hello@shop.example}")
    return Brand(
        name=brand.text("name"),
        sender=read_sender(brand, "sender") or _NOBODY,
        colors=_colors(brand),
        fonts=_fonts(brand),
        logo=_address(brand, "logo"),
        address=brand.text("address"),
    )


def _colors(brand: Fields) -> dict[str, str]:
    below = brand.below("colors", 'colours by name, such as {primary: "#1b4d3e"}')
    colors: dict[str, str] = {}
    for name in below.values if below is not None else ():
        assert below is not None
        text = below.text(name)
        digits = text.removeprefix("#")
        if text and not (
            text[0] == "#" and len(digits) in (3, 6) and all(char in "0123456789abcdefABCDEF" for char in digits)
        ):
            below.error("PRJ005", name, f"{text} is no colour", 'Write it like  "#1b4d3e",  in quotes')
        colors[name] = text
    return colors


def _fonts(brand: Fields) -> dict[str, str]:
    below = brand.below("fonts", 'fonts by name, such as {body: "Helvetica, Arial, sans-serif"}')
    return {name: below.text(name) for name in below.values} if below is not None else {}


def _address(fields: Fields, key: str) -> str:
    text = fields.text(key)
    if text and not (text.startswith(("https://", "http://")) and not any(char.isspace() for char in text)):
        fields.error("PRJ006", key, f"{text} is no web address", "Write it like  https://shop.example")
    return text


def _shop(fields: Fields) -> Shop:
    fields.require("store", "Where you sell, such as  store: {platform: custom, currency: EUR, timezone: Europe/Paris}")
    value = fields.values.get("store")
    hint = f"Write  store: {{platform: {value}}}" if isinstance(value, str) else ""
    store = fields.below("store", "the platform, url, currency and timezone of the store", hint=hint)
    if store is None:
        return Shop()
    store.only(frozenset({"platform", "url", "currency", "timezone"}), what="store:")
    platform = store.choice("platform", PLATFORMS, default="custom")
    currency = store.text("currency", default="EUR")
    if currency and not (len(currency) == 3 and currency.isascii() and currency.isalpha() and currency.isupper()):
        store.error("PRJ007", "currency", f"{currency} is no currency: three capital letters", "Write it like  EUR")
    zone = read_zone(fields.report, store.values.get("timezone", "UTC"), store.at("timezone"))
    return Shop(
        platform=platform,  # type: ignore[arg-type]  # one of PLATFORMS
        url=_address(store, "url"),
        currency=currency,
        timezone=zone or "UTC",
    )


def _sandbox(fields: Fields) -> SandboxSettings:
    sandbox = fields.below("sandbox", "where its clock starts, such as {start: 2026-11-02 09:00}")
    if sandbox is None:
        return EMPTY.sandbox
    sandbox.only(frozenset({"start", "settings"}), what="sandbox:")
    start = None
    if sandbox.require("start", "Where its clock starts, such as  start: 2026-11-02 09:00"):
        start = read_moment(fields.report, sandbox.values["start"], sandbox.at("start"))
    settings = sandbox.below("settings", "switches by name, each with its position")
    positions = {name: settings.scalar(name) for name in settings.values} if settings is not None else {}
    return SandboxSettings(start=start or SANDBOX_START, settings=positions)


def _defaults(fields: Fields) -> Defaults:
    below = fields.below("defaults", "what steps have that say nothing: smart_sending, utm, timezone, quiet_hours")
    if below is None:
        return Defaults()
    below.only(frozenset({"smart_sending", "utm", "timezone", "quiet_hours"}), what="defaults:")
    zone = below.values.get("timezone", "recipient")
    return Defaults(
        smart_sending=below.flag("smart_sending", default=True),
        utm=below.flag("utm", default=True),
        timezone=read_zone(fields.report, zone, below.at("timezone"), words=("recipient", "account")) or "recipient",
        quiet_hours=below.flag("quiet_hours", default=True),
    )
