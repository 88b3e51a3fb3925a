"""A payee without a bank feed declares that a buyer's transfer arrived. It is shown as declared."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from core.errors import NotFound
from payments.base.errors import unexpected_state
from payments.base.locks import lock_intent
from payments.intents.services.complete_attempt import complete_attempt
from payments.models import Attempt, AttemptStatus, Collector, ConfirmationSource, IntentStatus, PaymentIntent
from payments.providers import methods_confirmed_by
from payments.providers.base import ConfirmedBy
from payments.providers.results import AttemptResult, Outcome


def declare_received(*, intent_id: str, payee_id: str, actor: User) -> PaymentIntent:
    """Complete the latest QR attempt of the payee's intent, declared by `actor`, who acts for the payee (checked by the
    caller).

    A repetition changes nothing, nor does a payment that a feed has reported. Raises NotFound where the intent is not
    the payee's, DomainError PAYMENT_INTENT_UNEXPECTED_STATE where it is cancelled or no QR was shown.
    """
    with transaction.atomic():
        intent = lock_intent(intent_id)
        if intent.collector != Collector.SELLER or intent.payee_id != payee_id:
            raise NotFound(_("Không tìm thấy khoản thanh toán này."))
        if intent.status == IntentStatus.SUCCEEDED:
            return intent
        if intent.status == IntentStatus.CANCELED:
            raise unexpected_state(_("Khoản thanh toán này đã hủy. Nếu tiền đã về, hãy trả lại cho người mua."))
        by_transfer = methods_confirmed_by(ConfirmedBy.BANK_TRANSFER)
        attempt = intent.attempts.filter(provider__in=by_transfer, status=AttemptStatus.OPEN).order_by("-pk").first()
        if attempt is None:
            raise unexpected_state(_("Người mua chưa mở mã QR của khoản này."))
        Attempt.objects.filter(pk=attempt.pk).update(declared_by=actor)
        complete_attempt(
            reference=attempt.reference,
            result=AttemptResult(Outcome.SUCCEEDED),
            confirmed_by=ConfirmationSource.DECLARED,
        )
        after = {"amount": intent.amount, "attempt": attempt.reference}
        record_audit(actor=actor, action="payment.declare_received", obj=intent, after=after)
        intent.refresh_from_db()
        return intent
