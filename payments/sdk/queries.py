"""Payments by their ids: what callers see of them."""

from collections.abc import Iterable

from payments.base.errors import no_such_payment
from payments.models import PaymentIntent
from payments.sdk import objects


def intents(ids: Iterable[str]) -> dict[str, objects.Intent]:
    """The intents of some ids (3 statements); unknown ids are left out."""
    rows = PaymentIntent.objects.filter(pk__in=list(ids)).prefetch_related("attempts", "refunds")
    return {row.pk: objects.intent(row) for row in rows}


def intent(intent_id: str) -> objects.Intent:
    """One intent (3 statements); raises NotFound."""
    found = intents([intent_id]).get(intent_id)
    if found is None:
        raise no_such_payment()
    return found
