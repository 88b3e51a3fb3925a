"""Confirm an intent of the API: redirect the buyer, show the account to pay into, or record the cash."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from core.errors import DomainError
from payments.base.errors import unexpected_state
from payments.base.locks import lock_intent
from payments.intents.services.choose_payment_method import choose_method
from payments.intents.services.complete_attempt import complete_attempt
from payments.intents.services.confirm_intent import confirm_intent, require_payable
from payments.models import Attempt, AttemptStatus, ConfirmationSource, PaymentIntent
from payments.providers import provider
from payments.providers.base import ConfirmedBy
from payments.providers.results import AttemptResult, Outcome


def confirm_api_intent(
    *,
    intent_id: str,
    ip: str,
    payment_method_type: str = "",
    payment_method_options: Mapping[str, Any] | None = None,
    billing_details: Mapping[str, Any] | None = None,
    return_url: str = "",
    receipt_email: str = "",
) -> PaymentIntent:
    """Confirm with the given method, or with the one chosen before.

    An open attempt that is still valid is continued; after a failed one there is a new attempt with a new deadline.
    Cash is received at this moment. Raises DomainError PAYMENT_METHOD_MISSING, and what `confirm_intent` and
    `choose_method` raise.
    """
    with transaction.atomic():
        intent = lock_intent(intent_id)
        require_payable(intent)
        if payment_method_type and payment_method_type != intent.payment_method_type:
            choose_method(intent, payment_method_type, billing_details)
        elif billing_details is not None:
            intent.billing_details = dict(billing_details)
        if not intent.payment_method_type:
            raise DomainError(_("Chưa chọn cách trả tiền."), code="PAYMENT_METHOD_MISSING", field="payment_method")
        intent.payment_method_options = intent.payment_method_options | dict(payment_method_options or {})
        intent.return_url = return_url or intent.return_url
        intent.receipt_email = receipt_email or intent.receipt_email
        if not _has_open_attempt(intent):
            intent.expires_at = clock.now() + timedelta(seconds=_seconds_to_pay(intent))
        intent.save()
        if provider(intent.payment_method_type).confirms_by is ConfirmedBy.COLLECTOR:
            _receive(intent)
        else:
            options = intent.payment_method_options.get(intent.payment_method_type, {})
            # The provider returns the buyer to us, and we redirect to the caller's page.
            confirm_intent(intent_id=intent.pk, ip=ip, locale=options.get("locale", "vn"))
        intent.refresh_from_db()
        return intent


def _has_open_attempt(intent: PaymentIntent) -> bool:
    """Whether an attempt by the chosen method is still open. One without a known result blocks a second one."""
    open_attempts = intent.attempts.filter(status=AttemptStatus.OPEN)
    now = clock.now()
    if open_attempts.filter(expires_at__lte=now).exists():
        raise unexpected_state(_("Đang chờ cổng thanh toán trả lời. Xin đừng trả tiền lần nữa."))
    if intent.expires_at is None or intent.expires_at <= now:
        return False
    return open_attempts.filter(provider=intent.payment_method_type, expires_at=intent.expires_at).exists()


def _seconds_to_pay(intent: PaymentIntent) -> int:
    asked = intent.payment_method_options.get(intent.payment_method_type, {}).get("expires_after_seconds")
    return int(asked or settings.PAYMENT_MINUTES * 60)


def _receive(intent: PaymentIntent) -> None:
    """Cash: whoever confirms has the money."""
    if intent.expires_at is None:
        raise AssertionError("an intent that is being confirmed has a deadline")
    method = provider(intent.payment_method_type)
    attempt = Attempt.objects.create(
        intent=intent,
        provider=method.code,
        reference=method.new_reference(clock.now()),
        amount=intent.amount,
        expires_at=intent.expires_at,
    )
    complete_attempt(
        reference=attempt.reference, result=AttemptResult(Outcome.SUCCEEDED), confirmed_by=ConfirmationSource.DECLARED
    )
