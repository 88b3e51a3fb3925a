"""A guest's goods become a signed-in buyer's."""

from uuid import UUID

from django.db import transaction

from accounts.models import User
from orders.locks import lock_open_checkout


def claim_checkout(*, checkout_id: UUID | str, user: User) -> None:
    """Give an open checkout that is nobody's to this user: its goods alone. Somebody's own stays theirs.

    Whoever typed a name, a phone and an address before may have been another person: they become the user's own, or
    empty. Who holds the checkout's id is the caller's to know. Raises DomainError CHECKOUT_PLACED, or NotFound.
    """
    with transaction.atomic():
        checkout = lock_open_checkout(checkout_id)
        if checkout.user_id is not None:
            return
        checkout.user = user
        checkout.buyer_name, checkout.phone, checkout.email = user.full_name, user.phone or "", user.email or ""
        checkout.note, checkout.shipping_address, checkout.payment_method = "", None, ""
        checkout.consent_policy, checkout.consent_at = "", None
        checkout.save()
        checkout.deliveries.all().delete()
