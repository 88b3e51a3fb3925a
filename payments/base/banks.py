"""Common names of banks by NAPAS BIN."""

import re

from core.cleaning import clean_line

BANKS = {
    "970405": "Agribank",
    "970436": "Vietcombank",
    "970415": "VietinBank",
    "970418": "BIDV",
    "970446": "Co-opBank",
    "970449": "LPBank",
    "970422": "MB",
    "970416": "ACB",
    "970403": "Sacombank",
    "970407": "Techcombank",
    "970432": "VPBank",
    "970423": "TPBank",
    "970437": "HDBank",
    "970443": "SHB",
    "970448": "OCB",
    "970426": "MSB",
    "970419": "NCB",
    "970431": "Eximbank",
    "970441": "VIB",
    "970452": "Kienlongbank",
    "970454": "BVBank",
    "970429": "SCB",
    "970440": "SeABank",
    "970428": "Nam A Bank",
    "970425": "ABBank",
    "970412": "PVcomBank",
    "970400": "SaigonBank",
}


def bank_name(bin: str) -> str:
    """The bank's name, or the BIN where it is unknown."""
    return BANKS.get(bin, bin)


def account_number(typed: str) -> str:
    """The normalized account number: capitals, without spaces, dots and dashes."""
    return re.sub(r"[\s.\-–]", "", clean_line(typed)).upper()
