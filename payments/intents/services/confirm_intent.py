"""Start a payment at the provider: a new attempt, or the open one while it is valid."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock, rows
from core.errors import DomainError
from core.rows import Batch
from payments.base.errors import under_review, unexpected_state
from payments.base.locks import lock_intent
from payments.events import publish
from payments.models import Attempt, AttemptStatus, IntentStatus, Origin, PaymentIntent
from payments.providers import provider
from payments.providers.base import PaymentRequest


def confirm_intent(
    *, intent_id: str, ip: str, return_url: str = "", locale: str = "vn", order_info: str = ""
) -> Attempt:
    """The attempt whose `redirect_url` leads to the provider. The buyer returns to `return_url` ("": the provider's
    own).

    Raises DomainError PAYMENT_UNDER_REVIEW, PAYMENT_INTENT_UNEXPECTED_STATE (paid, cancelled, or waiting for a final
    result) or PAYMENT_EXPIRED.
    """
    with transaction.atomic():
        return confirm(lock_intent(intent_id), return_url=return_url, ip=ip, locale=locale, order_info=order_info)


def confirm(
    intent: PaymentIntent, *, ip: str, return_url: str = "", locale: str = "vn", order_info: str = ""
) -> Attempt:
    """`confirm_intent` for an intent that the caller has locked."""
    require_payable(intent)
    now = clock.now()
    if intent.expires_at is None or intent.expires_at <= now:
        raise DomainError(_("Đã quá hạn trả tiền cho đơn này."), code="PAYMENT_EXPIRED")
    open_attempts = rows.select(Attempt, intent_id=intent.pk, status=AttemptStatus.OPEN, expires_at=intent.expires_at)
    if same := [attempt for attempt in open_attempts if attempt.provider == intent.payment_method_type]:
        same[-1].intent = intent
        return same[-1]  # the button was pressed twice, or the buyer goes back to the bank
    attempt = _new_attempt(intent, now, ip=ip, return_url=return_url, locale=locale, order_info=order_info)
    rows.insert(attempt)
    provider(attempt.provider).after_commit(attempt)
    intent.status = IntentStatus.REQUIRES_ACTION
    rows.update(intent, "status")
    if intent.origin == Origin.API:  # the shop's own orders need no event: they made this call
        publish.publish_object(publish.REQUIRES_ACTION, intent)
    return attempt


def insert_confirmed(
    intent: PaymentIntent, batch: Batch, *, ip: str, return_url: str = "", locale: str = "vn"
) -> Attempt:
    """Store a new intent of our own orders with its first attempt by the batch, in the caller's transaction.

    Raises DomainError where the provider does not start it; the batch is as before then.
    """
    attempt = _new_attempt(intent, clock.now(), ip=ip, return_url=return_url, locale=locale, order_info="")
    intent.status = IntentStatus.REQUIRES_ACTION
    batch.insert([intent], [attempt])
    batch.then(lambda: provider(attempt.provider).after_commit(attempt))
    return attempt


def _new_attempt(
    intent: PaymentIntent, now: datetime, *, ip: str, return_url: str, locale: str, order_info: str
) -> Attempt:
    if intent.expires_at is None:
        raise ValueError("an attempt needs a deadline")
    method = provider(intent.payment_method_type)
    request = PaymentRequest(
        reference=method.new_reference(now),
        payee_id=intent.payee_id,
        livemode=intent.livemode,
        amount=intent.amount,
        return_url=return_url or method.return_url(),
        ip=ip,
        locale=locale,
        order_info=order_info or intent.description,
        starts_at=now,
        expires_at=intent.expires_at,
    )
    started = method.start(request)
    return Attempt(
        intent=intent,
        provider=method.code,
        reference=request.reference,
        amount=intent.amount,
        expires_at=intent.expires_at,
        ip_address=ip[:45],
        redirect_url=started.redirect_url,
        provider_data=dict(started.data),
    )


def require_payable(intent: PaymentIntent) -> None:
    """Raise DomainError where the intent is paid, cancelled, in review, or waits for a final result."""
    if intent.review:
        raise under_review()
    if intent.status == IntentStatus.SUCCEEDED:
        raise unexpected_state(_("Khoản này đã được trả rồi."))
    if intent.status == IntentStatus.CANCELED:
        raise unexpected_state(_("Khoản thanh toán này đã hủy."))
    if intent.status == IntentStatus.PROCESSING:
        raise unexpected_state(_("Đang chờ cổng thanh toán trả lời. Xin đừng trả tiền lần nữa."))
