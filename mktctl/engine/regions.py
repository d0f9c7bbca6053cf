"""Which countries make up a region, by the codes and English names that shops write. The EU is without the UK."""

from collections.abc import Mapping
from typing import Final, Literal

_EU: Final = """
AT AUT Austria;BE BEL Belgium;BG BGR Bulgaria;HR HRV Croatia;CY CYP Cyprus;CZ CZE Czechia;CZ CZE Czech Republic
DK DNK Denmark;EE EST Estonia;FI FIN Finland;FR FRA France;DE DEU Germany;GR GRC Greece;HU HUN Hungary;IE IRL Ireland
IT ITA Italy;LV LVA Latvia;LT LTU Lithuania;LU LUX Luxembourg;MT MLT Malta;NL NLD Netherlands
NL NLD The Netherlands;PL POL Poland;PT PRT Portugal;RO ROU Romania;SK SVK Slovakia;SI SVN Slovenia;ES ESP Spain
SE SWE Sweden
"""
_US: Final = "US USA United States;US USA United States of America"


def _names(table: str) -> frozenset[str]:
    """Each entry is two codes and a name."""
    entries = table.strip().replace("\n", ";").split(";")
    return frozenset(part.casefold() for entry in entries for part in entry.split(" ", 2))


_COUNTRIES: Final[Mapping[str, frozenset[str]]] = {"eu": _names(_EU), "us": _names(_US)}


def lies_in_region(country: object, region: Literal["eu", "us"]) -> bool:
    """Whether a profile's country belongs to the region; nobody without a country does."""
    return isinstance(country, str) and country.strip().casefold() in _COUNTRIES[region]
