"""References under which providers know our attempts."""

import secrets
from datetime import datetime

from core import clock
from core.codes import CROCKFORD


def new_reference(moment: datetime) -> str:
    """A reference never used before, in [A-Za-z0-9]: the Vietnamese day (VNPay counts by it) and 80 random bits."""
    return f"{clock.local(moment):%y%m%d}" + "".join(secrets.choice(CROCKFORD) for _ in range(16))
