"""The gateway's calls that come later: after the buyer's return, and again after an answer that it did not like."""

from core.jobs import app
from sandbox.models import SandboxPayment
from sandbox.vnpay import notify

_AFTER_RETURN = 3  # seconds: the buyer's browser is back by then


def call_after_return(payment: SandboxPayment) -> None:
    """The IPN comes when the buyer has already been sent back."""
    call_ipn.configure(schedule_in={"seconds": _AFTER_RETURN}).defer(payment_id=str(payment.pk))


def call_until_acknowledged(payment: SandboxPayment) -> dict[str, str]:
    """Call now, and by VNPay's rule again later where the answer asks for it."""
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
