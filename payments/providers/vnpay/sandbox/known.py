"""Payments that nobody walked through the gateway's pages: sample sales, of which it must know all the same."""

from urllib.parse import parse_qsl, urlsplit

from payments.models import Attempt, SandboxPayment
from payments.providers.vnpay.sandbox.gateway import arrive


def know(attempt: Attempt) -> SandboxPayment:
    """Give the gateway's record of a settled attempt what we were told of it, so that it can be asked and refund it."""
    payment = arrive(dict(parse_qsl(urlsplit(attempt.redirect_url).query)))
    payment.response_code, payment.transaction_status = attempt.response_code, attempt.transaction_status
    payment.transaction_no, payment.pay_date = attempt.provider_ref, attempt.paid_at
    payment.bank_code, payment.ipn_answer = attempt.bank_code, "00"
    payment.save()
    return payment
