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
    consent = checked_consent(version)
    with transaction.atomic():
        checkout = lock_open_checkout(checkout_id)
        for name, value in consent.items():
            setattr(checkout, name, value)
        checkout.save(update_fields=[*consent, "updated_at"])


def checked_consent(version: str) -> dict[str, object]:
    """The columns of a checkout whose buyer agrees now. Raises DomainError POLICY_CHANGED."""
    if version != POLICY_VERSION:
        raise DomainError(
            _("Chính sách vừa được cập nhật. Vui lòng đọc lại rồi đồng ý."), code="POLICY_CHANGED", field="consent"
        )
    return {"consent_policy": version, "consent_at": clock.now()}
