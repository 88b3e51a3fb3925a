"""The room's one lock: a payment is changed by whoever holds its intent, and nothing else is ever locked with it."""

from core.locks import lock_row
from payments.errors import no_such_payment
from payments.models import Attempt, PaymentIntent


def lock_intent(intent_id: str) -> PaymentIntent:
    """The intent, locked until the transaction ends; raises NotFound."""
    intent = lock_row(PaymentIntent.objects.filter(pk=intent_id))
    if intent is None:
        raise no_such_payment()
    return intent


def lock_attempt(reference: str) -> tuple[PaymentIntent, Attempt]:
    """The attempt of a reference under the lock of its intent; raises NotFound."""
    intent = lock_row(PaymentIntent.objects.filter(attempts__reference=reference))
    if intent is None:
        raise no_such_payment()
    return intent, Attempt.objects.get(reference=reference)
