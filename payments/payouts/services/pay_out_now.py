"""The operator pays a payee out without waiting for its scheduled day."""

from django.db import transaction

from accounts.models import User
from accounts.services.record_audit import record_audit
from payments.base.operator import require_operator
from payments.models import Payout
from payments.payouts.services.create_payout import create_payout


def pay_out_now(*, payee_id: str, actor: User) -> Payout:
    """All that is available. Raises DomainError as `create_payout` does, or Forbidden to all but the operator."""
    require_operator(actor)
    with transaction.atomic():
        payout = create_payout(payee_id=payee_id)
        record_audit(actor=actor, action="payout.create", obj=payout, after={"amount": payout.amount})
        return payout
