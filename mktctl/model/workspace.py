"""Everything that the files say, checked and resolved."""

import msgspec

from mktctl.model.address import Address
from mktctl.model.campaign import Campaign
from mktctl.model.flow import Flow
from mktctl.model.places import Places
from mktctl.model.project import Project
from mktctl.model.segment import Segment
from mktctl.model.template import EmailTemplate, MessageTemplate


class Workspace(msgspec.Struct, frozen=True, kw_only=True):
    """The desired state. Keys are refs. `places` says where each resource, and each field of it, is written."""

    project: Project
    segments: dict[str, Segment] = {}
    templates: dict[str, EmailTemplate] = {}
    messages: dict[str, MessageTemplate] = {}
    """Templates of the other channels, built; steps and campaigns hold their texts already."""
    flows: dict[str, Flow] = {}
    campaigns: dict[str, Campaign] = {}
    codes: dict[str, tuple[str, ...]] = {}
    """Of coupons that are topped up from a file: its codes in order, by the coupon's ref. They are shown nowhere."""
    universal_blocks: dict[str, str] = {}
    """The built HTML of `universal_content:`, by ref."""
    places: dict[Address, Places] = {}
    digest: str = ""
    """SHA-256 over every file read, in order of their paths."""
