"""Whose clock counts, where a file may say it: `timezone:` of waits, triggers and campaigns."""

from typing import Final

from mktctl.kinds.fields import Fields
from mktctl.kinds.times import read_zone
from mktctl.model.project import Project

_WORDS: Final = ("recipient", "account")


def default_zone(project: Project) -> str:
    """What the project says for who says nothing: "recipient" or an IANA name."""
    return _named(project.defaults.timezone, project)


def read_own_zone(fields: Fields, project: Project, key: str = "timezone") -> str | None:
    """`recipient`, or an IANA name, which `account` stands for; None when the key is not there or wrong."""
    if key not in fields:
        return None
    zone = read_zone(fields.report, fields.values[key], fields.at(key), words=_WORDS)
    return _named(zone, project) if zone else None


def _named(zone: str, project: Project) -> str:
    return project.shop.timezone if zone == "account" else zone
