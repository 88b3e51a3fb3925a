"""Record cash that a buyer gave to the seller, in the memo book."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from core.errors import DomainError, NotFound
from core.locks import lock_name
from payments.intents.services.complete_attempt import complete_attempt
from payments.intents.services.create_intent import create_intent
from payments.models import Attempt, ConfirmationSource, Payee, PaymentIntent
from payments.providers import provider
from payments.providers.cash import CODE
from payments.providers.results import AttemptResult, Outcome


def record_cash(*, payee_id: str, amount: int, reference: str) -> PaymentIntent:
    """A succeeded cash intent of `amount` đồng. Nothing is owed: the platform never held the money.

    `reference` is the caller's reference (an order's code), unique for a payee: DomainError CASH_EXISTS otherwise.
    """
    with transaction.atomic():
        if not Payee.objects.filter(pk=payee_id).exists():
            raise NotFound(_("Không tìm thấy người nhận tiền này."), field="account")
        if amount <= 0:
            raise DomainError(_("Số tiền phải lớn hơn 0."), code="AMOUNT_INVALID", field="amount")
        lock_name(f"payments.cash:{payee_id}:{reference}")
        if PaymentIntent.objects.filter(payee_id=payee_id, payment_method_type=CODE, reference=reference).exists():
            raise DomainError(_("Khoản tiền mặt này đã ghi rồi."), code="CASH_EXISTS", field="reference")
        now = clock.now()
        intent = create_intent(
            amount=amount, payment_method_type=CODE, expires_at=now, reference=reference, payee_id=payee_id
        )
        attempt = Attempt.objects.create(
            intent=intent, provider=CODE, reference=provider(CODE).new_reference(now), amount=amount, expires_at=now
        )
        complete_attempt(
            reference=attempt.reference, result=AttemptResult(Outcome.SUCCEEDED), confirmed_by=ConfirmationSource.CASH
        )
        intent.refresh_from_db()
        return intent
