"""Choose how to pay for the whole checkout."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError
from orders.checkout.fetch import fetch_seller_groups
from orders.checkout.payment_options import payment_option_refusal
from orders.locks import lock_open_checkout
from orders.models import PaymentMethod


def choose_payment(*, checkout_id: UUID | str, method: str) -> None:
    """Keep a PaymentMethod that every seller of the checkout takes for the way its goods travel.

    Raises DomainError PAYMENT_METHOD_NOT_APPLICABLE saying why not, CHECKOUT_PLACED, or NotFound.
    """
    if method not in PaymentMethod.values:
        raise DomainError(_("Vui lòng chọn cách thanh toán."), code="PAYMENT_METHOD_NOT_SET", field="payment_method")
    with transaction.atomic():
        checkout = lock_open_checkout(checkout_id)
        if why := payment_option_refusal(method, [p.recipient for p in fetch_seller_groups(checkout)]):
            raise DomainError(why, code="PAYMENT_METHOD_NOT_APPLICABLE", field="payment_method")
        checkout.payment_method = method
        checkout.save(update_fields=["payment_method", "updated_at"])
