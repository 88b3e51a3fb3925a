"""The buyer withdraws a return request."""

from uuid import UUID

from django.db import transaction

from accounts.models import User
from core import clock
from orders.locks import lock_return
from orders.models import HistoryCode, RequestedBy, Return, ReturnState
from orders.returns.services.accept_return import check_unanswered
from orders.returns.services.create_return import record_in_history


def withdraw_return(*, return_id: UUID | str, actor: User | None = None) -> Return:
    """Withdraw an unanswered return. The caller checks who asks, as in `request_return`.

    Raises DomainError RETURN_ANSWERED, or NotFound.
    """
    with transaction.atomic():
        _order, returned = lock_return(return_id)
        check_unanswered(returned)
        if returned.requested_by != RequestedBy.BUYER:
            raise AssertionError("only a buyer's return waits for an answer")
        returned.state, returned.ended_at = ReturnState.WITHDRAWN, clock.now()
        returned.save()
        record_in_history(returned, HistoryCode.RETURN_WITHDRAWN, actor)
        return returned
