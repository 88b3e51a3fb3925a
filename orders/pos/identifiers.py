"""Receipt numbers of POS sales."""

from core.identifiers import new_order_code, read_order_code

_PREFIX = "C-"


def new_receipt_code() -> str:
    """A new "C-7K2P-9DXM-4H": 50 random bits, never an order's code."""
    return _PREFIX + new_order_code()


def read_receipt_code(typed: str) -> str | None:
    """The stored code for what was typed; None if it cannot be one."""
    bare = typed[:40].strip().upper()
    code = read_order_code(bare.removeprefix(_PREFIX)) if bare.startswith(_PREFIX) else None
    return _PREFIX + code if code else None
