"""The code in a transfer's text by which a payout is recognised in a statement."""

import re
import secrets

from core.identifiers import CROCKFORD

PREFIX = "CXRT"  # "Chợ Xã rút tiền"; unlike the prefix of what buyers pay
SYMBOLS = 10  # 50 random bits
_CODE = re.compile(PREFIX + f"([{CROCKFORD}]{{{SYMBOLS}}})")


def new_code() -> str:
    """A fresh code such as "CXRT7K2P9DXM4H"."""
    return PREFIX + "".join(secrets.choice(CROCKFORD) for _ in range(SYMBOLS))


def content(code: str) -> str:
    """The text of the transfer: plain letters, since banks strip the others."""
    return f"CHO XA {code}"


def find_codes(text: str) -> set[str]:
    """The codes in a statement's text. Banks put spaces, dots and dashes into it, and lower its case."""
    return {PREFIX + found for found in _CODE.findall(re.sub(r"[^0-9A-Z]", "", text.upper()))}
