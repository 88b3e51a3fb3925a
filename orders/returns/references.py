"""The name of a return's refund: "7K2P-9DXM-4H-T1" is the first of order 7K2P-9DXM-4H."""

import re

from orders.models import Return

_OF_A_RETURN = re.compile(r"(\w{4}-\w{4}-\w{2})-T\d+(/\d+)?", re.ASCII)


def reference_of(returned: Return) -> str:
    """Under which its refund, and what the seller's statement says of it, is found again. Reads the order."""
    return f"{returned.order.code}-T{returned.number}"


def order_code_of(reference: str) -> str:
    """The order of a refund or of a movement that a return caused; any other name as it is."""
    match = _OF_A_RETURN.fullmatch(reference)
    return match.group(1) if match else reference
