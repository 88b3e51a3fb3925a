"""What waits for a person at the desk, and its evidence."""

from django.db.models import QuerySet

from payments.models import PaymentIntent, ProviderCall


def reviews_open() -> QuerySet[PaymentIntent]:
    """Payments that wait for a person, oldest first, with their attempts (2 statements)."""
    return PaymentIntent.objects.filter(review=True).prefetch_related("attempts").order_by("sequence")


def open_questions() -> QuerySet[ProviderCall]:
    """Signed calls that fitted nothing and that nobody has answered, oldest first."""
    asked = ProviderCall.objects.exclude(open_question="").filter(decided_at=None)
    return asked.select_related("attempt").order_by("at", "pk")


def calls_of(intent_id: str) -> QuerySet[ProviderCall]:
    """Everything that providers said of an intent, in order: the evidence."""
    return ProviderCall.objects.filter(attempt__intent_id=intent_id).order_by("pk")
