"""ISO 3166 country codes: two letters, as people write them, to three, as Klaviyo takes them (P18)."""

from typing import Final

ALPHA_3: Final[dict[str, str]] = dict(
    pair.split(":")
    for pair in """
    AE:ARE AR:ARG AT:AUT AU:AUS BE:BEL BG:BGR BR:BRA CA:CAN CH:CHE CL:CHL CN:CHN CO:COL CY:CYP CZ:CZE DE:DEU DK:DNK
    EE:EST EG:EGY ES:ESP FI:FIN FR:FRA GB:GBR GR:GRC HK:HKG HR:HRV HU:HUN ID:IDN IE:IRL IL:ISR IN:IND IS:ISL IT:ITA
    JP:JPN KR:KOR LI:LIE LT:LTU LU:LUX LV:LVA MA:MAR MC:MCO MT:MLT MX:MEX MY:MYS NL:NLD NO:NOR NZ:NZL PE:PER PH:PHL
    PL:POL PT:PRT RO:ROU RS:SRB SA:SAU SE:SWE SG:SGP SI:SVN SK:SVK TH:THA TN:TUN TR:TUR TW:TWN UA:UKR US:USA UY:URY
    VN:VNM ZA:ZAF
    """.split()
)
