"""Pay a checkout session by the method that the buyer chose."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.errors import DomainError, NotFound
from payments.base.errors import unexpected_state
from payments.base.locks import lock_intent
from payments.intents.services.choose_payment_method import choose_method
from payments.intents.services.confirm_intent import confirm_intent
from payments.models import Attempt, CheckoutSession, CheckoutSessionStatus, IntentStatus, PaymentIntent
from payments.providers import amount_refusal, methods_on_pages, provider


def usable_methods(intent: PaymentIntent) -> dict[str, DomainError | None]:
    """Those of the intent's ways to pay that collect for its payee now, in their order (1 statement where VietQR is
    one); each with the refusal of an amount that it cannot carry.
    """
    names = [name for name in intent.payment_method_types if name in methods_on_pages() and _collects_for(name, intent)]
    return {name: amount_refusal(name, intent.amount) for name in names}


def pay_session(*, session_id: str, method: str, ip: str) -> Attempt:
    """A new attempt by the chosen method, or the open one; its deadline is the session's end.

    Raises DomainError PAYMENT_METHOD_UNSUPPORTED, AMOUNT_TOO_SMALL, AMOUNT_TOO_LARGE, PAYMENT_EXPIRED,
    PAYMENT_INTENT_UNEXPECTED_STATE, PAYMENT_UNDER_REVIEW, or NotFound.
    """
    with transaction.atomic():
        session, intent = _lock(session_id)
        if session.status != CheckoutSessionStatus.OPEN:
            raise unexpected_state(_("Phiên trả tiền này đã kết thúc."))
        usable = usable_methods(intent)
        if method not in usable:
            raise DomainError(
                _("Khoản này không trả được bằng cách này."), code="PAYMENT_METHOD_UNSUPPORTED", field="method"
            )
        if refusal := usable[method]:
            raise refusal
        if method != intent.payment_method_type:
            choose_method(intent, method, intent.billing_details)
            intent.save(update_fields=["payment_method_type", "payment_method_id"])
        return confirm_intent(
            intent_id=intent.pk,
            ip=ip,
            locale="en" if session.locale.startswith("en") else "vn",
            order_info=intent.description or f"Thanh toan {intent.pk}",
        )


def choose_again(*, session_id: str) -> None:
    """Let the buyer choose another method; a transfer by the former one still counts.

    Nothing changes where the session does not wait for the buyer.
    """
    with transaction.atomic():
        _session, intent = _lock(session_id)
        if intent.status == IntentStatus.REQUIRES_ACTION and not intent.review:
            intent.payment_method_type = ""
            intent.save(update_fields=["payment_method_type"])


def _lock(session_id: str) -> tuple[CheckoutSession, PaymentIntent]:
    session = CheckoutSession.objects.filter(pk=session_id).first()
    if session is None:
        raise NotFound(_("Không tìm thấy phiên trả tiền này."))
    intent = lock_intent(session.intent_id)
    session.refresh_from_db()
    return session, intent


def _collects_for(method: str, intent: PaymentIntent) -> bool:
    way = provider(method)
    if way.collector_for(intent.payee_id) != intent.collector:
        return False
    return way.is_available(intent.payee_id, livemode=intent.livemode)
