"""Resolve a payment of ours that no settlement file of its day holds."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from core import clock
from core.errors import DomainError, NotFound
from payments.base.locks import lock_attempt
from payments.base.operator import require_note, require_operator
from payments.models import Difference, LineKind, LineOutcome, SettlementLine
from payments.reconciliation.days import missing
from payments.reconciliation.posting import post_line
from payments.reconciliation.queries import file_of_day


def resolve_missing(*, reference: str, note: str, actor: User) -> SettlementLine:
    """Write off what VNPay owes for a payment: the operator bears it. The payment and its orders stay as they are.

    Raises Forbidden, NotFound, or DomainError: REQUIRED without a note, NOT_MISSING where a file holds it or may hold
    it yet.
    """
    note = require_note(note)
    require_operator(actor)
    with transaction.atomic():
        _intent, attempt = lock_attempt(reference)
        found = next((gap for gap in missing(reference=reference) if not gap.may_come), None)
        if found is None:
            raise DomainError(_("Khoản này không còn thiếu trong tệp đối soát."), code="NOT_MISSING")
        file = file_of_day(found.day, livemode=attempt.intent.livemode)
        if file is None:
            raise NotFound(_("Không tìm thấy tệp của ngày này."))
        try:
            line = SettlementLine.objects.create(
                file=file,
                kind=LineKind.MISSING,
                reference=reference,
                provider_ref=attempt.provider_ref,
                amount=attempt.amount,
                day=found.day,
                raw={},
                attempt=attempt,
                difference=Difference.NOT_THEIRS,
                settled=True,
                outcome=LineOutcome.LOSS,
                decided_at=clock.now(),
                decided_by=actor,
                decision=note,
            )
        except IntegrityError as error:
            raise DomainError(_("Khoản này vừa được quyết toán."), code="NOT_MISSING") from error
        post_line(line)
        record_audit(
            actor=actor,
            action="settlement.write_off",
            obj=line,
            after={"reference": reference, "amount": attempt.amount, "note": note},
        )
        return line
