"""`mktctl.yaml`: the brand, the store, the environments and the small shared things."""

from datetime import datetime
from typing import Any, Literal

import msgspec

from mktctl.model.condition import PropertyType, Scalar
from mktctl.model.segment import ContactList
from mktctl.model.template import Sender


class Brand(msgspec.Struct, frozen=True, kw_only=True):
    """What templates may say of the brand: `[[ brand.colors.primary ]]`."""

    name: str
    sender: Sender
    colors: dict[str, str] = {}
    fonts: dict[str, str] = {}
    logo: str = ""
    address: str = ""


class Shop(msgspec.Struct, frozen=True, kw_only=True):
    """`store:`; `timezone` is the account's zone, an IANA name."""

    platform: Literal["shopify", "woocommerce", "magento", "custom"] = "custom"
    url: str = ""
    currency: str = "EUR"
    timezone: str = "UTC"


class Environment(msgspec.Struct, frozen=True, kw_only=True):
    """Where to apply. `account` is the platform's account id; the sandbox needs none.

    `seed_metrics`: send the one backfilled event that makes a metric exist; on in the sandbox, off elsewhere.
    """

    name: str
    account: str | None = None
    protect: bool = False
    status_at_most: Literal["draft", "manual", "live"] = "live"
    seed_metrics: bool = False
    set: dict[str, Any] = {}


class DeclaredProperty(msgspec.Struct, frozen=True, kw_only=True):
    """A custom property of people; `values` lists what a text may be (P14)."""

    name: str
    type: PropertyType
    values: tuple[str, ...] = ()
    example: Scalar | None = None


class EventField(msgspec.Struct, frozen=True, kw_only=True):
    """A property of an event; `items` names the fields of a list of objects."""

    name: str
    type: PropertyType
    items: dict[str, PropertyType] = {}


class MetricSeed(msgspec.Struct, frozen=True, kw_only=True):
    """One backfilled event of a named profile, so that the metric exists. Triggers nothing."""

    profile: str
    properties: dict[str, Any] = {}


class Metric(msgspec.Struct, frozen=True, kw_only=True):
    """`metrics: {cart_abandoned: {name: Cart Abandoned}}`; `integration` tells two of one name apart.

    `builtin`: Klaviyo's own or the store platform's preset, not declared in the file.
    """

    ref: str
    name: str
    integration: str | None = None
    fields: dict[str, EventField] = {}
    seed: MetricSeed | None = None
    builtin: bool = False


class TopUp(msgspec.Struct, frozen=True, kw_only=True):
    """`top_up:` of a pool: apply adds codes until `to` are free. They come from a file below the project, one a line,
    or are made of `pattern`, in which each `#` is a random letter or digit. Exactly one of the two is set.
    """

    to: int
    file: str | None = None
    pattern: str | None = None


class Coupon(msgspec.Struct, frozen=True, kw_only=True):
    """`pool` gives each person a code of their own; `code` is one text for everybody (P50)."""

    ref: str
    pool: str | None = None
    code: str | None = None
    warn_below: int | None = None
    description: str = ""
    top_up: TopUp | None = None


class UniversalContent(msgspec.Struct, frozen=True, kw_only=True):
    """A block that many mails share and the platform keeps: a change reaches them all. `html` or `file`, then built.

    Templates embed it by `[[ universal('store-hours') ]]`.
    """

    ref: str
    name: str
    html: str = ""
    file: str | None = None


class Recommendation(msgspec.Struct, frozen=True, kw_only=True):
    """A profile property that holds products, and the feed that stands in (P51)."""

    ref: str
    property: str
    fallback_feed: str | None = None


class Freeze(msgspec.Struct, frozen=True, kw_only=True):
    """No apply between these two instants of the account's zone."""

    start: datetime
    end: datetime
    reason: str = ""


class Defaults(msgspec.Struct, frozen=True, kw_only=True):
    """What a step has when it says nothing."""

    smart_sending: bool = True
    utm: bool = True
    timezone: str = "recipient"
    quiet_hours: bool = True


class SandboxSettings(msgspec.Struct, frozen=True, kw_only=True):
    """The sandbox's account: its clock starts at `start`, on the account's own clock, so without a zone."""

    start: datetime
    settings: dict[str, Any] = {}


class Project(msgspec.Struct, frozen=True, kw_only=True):
    """The whole of `mktctl.yaml`, presets of the store platform and Klaviyo's own metrics included."""

    brand: Brand
    shop: Shop
    sandbox: SandboxSettings
    environments: dict[str, Environment] = {}
    properties: dict[str, DeclaredProperty] = {}
    metrics: dict[str, Metric] = {}
    lists: dict[str, ContactList] = {}
    coupons: dict[str, Coupon] = {}
    universal_content: dict[str, UniversalContent] = {}
    recommendations: dict[str, Recommendation] = {}
    feeds: dict[str, dict[str, Any]] = {}
    defaults: Defaults = Defaults()
    freezes: tuple[Freeze, ...] = ()
    max_destructive_share: float = 0.3
    personas: dict[str, dict[str, Any]] = {}
    costs: dict[str, Any] = {}
