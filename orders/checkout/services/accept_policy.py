"""Record that a buyer agreed to the terms."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from core.errors import DomainError
from orders.checkout.policy import POLICY_VERSION
from orders.locks import lock_open_checkout


def accept_policy(*, checkout_id: UUID | str, version: str) -> None:
    """Store which version the buyer accepted, and when. Only the buyer's own action counts (Law 91/2025/QH15).

    Raises DomainError POLICY_CHANGED where another version is in force now, CHECKOUT_PLACED, or NotFound.
    """
    if version != POLICY_VERSION:
        raise DomainError(
            _("Chính sách vừa được cập nhật. Vui lòng đọc lại rồi đồng ý."), code="POLICY_CHANGED", field="consent"
        )
    with transaction.atomic():
        checkout = lock_open_checkout(checkout_id)
        checkout.consent_policy = version
        checkout.consent_at = clock.now()
        checkout.save(update_fields=["consent_policy", "consent_at", "updated_at"])
