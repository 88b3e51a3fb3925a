"""Payments that nobody walked through the gateway's pages, of which it must know all the same.

Sample sales; and those of which somebody else told the shop, signed with the key that is public here: whoever holds it
speaks for the gateway, so what was said becomes its own record.
"""

from contextlib import suppress
from urllib.parse import parse_qsl, urlsplit

from payments.models import Attempt, AttemptStatus
from payments.providers.vnpay import CODE, texts
from payments.providers.vnpay.messages import VNPayData
from sandbox.models import SandboxPayment
from sandbox.vnpay.gateway import Refused, arrive


def know(attempt: Attempt) -> SandboxPayment:
    """Give the gateway's record of a settled attempt what we were told of it, so that it can be asked and refund it."""
    payment = arrive(dict(parse_qsl(urlsplit(attempt.redirect_url).query)))
    data = VNPayData.of(attempt)
    payment.response_code, payment.transaction_status = attempt.response_code, data.transaction_status
    payment.transaction_no = attempt.provider_ref
    payment.pay_date = texts.stamp(attempt.paid_at) if attempt.paid_at else ""
    payment.bank_code, payment.ipn_answer = data.bank_code, "00"
    payment.save()
    return payment


def take_over(txn_ref: str) -> None:
    """Know a payment that the shop holds for paid, where it never ended here."""
    if SandboxPayment.objects.filter(txn_ref=txn_ref).exclude(response_code="").exists():
        return
    paid = Attempt.objects.filter(status__in=[AttemptStatus.SUCCEEDED, AttemptStatus.DUPLICATE], response_code="00")
    attempt = paid.filter(provider=CODE, reference=txn_ref).first()
    if attempt is not None:
        with suppress(Refused):
            know(attempt)
