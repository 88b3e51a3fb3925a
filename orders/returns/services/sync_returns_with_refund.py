"""Update the returns of a payment to the state of its refunds. Events only trigger it; the state is read again."""

from datetime import datetime

from django.db import transaction

from core import clock
from orders.locks import lock_accepted_returns
from orders.models import Return, ReturnState
from orders.returns.references import reference_of
from orders.returns.services.create_return import history_data
from orders.transitions import TransitionName, transition_order
from payments import sdk


def sync_returns_with_refund(*, intent_id: str) -> None:
    """An accepted return whose refund succeeded is completed. One whose refund failed stays accepted: the office sees
    the failure and retries. Repetition changes nothing.
    """
    with transaction.atomic():
        waiting = lock_accepted_returns(intent_id)
        refunds = sdk.refunds.of(intent_id) if waiting else []
        for returned in waiting:
            tries = [refund for refund in refunds if refund.first_reference == reference_of(returned)]
            if tries and returned.refund_id != tries[-1].id:
                returned.refund_id = tries[-1].id
                returned.save(update_fields=["refund_id"])
            succeeded = next((refund for refund in tries if refund.status == "succeeded"), None)
            if succeeded is not None:
                _finish(returned, succeeded.ended or clock.now())


def _finish(returned: Return, refunded_at: datetime) -> None:
    order = returned.order
    returned.state, returned.ended_at = ReturnState.DONE, refunded_at
    returned.save(update_fields=["state", "ended_at"])
    order.returned_total += returned.amount
    name = TransitionName.REFUND_PART
    if order.returned_total == order.total:
        name, order.refunded_at = TransitionName.REFUND_IN_FULL, refunded_at
    transition_order(order, name, data=history_data(returned), payload={"return_id": str(returned.pk)})
