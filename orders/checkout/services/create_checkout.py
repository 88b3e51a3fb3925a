"""Create a cart."""

from accounts.models import User
from orders.models import Checkout


def create_checkout(*, user: User | None = None) -> Checkout:
    """An empty checkout of a user (with their name and ways to reach them) or of a guest."""
    if user is None:
        return Checkout.objects.create()
    return Checkout.objects.create(user=user, buyer_name=user.full_name, phone=user.phone or "", email=user.email or "")
