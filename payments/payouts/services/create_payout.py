"""Create a payout: take available money off a payee's balance for its present bank account."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import clock
from core.errors import DomainError
from core.identifiers import new_id
from core.money import format_dong
from payments.base.errors import bad_amount
from payments.base.locks import lock_payee
from payments.events import publish
from payments.ledger import balances
from payments.models import Payee, Payout
from payments.payouts.errors import no_bank_account
from payments.payouts.hold import held_until
from payments.payouts.posting import post_payout
from payments.payouts.schedule import expected_arrival
from payments.payouts.transfer_code import new_code


def create_payout(
    *,
    payee_id: str,
    amount: int | None = None,
    description: str = "",
    metadata: Mapping[str, Any] | None = None,
    automatic: bool = False,
) -> Payout:
    """A pending payout of `amount` đồng, or of all that is available. To an account that is new it waits (hold.py).

    Never more than is available in the moment, whoever else pays out or refunds: the payee is locked. Raises
    DomainError NO_BANK_ACCOUNT, BALANCE_INSUFFICIENT (nothing there, a debt, less than asked), AMOUNT_INVALID,
    or NotFound.
    """
    with transaction.atomic():
        payee = lock_payee(payee_id)
        if not has_bank_account(payee):
            raise no_bank_account()
        amount = _amount(balances.balances([payee.pk])[payee.pk].available, amount)
        send_after = held_until(payee.bank_changed_at)
        payout = Payout.objects.create(
            id=new_id("po"),
            livemode=payee.livemode,
            payee=payee,
            amount=amount,
            automatic=automatic,
            code=new_code(),
            bank_bin=payee.bank_bin,
            bank_account_no=payee.bank_account_no,
            bank_account_name=payee.bank_account_name,
            description=description[:255],
            metadata=dict(metadata or {}),
            send_after=send_after,
            arrival_on=expected_arrival(clock.local(send_after).date() if send_after else clock.today()),
        )
        post_payout(payout)
        publish.publish_object(publish.PAYOUT_CREATED, payout)
        return payout


def has_bank_account(payee: Payee) -> bool:
    return bool(payee.bank_bin and payee.bank_account_no and payee.bank_account_name)


def _amount(available: int, requested: int | None) -> int:
    if requested is not None and requested <= 0:
        raise bad_amount(_("Số tiền rút phải lớn hơn 0."))
    if available < 0:
        raise _insufficient(
            _("Đang nợ %(debt)s vì đã hoàn cho người mua sau khi nhận tiền; tiền bán tới sẽ trừ vào khoản này.")
            % {"debt": format_dong(-available)}
        )
    if available == 0:
        raise _insufficient(_("Chưa có khoản tiền nào rút được."))
    if requested is not None and requested > available:
        raise _insufficient(_("Chỉ rút được tối đa %(most)s.") % {"most": format_dong(available)})
    return available if requested is None else requested


def _insufficient(message: str | Promise) -> DomainError:
    return DomainError(message, code="BALANCE_INSUFFICIENT", field="amount")
