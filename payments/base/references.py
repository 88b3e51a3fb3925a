"""References under which providers know our attempts."""

from datetime import datetime

from core import clock
from core.identifiers import CROCKFORD, random_symbols


def new_reference(moment: datetime) -> str:
    """A reference never used before, in [A-Za-z0-9]: the Vietnamese day (VNPay counts by it) and 80 random bits."""
    return f"{clock.local(moment):%y%m%d}" + random_symbols(CROCKFORD, 16)


def first_reference(reference: str) -> str:
    """The caller's own name for a refund, of which "7K2P-9DXM-4H/2" is the second try: "7K2P-9DXM-4H"."""
    name, slash, number = reference.rpartition("/")
    return name if slash and number.isdecimal() else reference


def next_reference(reference: str) -> str:
    """The name of the try after this one: "7K2P-9DXM-4H" → "7K2P-9DXM-4H/2" → "7K2P-9DXM-4H/3"."""
    first = first_reference(reference)
    return f"{first}/{int(reference.rpartition('/')[2]) + 1 if first != reference else 2}"
