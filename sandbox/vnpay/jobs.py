"""Later calls of the gateway: after the buyer's return, and retries after an unexpected answer."""

from core.jobs import app
from sandbox.models import SandboxPayment
from sandbox.vnpay import notify

_AFTER_RETURN = 3  # seconds: the buyer's browser has returned by then


def call_after_return(payment: SandboxPayment) -> None:
    """Send the IPN after the buyer was redirected back."""
    call_ipn.configure(schedule_in={"seconds": _AFTER_RETURN}).defer(payment_id=str(payment.pk))


def call_until_acknowledged(payment: SandboxPayment) -> dict[str, str]:
    """Call now, and retry later by VNPay's rule if the answer requires it."""
    answer = notify.call(payment)
    if notify.must_call_again(payment):
        call_ipn.configure(schedule_in={"seconds": int(notify.BETWEEN_CALLS.total_seconds())}).defer(
            payment_id=str(payment.pk)
        )
    return answer


@app.task(name="sandbox.vnpay.call_ipn", queue="default")
def call_ipn(payment_id: str) -> None:
    """One late call."""
    payment = SandboxPayment.objects.filter(pk=payment_id).exclude(response_code="").first()
    if payment is not None and payment.ipn_answer not in notify.ACKNOWLEDGED:
        call_until_acknowledged(payment)
