"""Payments that did not pass the gateway's pages but must be in its records.

Sample sales, and payments reported by others who signed with the public sandbox key: such reports become the gateway's
own records.
"""

from contextlib import suppress
from urllib.parse import parse_qsl, urlsplit

from payments.models import Attempt, AttemptStatus
from payments.providers.vnpay import CODE, protocol
from payments.providers.vnpay.messages import VNPayData
from sandbox.models import SandboxPayment
from sandbox.vnpay.gateway import Refused, arrive


def know(attempt: Attempt) -> SandboxPayment:
    """Write the reported result of a completed attempt into the gateway's record, so that it can be queried and
    refunded.
    """
    payment = arrive(dict(parse_qsl(urlsplit(attempt.redirect_url).query)))
    data = VNPayData.of(attempt)
    payment.response_code, payment.transaction_status = attempt.response_code, data.transaction_status
    payment.transaction_no = attempt.provider_ref
    payment.pay_date = protocol.stamp(attempt.paid_at) if attempt.paid_at else ""
    payment.bank_code, payment.ipn_answer = data.bank_code, "00"
    payment.save()
    return payment


def take_over(txn_ref: str) -> None:
    """Record a payment that is paid in the shop but was not completed here."""
    if SandboxPayment.objects.filter(txn_ref=txn_ref).exclude(response_code="").exists():
        return
    paid = Attempt.objects.filter(status__in=[AttemptStatus.SUCCEEDED, AttemptStatus.DUPLICATE], response_code="00")
    attempt = paid.filter(provider=CODE, reference=txn_ref).first()
    if attempt is not None:
        with suppress(Refused):
            know(attempt)
