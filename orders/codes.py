"""Order codes that no order has yet."""

from core.identifiers import new_order_code
from orders.models import Order


def fresh_order_codes(count: int) -> list[str]:
    """`count` different codes, none of them in use: a code drawn twice is drawn again.

    Fifty random bits make a collision with an order placed in the same instant a matter of aeons; there the unique
    constraint refuses the order, and nothing is written.
    """
    codes: set[str] = set()
    while len(codes) < count:
        drawn = {new_order_code() for _ in range(count - len(codes))}
        codes |= drawn - set(Order.objects.filter(code__in=drawn).values_list("code", flat=True))
    return sorted(codes)
