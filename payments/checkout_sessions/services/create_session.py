"""Create a hosted page for one payment: its items, its payment methods, and where the buyer returns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from core.errors import DomainError
from core.identifiers import new_id
from core.money import MAX_DONG
from payments.base.mode import livemode
from payments.checkout_sessions.services.pay_session import usable_methods
from payments.events.serializers.checkout_session import page_url
from payments.intents.services.create_api_intent import create_api_intent
from payments.models import CheckoutSession, PaymentIntent
from payments.providers import methods_on_pages, require_a_method_for

SHORTEST, LONGEST = timedelta(minutes=30), timedelta(hours=24)
_SLACK = timedelta(minutes=1)  # for clocks that differ and slow calls


@dataclass(frozen=True)
class Item:
    """One line: `unit_amount` đồng a piece."""

    name: str
    quantity: int
    unit_amount: int


def create_session(
    *,
    items: Sequence[Item],
    success_url: str = "",
    cancel_url: str = "",
    payment_method_types: Sequence[str] = (),
    expires_at: datetime | None = None,
    payee_id: str | None = None,
    client_reference_id: str = "",
    customer_email: str = "",
    locale: str = "",
    metadata: Mapping[str, Any] | None = None,
    intent: Mapping[str, Any] | None = None,
) -> CheckoutSession:
    """An open session with an intent of its own, which is cancelled when the session ends (30 minutes to 24 hours).

    Without `payment_method_types` the buyer chooses among all that can be used; `intent` are further arguments of
    `create_api_intent`. A method that cannot carry the amount is not offered where another can. Raises DomainError
    AMOUNT_INVALID, AMOUNT_TOO_SMALL, AMOUNT_TOO_LARGE, EXPIRES_AT_INVALID, PAYMENT_METHOD_UNSUPPORTED.
    """
    now = clock.now()
    ends = expires_at or now + LONGEST
    if not now + SHORTEST - _SLACK <= ends <= now + LONGEST + _SLACK:
        raise DomainError(
            _("Phiên trả tiền kéo dài từ 30 phút đến 24 giờ."), code="EXPIRES_AT_INVALID", field="expires_at"
        )
    amount = sum(item.quantity * item.unit_amount for item in items)
    if not 0 < amount <= MAX_DONG:
        raise DomainError(_("Tổng số tiền không hợp lệ."), code="AMOUNT_INVALID", field="line_items")
    id = new_id("cs_live" if livemode() else "cs_test")
    with transaction.atomic():
        made = create_api_intent(
            amount=amount,
            payee_id=payee_id,
            payment_method_types=list(payment_method_types) or list(methods_on_pages()),
            return_url=f"{page_url(id)}?ve=1",
            **(intent or {}),
        )
        _agree(made, payment_method_types, ends)
        session = CheckoutSession(
            id=id,
            livemode=made.livemode,
            payee_id=payee_id,
            intent=made,
            success_url=success_url,
            cancel_url=cancel_url,
            client_reference_id=client_reference_id,
            customer_email=customer_email,
            locale=locale,
            line_items=[
                {"name": item.name, "quantity": item.quantity, "unit_amount": item.unit_amount} for item in items
            ],
            metadata=dict(metadata or {}),
            expires_at=ends,
        )
        session.save(force_insert=True)
        return session


def _agree(intent: PaymentIntent, asked: Sequence[str], ends: datetime) -> None:
    """The methods that can be used now, at least one of which carries the amount, and the session's end as the
    deadline.
    """
    usable = list(usable_methods(intent))
    if not usable or set(asked) - set(usable):
        raise DomainError(
            _("Khoản này không trả được bằng cách đã chọn: %(names)s.") % {"names": ", ".join(asked) or "—"},
            code="PAYMENT_METHOD_UNSUPPORTED",
            field="payment_method_types",
        )
    require_a_method_for(intent.amount, usable)
    intent.payment_method_types, intent.expires_at = usable, ends
    intent.save(update_fields=["payment_method_types", "expires_at"])
