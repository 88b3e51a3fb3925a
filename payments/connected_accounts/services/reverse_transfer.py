"""Reverse a transfer, in part or in full: commission in proportion, tax of the returned goods."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from core.errors import DomainError
from core.identifiers import new_id
from payments.base.errors import bad_amount
from payments.base.locks import lock_payee, lock_transfer
from payments.base.proportions import next_part
from payments.connected_accounts.services.create_transfer import fee_details, owed_in
from payments.events import publish
from payments.ledger import chart
from payments.ledger.journal import BalanceEntry, post_entry
from payments.models import PaymentIntent, Refund, TaxEntry, Transfer, TransferReversal
from payments.tax_rules.tax_month import counted_at
from payments.tax_rules.withholding import Sale, check_back
from payments.tax_rules.withholding_reversal import reversed_entries


def reverse_transfer(
    *,
    transfer_id: str,
    amount: int | None = None,
    sales: Sequence[Sale] = (),
    refund_application_fee: bool = True,
    description: str = "",
    metadata: Mapping[str, Any] | None = None,
) -> TransferReversal:
    """Reverse `amount` đồng (None: all that is left) of a transfer to the customer funds of its intent.

    Withheld tax is always reversed: that of `sales`, or without them that of all goods sold, in proportion. The
    operator's commission is reversed with `refund_application_fee`; else the payee bears it.

    Raises DomainError AMOUNT_INVALID, SALES_INVALID, TRANSFER_REVERSED where nothing is left, or NotFound.
    """
    with transaction.atomic():
        intent, transfer = lock_transfer(transfer_id)
        left = transfer.amount - transfer.reversed
        if left == 0:
            raise DomainError(_("Khoản chia này đã lấy lại hết rồi."), code="TRANSFER_REVERSED", field="id")
        amount = left if amount is None else amount
        if not 0 < amount <= left:
            raise bad_amount(_("Số tiền lấy lại phải lớn hơn 0 và không quá phần còn lại của khoản chia."))
        check_back(sales, amount)
        return record_reversal(
            intent,
            transfer,
            amount,
            sales=sales,
            refund_application_fee=refund_application_fee,
            description=description,
            metadata=metadata,
        )


def record_reversal(
    intent: PaymentIntent,
    transfer: Transfer,
    amount: int,
    *,
    refund: Refund | None = None,
    sales: Sequence[Sale] = (),
    refund_application_fee: bool = True,
    description: str = "",
    metadata: Mapping[str, Any] | None = None,
) -> TransferReversal:
    """Write and post the reversal. The caller holds the lock of the intent and has checked what is left.

    `sales` are the returned goods, by the lines of the tax list; without them all goods count in proportion. Shares are
    cumulative, so that the last partial reversal leaves commission and tax at exactly zero.
    """
    if transfer.released_at is not None:
        lock_payee(transfer.payee_id)  # a concurrent payout sees the balance after this
    before = transfer.reversed
    commission = 0
    if refund_application_fee:
        commission = next_part(transfer.commission, transfer.fee_base_reversed, amount, transfer.amount)
    reversal_id = new_id("trr")
    entries = list(transfer.tax_entries.order_by("pk"))
    taxes = reversed_entries(entries, amount, sales, is_last=before + amount == transfer.amount)
    vat, pit = -sum(entry.vat for entry in taxes), -sum(entry.pit for entry in taxes)
    reversal = TransferReversal.objects.create(
        id=reversal_id,
        livemode=transfer.livemode,
        transfer=transfer,
        refund=refund,
        amount=amount,
        commission=commission,
        vat=vat,
        pit=pit,
        sales=[asdict(sale) for sale in sales],
        description=description[:255],
        metadata=dict(metadata or {}),
    )
    if taxes:
        counted = counted_at(clock.now(), livemode=transfer.livemode)
        for entry in taxes:
            entry.reversal, entry.at = reversal, counted
        TaxEntry.objects.bulk_create(taxes)
    transfer.reversed = before + amount
    transfer.fee_base_reversed += amount if refund_application_fee else 0
    transfer.commission_reversed += commission
    transfer.vat_reversed += vat
    transfer.pit_reversed += pit
    transfer.save(
        update_fields=["reversed", "fee_base_reversed", "commission_reversed", "vat_reversed", "pit_reversed"]
    )
    _post(intent, transfer, reversal)
    publish.publish_object(publish.TRANSFER_REVERSED, transfer)
    if commission:
        publish.publish_fee(publish.FEE_REFUNDED, transfer)
    return reversal


def _post(intent: PaymentIntent, transfer: Transfer, reversal: TransferReversal) -> None:
    amount, payee = reversal.amount, transfer.payee_id
    off = reversal.commission + reversal.vat + reversal.pit
    lines = [BalanceEntry(None, "transfer_refund", reversal.pk, amount)]
    if reversal.commission:
        lines.append(BalanceEntry(None, "application_fee_refund", transfer.fee_id or "", -reversal.commission))
    details = fee_details(-reversal.commission, -reversal.vat, -reversal.pit)
    available = transfer.released_at is not None
    lines.append(
        BalanceEntry(payee, "payment_refund", transfer.payment_id or "", -amount, -off, details, available=available)
    )
    post_entry(
        reason="transfer_reversal",
        reason_ref=reversal.pk,
        intent=intent,
        livemode=intent.livemode,
        lines=[
            (chart.payee_account(owed_in(transfer), payee), amount - off),
            (chart.platform_account(chart.COMMISSION), reversal.commission),
            (chart.payee_account(chart.TAX_VAT, payee), reversal.vat),
            (chart.payee_account(chart.TAX_PIT, payee), reversal.pit),
            (chart.platform_account(chart.CUSTOMER_FUNDS), -amount),
        ],
        reference=transfer.reference,
        balance=lines,
    )
