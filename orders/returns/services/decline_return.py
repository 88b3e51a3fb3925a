"""Decline a return with a written reason. The order's money is no longer held for it."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from core import clock
from core.errors import DomainError
from orders.authority import seller_or_operator_authority
from orders.locks import lock_return
from orders.models import HistoryCode, Return, ReturnState
from orders.returns.rules import clean_text
from orders.returns.services.accept_return import check_unanswered
from orders.returns.services.create_return import record_in_history


def decline_return(*, return_id: UUID | str, actor: User, answer: str) -> Return:
    """Decline a requested return; `answer` is shown to the buyer.

    Raises DomainError REQUIRED on `answer`, RETURN_ANSWERED, Forbidden, or NotFound.
    """
    answer = clean_text(answer)
    if not answer:
        raise DomainError(_("Vui lòng ghi vì sao không hoàn, để người mua biết."), code="REQUIRED", field="answer")
    with transaction.atomic():
        order, returned = lock_return(return_id)
        authority = seller_or_operator_authority(actor, order)
        check_unanswered(returned)
        returned.state, returned.answer = ReturnState.DECLINED, answer
        returned.answered_by, returned.answered_at = actor, clock.now()
        returned.ended_at = returned.answered_at
        returned.save()
        record_in_history(returned, HistoryCode.RETURN_DECLINED, actor)
        record_audit(
            actor=actor,
            action="return.decline",
            obj=returned,
            before={"state": str(ReturnState.REQUESTED)},
            after={"order": order.code, "amount": returned.amount, "answer": answer},
            on_behalf_of=authority.on_behalf_of,
        )
        return returned
