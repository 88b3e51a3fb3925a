"""Move a guest's cart to the buyer who signed in."""

from uuid import UUID

from django.db import transaction

from accounts.models import User
from orders.locks import lock_open_checkout


def claim_checkout(*, checkout_id: UUID | str, user: User) -> None:
    """Assign an open guest checkout to this user, with its lines only. The checkout of another user is not changed.

    The name, phone and address may have been typed by another person, so they are replaced by the user's or cleared.
    The caller checks who holds the checkout's id. Raises DomainError CHECKOUT_PLACED, or NotFound.
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
