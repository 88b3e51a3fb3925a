"""A guest's cart becomes a signed-in buyer's."""

from uuid import UUID

from django.db import transaction

from accounts.models import User
from orders.locks import lock_open_checkout


def claim_checkout(*, checkout_id: UUID | str, user: User) -> None:
    """Give an open checkout that is nobody's to this user; somebody's own stays theirs.

    Who holds its id is the caller's to know. Raises DomainError CHECKOUT_PLACED, or NotFound.
    """
    with transaction.atomic():
        checkout = lock_open_checkout(checkout_id)
        if checkout.user_id is None:
            checkout.user = user
            checkout.save(update_fields=["user", "updated_at"])
