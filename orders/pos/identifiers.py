"""Receipt numbers of counter sales."""

from core.identifiers import new_order_code, read_order_code

_PREFIX = "C-"


def new_receipt_code() -> str:
    """A fresh "C-7K2P-9DXM-4H": 50 random bits, and never an order's code."""
    return _PREFIX + new_order_code()


def read_receipt_code(typed: str) -> str | None:
    """What was typed or clicked, as the stored code; None where it cannot be one."""
    bare = typed[:40].strip().upper()
    code = read_order_code(bare.removeprefix(_PREFIX)) if bare.startswith(_PREFIX) else None
    return _PREFIX + code if code else None
