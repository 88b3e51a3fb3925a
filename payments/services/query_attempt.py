"""Ask the provider about one attempt and take its answer."""

from payments.models import Attempt, AttemptStatus
from payments.providers import provider
from payments.providers.base import Outcome
from payments.services.settle_attempt import settle_attempt


def query_attempt(*, reference: str) -> Outcome | None:
    """What the provider says now, settled where it is final; None where there is nothing left to ask.

    Talks over the network: never call it inside a transaction.
    """
    attempt = Attempt.objects.filter(reference=reference, status=AttemptStatus.OPEN).first()
    if attempt is None:
        return None
    told = provider(attempt.provider).ask(attempt)
    settle_attempt(reference=reference, told=told, told_by="querydr")
    return told.outcome


def ask_again(*, reference: str) -> Outcome | None:
    """What the provider says now of a visit, also of one that has ended: a contradiction goes before a person.

    Talks over the network: never call it inside a transaction.
    """
    attempt = Attempt.objects.filter(reference=reference).first()
    if attempt is None:
        return None
    told = provider(attempt.provider).ask(attempt)
    settle_attempt(reference=reference, told=told, told_by="querydr")
    return told.outcome
