"""Collect pending payouts in one file for the bank."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from core.errors import DomainError
from core.identifiers import new_id
from core.locks import lock_rows
from payments.base.mode import livemode
from payments.base.operator import require_operator
from payments.events import publish
from payments.models import Payout, PayoutBatch, PayoutStatus
from payments.payouts.errors import no_such_payout, too_new, unexpected_state
from payments.payouts.hold import on_hold


def make_batch(*, actor: User, payout_ids: Collection[str] | None = None) -> PayoutBatch:
    """Collect pending payouts (all, or those of `payout_ids`) in one batch and make them in_transit.

    From now on they cannot be canceled, because the bank may have the file. Without `payout_ids`, payouts on hold are
    left out.

    Raises DomainError NOTHING_TO_SEND, PAYOUT_UNEXPECTED_STATE where one of `payout_ids` is not pending, PAYOUT_ON_HOLD
    where its bank account is too new, NotFound, Forbidden.
    """
    require_operator(actor)
    with transaction.atomic():
        payouts = _locked(payout_ids)
        if not payouts:
            raise DomainError(_("Chưa có khoản nào chờ chuyển."), code="NOTHING_TO_SEND")
        batch = PayoutBatch.objects.create(id=new_id("pb"), livemode=livemode(), created_by=actor)
        with publish.updating(publish.PAYOUT_UPDATED, rows=payouts):
            for payout in payouts:
                payout.batch, payout.status = batch, PayoutStatus.IN_TRANSIT
            Payout.objects.bulk_update(payouts, ["batch", "status"])
        record_audit(
            actor=actor,
            action="payout.batch",
            obj=batch,
            after={"payouts": len(payouts), "total": sum(payout.amount for payout in payouts)},
        )
        return batch


def _locked(payout_ids: Collection[str] | None) -> list[Payout]:
    rows = Payout.objects.filter(livemode=livemode())
    if payout_ids is None:
        return lock_rows(rows.filter(status=PayoutStatus.PENDING).exclude(on_hold()))
    payouts = lock_rows(rows.filter(pk__in=payout_ids))
    if len(payouts) < len(set(payout_ids)):
        raise no_such_payout()
    for payout in payouts:
        if payout.status != PayoutStatus.PENDING:
            raise unexpected_state(payout)
        if payout.is_held:
            raise too_new(payout)
    return payouts
