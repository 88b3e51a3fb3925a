"""Query the provider for the status of one attempt and apply the result."""

from payments.intents.services.complete_attempt import complete_attempt
from payments.models import Attempt, AttemptStatus, ConfirmationSource
from payments.providers import provider
from payments.providers.results import Outcome


def poll_attempt(*, reference: str) -> Outcome | None:
    """The provider's status of an open attempt, applied where it is final; None where the attempt is closed.

    Network call: never inside a transaction.
    """
    attempt = Attempt.objects.filter(reference=reference, status=AttemptStatus.OPEN).first()
    return _query_and_complete(attempt)


def recheck_attempt(*, reference: str) -> Outcome | None:
    """The provider's status of any attempt, closed ones included. A contradiction opens a review.

    Network call: never inside a transaction.
    """
    return _query_and_complete(Attempt.objects.filter(reference=reference).first())


def _query_and_complete(attempt: Attempt | None) -> Outcome | None:
    if attempt is None:
        return None
    result = provider(attempt.provider).query_status(attempt)
    complete_attempt(reference=attempt.reference, result=result, confirmed_by=ConfirmationSource.STATUS_QUERY)
    return result.outcome
