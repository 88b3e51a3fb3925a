"""Payments and messages that the operator must decide, with their evidence."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.functional import Promise

from payments.models import Attempt, PaymentIntent, ProviderMessage
from payments.providers import provider


def reviews_open() -> QuerySet[PaymentIntent]:
    """Payments in review, oldest first, with their attempts (2 statements)."""
    return PaymentIntent.objects.filter(review=True).prefetch_related("attempts").order_by("sequence")


def unresolved_messages() -> QuerySet[ProviderMessage]:
    """Signed messages that matched nothing and are not resolved, oldest first."""
    messages = ProviderMessage.objects.exclude(review_reason="").filter(decided_at=None)
    return messages.select_related("attempt").order_by("at", "pk")


def messages_of(intent_id: str) -> QuerySet[ProviderMessage]:
    """All provider messages about an intent, in order."""
    return ProviderMessage.objects.filter(attempt__intent_id=intent_id).order_by("pk")


def evidence_of(attempt: Attempt) -> Sequence[tuple[str | Promise, str]]:
    """The provider's data of an attempt, each value with its label."""
    return provider(attempt.provider).evidence(attempt)
