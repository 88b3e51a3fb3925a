"""The buyer's way back from VNPay: verified and shown, never believed enough to move money."""

from collections.abc import Mapping
from dataclasses import dataclass

from payments.jobs import ask_soon
from payments.models import OPEN_STATUSES, Attempt, AttemptStatus, IntentStatus, MadeBy
from payments.providers.vnpay import codes
from payments.providers.vnpay.messages import Message, read
from payments.return_address import with_query
from payments.services.record_call import record_call


@dataclass(frozen=True)
class ReturnView:
    """What the page may say. Without a good signature it knows nothing, not even whose payment it is."""

    signature_ok: bool
    intent_id: str | None = None
    reference: str | None = None
    transfer_group: str | None = None
    decline_code: str = ""  # what the browser claims; the intent's own state is the truth
    waiting: bool = False  # VNPay's word has not come yet, and has been asked for
    made_by_api: bool = False  # not a checkout of the shop: the buyer goes on to the page of whoever asked for it
    return_to: str = ""  # that page, with what became of the payment; "" where none was given


def read_return(params: Mapping[str, str]) -> ReturnView:
    """Read a return address; where the payment is still open, have querydr asked within seconds."""
    message = read(params)
    if not message.signature_ok:
        _keep(message, None)
        return ReturnView(signature_ok=False)
    found = Attempt.objects.select_related("intent").filter(reference=message.reference.replace("\x00", ""))
    attempt = found.filter(provider="vnpay").first() if message.is_ours else None
    _keep(message, attempt)
    if attempt is None:
        return ReturnView(signature_ok=True)
    # Also of a cancelled intent: money that came too late must be found and sent back.
    waiting = attempt.status == AttemptStatus.OPEN
    if waiting:
        ask_soon(attempt.reference)
    return ReturnView(
        signature_ok=True,
        intent_id=attempt.intent_id,
        reference=attempt.reference,
        transfer_group=attempt.intent.transfer_group,
        decline_code=codes.decline_code(message.response_code),
        waiting=waiting and attempt.intent.status in OPEN_STATUSES,
        made_by_api=attempt.intent.made_by == MadeBy.API,
        return_to=_return_to(attempt),
    )


def _return_to(attempt: Attempt) -> str:
    """The caller's own page, with Stripe's parameters. What they say is what we know, not what the browser claims."""
    intent = attempt.intent
    if intent.made_by != MadeBy.API or not intent.return_url:
        return ""
    if intent.status == IntentStatus.SUCCEEDED:
        redirect_status = "succeeded"
    elif attempt.status == AttemptStatus.FAILED or intent.status == IntentStatus.CANCELED:
        redirect_status = "failed"
    else:
        redirect_status = "pending"
    told = {
        "payment_intent": intent.pk,
        "payment_intent_client_secret": intent.client_secret,
        "redirect_status": redirect_status,
    }
    return with_query(intent.return_url, told)


def _keep(message: Message, attempt: Attempt | None) -> None:
    record_call(
        provider="vnpay",
        kind="return",
        reference=message.reference,
        attempt=attempt,
        payload=message.fields,
        signature_ok=message.signature_ok,
    )
