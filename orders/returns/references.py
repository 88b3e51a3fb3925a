"""The reference of a return's refund: "7K2P-9DXM-4H-T1" is the first of order 7K2P-9DXM-4H."""

import re

from orders.models import Return

_OF_A_RETURN = re.compile(r"(\w{4}-\w{4}-\w{2})-T\d+(/\d+)?", re.ASCII)


def reference_of(returned: Return) -> str:
    """The reference of its refund and of the seller's statement lines. Reads the order."""
    return f"{returned.order.code}-T{returned.number}"


def is_of_return(reference: str) -> bool:
    """Whether a refund under this name, or another try of it, is of a return."""
    return _OF_A_RETURN.fullmatch(reference) is not None


def order_code_of(reference: str) -> str:
    """The order code of a return's reference; any other reference unchanged."""
    match = _OF_A_RETURN.fullmatch(reference)
    return match.group(1) if match else reference
