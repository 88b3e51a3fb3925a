"""Ask the provider about one attempt and take its answer."""

from payments.intents.services.complete_attempt import complete_attempt
from payments.models import Attempt, AttemptStatus
from payments.providers import provider
from payments.providers.base import Outcome


def poll_attempt(*, reference: str) -> Outcome | None:
    """What the provider says now, settled where it is final; None where there is nothing left to ask.

    Talks over the network: never call it inside a transaction.
    """
    attempt = Attempt.objects.filter(reference=reference, status=AttemptStatus.OPEN).first()
    if attempt is None:
        return None
    result = provider(attempt.provider).query_status(attempt)
    complete_attempt(reference=reference, result=result, confirmed_by="querydr")
    return result.outcome


def recheck_attempt(*, reference: str) -> Outcome | None:
    """What the provider says now of a visit, also of one that has ended: a contradiction goes before a person.

    Talks over the network: never call it inside a transaction.
    """
    attempt = Attempt.objects.filter(reference=reference).first()
    if attempt is None:
        return None
    result = provider(attempt.provider).query_status(attempt)
    complete_attempt(reference=reference, result=result, confirmed_by="querydr")
    return result.outcome
