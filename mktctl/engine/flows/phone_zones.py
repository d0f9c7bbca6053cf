"""Whose clock a phone number keeps: by area code in the United States and Canada, elsewhere the country's east (M4)."""

from typing import Final

_AREA_CODES: Final = """
America/Chicago 205 210 214 217 218 219 224 225 228 235 251 254 256 262 270 274 281 308 309 312 314 316 318 319 320 325
  327 331 334 337 346 353 361 364 402 405 409 414 417 430 432 447 464 469 479 501 504 507 512 515 531 534 539 557 563
  572 573 580 601 605 608 612 615 618 620 629 630 636 641 651 659 660 662 682 689 701 708 712 713 715 726 730 731
  737 763 769 773 779 785 806 815 816 817 830 832 847 870 872 901 903 913 918 920 931 936 938 940 945 952 956 972
  975 979 985
America/Los_Angeles 206 209 213 253 279 310 323 341 350 360 369 408 415 424 425 442 458 503 509 510 530 541 559 562 564
  619 626 628 650 657 661 669 702 707 714 725 738 747 760 775 805 818 820 831 840 858 909 916 925 949 951 971
America/Denver 303 307 385 406 435 505 575 719 720 748 801 915 970 983
America/Edmonton 368 403 587 780 825 867
America/Vancouver 236 250 257 604 672 778
America/Phoenix 480 520 602 623 928
America/Halifax 428 506 782 902
America/Winnipeg 204 431 474 584
America/Santo_Domingo 809 829 849
America/Boise 208 986
America/Jamaica 658 876
America/Puerto_Rico 787 939
America/Regina 306 639
America/St_Johns 709 879
America/Anchorage 907
America/Barbados 246
America/Nassau 242
America/Port_of_Spain 868
America/St_Thomas 340
Atlantic/Bermuda 441
Pacific/Guam 671
Pacific/Honolulu 808
Pacific/Pago_Pago 684
"""
"""An area code that lies in two zones has that of most of its people."""
_COUNTRIES: Final = """
Africa/Cairo 20
Africa/Johannesburg 27
America/Argentina/Buenos_Aires 54
America/Bogota 57
America/Cancun 52
America/Lima 51
America/Santiago 56
America/Sao_Paulo 55
Asia/Bangkok 66
Asia/Dubai 971
Asia/Hong_Kong 852
Asia/Jerusalem 972
Asia/Kolkata 91
Asia/Kuala_Lumpur 60
Asia/Manila 63
Asia/Riyadh 966
Asia/Seoul 82
Asia/Shanghai 86
Asia/Singapore 65
Asia/Taipei 886
Asia/Tokyo 81
Australia/Sydney 61
Europe/Amsterdam 31
Europe/Athens 30
Europe/Berlin 49
Europe/Brussels 32
Europe/Bucharest 40
Europe/Budapest 36
Europe/Copenhagen 45
Europe/Dublin 353
Europe/Helsinki 358
Europe/Istanbul 90
Europe/Kyiv 380
Europe/Lisbon 351
Europe/London 44
Europe/Luxembourg 352
Europe/Madrid 34
Europe/Oslo 47
Europe/Paris 33
Europe/Prague 420
Europe/Rome 39
Europe/Sofia 359
Europe/Stockholm 46
Europe/Tallinn 372
Europe/Vienna 43
Europe/Vilnius 370
Europe/Warsaw 48
Europe/Zagreb 385
Europe/Zurich 41
Pacific/Auckland 64
"""
_EAST: Final = "America/New_York"
_NORTH_AMERICA: Final = "1"
_LONGEST_COUNTRY_CODE: Final = 3


def _table(text: str, prefix: str) -> dict[str, str]:
    found: dict[str, str] = {}
    zone = ""
    for word in text.split():
        if word.isdigit():
            found[prefix + word] = zone
        else:
            zone = word
    return found


ZONE_OF_PREFIX: Final = {_NORTH_AMERICA: _EAST, **_table(_AREA_CODES, _NORTH_AMERICA), **_table(_COUNTRIES, "")}


def zone_of_number(number: str) -> str | None:
    """The zone of a number in the form `+13105550123`; None for another form and for countries that are not listed.

    An area code of North America that is not listed lies in the east.
    """
    if not number.startswith("+"):
        return None
    digits = "".join(sign for sign in number if sign.isdigit())
    lengths = range(len(_NORTH_AMERICA) + _LONGEST_COUNTRY_CODE, 0, -1)
    return next((ZONE_OF_PREFIX[digits[:length]] for length in lengths if digits[:length] in ZONE_OF_PREFIX), None)
