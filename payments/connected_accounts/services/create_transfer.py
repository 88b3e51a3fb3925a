"""Transfer a part of a paid intent to a payee: commission and withheld tax are deducted by the rules of the day."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import clock
from core.errors import DomainError, NotFound
from core.identifiers import new_id
from payments.base.errors import bad_amount, require_platform, under_review, unexpected_state
from payments.base.funds import transferable
from payments.base.locks import lock_intent
from payments.events import publish
from payments.ledger import chart
from payments.ledger.journal import BalanceEntry, post_entry
from payments.models import IntentStatus, Payee, PaymentIntent, TaxCategory, TaxEntry, Transfer
from payments.tax_rules.commission import commission
from payments.tax_rules.tax_month import counted_at
from payments.tax_rules.withholding import Sale, Withheld, withhold, withholds


def create_transfer(
    *,
    intent_id: str,
    amount: int,
    payee_id: str,
    reference: str = "",
    sales: Sequence[Sale] = (),
    application_fee_amount: int | None = None,
    released: bool = False,
    transfer_group: str = "",
    description: str = "",
    metadata: Mapping[str, Any] | None = None,
) -> Transfer:
    """Transfer `amount` đồng of a succeeded intent to a payee.

    `reference` is the caller's own name for it (an order's code), unique in an intent. `sales` are the goods sold,
    together `amount`, for the tax; without them the goods count as unidentified, at the highest rate. The commission
    follows the rule of the day unless `application_fee_amount` is given. `released`: available at once, without a
    return window.

    Raises DomainError AMOUNT_INVALID, PAYMENT_INTENT_UNEXPECTED_STATE, PAYMENT_UNDER_REVIEW, INSUFFICIENT_FUNDS,
    TRANSFER_EXISTS, SALES_INVALID, FEE_INVALID, or NotFound.
    """
    with transaction.atomic():
        intent = lock_intent(intent_id)
        payee = Payee.objects.filter(pk=payee_id, livemode=intent.livemode).first()
        if payee is None:
            raise NotFound(_("Không tìm thấy người nhận tiền này."), field="destination")
        if amount <= 0:
            raise bad_amount(_("Số tiền phải lớn hơn 0."))
        require_platform(intent)
        if intent.review:
            raise under_review()
        if intent.status != IntentStatus.SUCCEEDED:
            raise unexpected_state(_("Khoản này chưa được trả nên chưa chia cho người bán được."))
        if reference and intent.transfers.filter(reference=reference).exists():
            raise DomainError(_("Phần tiền này đã chia rồi."), code="TRANSFER_EXISTS", field="reference")
        if amount > transferable(intent):
            raise DomainError(
                _("Số tiền lớn hơn phần còn lại của khoản thanh toán."), code="INSUFFICIENT_FUNDS", field="amount"
            )
        return record_transfer(
            intent,
            payee,
            amount=amount,
            reference=reference,
            sales=sales,
            application_fee_amount=application_fee_amount,
            released=released,
            transfer_group=transfer_group,
            description=description,
            metadata=metadata,
        )


def record_transfer(
    intent: PaymentIntent,
    payee: Payee,
    *,
    amount: int,
    reference: str,
    sales: Sequence[Sale] = (),
    application_fee_amount: int | None = None,
    released: bool = False,
    transfer_group: str = "",
    description: str = "",
    metadata: Mapping[str, Any] | None = None,
    fee_yields: bool = False,
) -> Transfer:
    """Write and post the transfer. The caller holds the lock of the intent and has checked its funds.

    The rule's commission is at most the amount less the tax. With `fee_yields` the caller's fee is limited too.
    """
    now = clock.now()
    taxes = _taxes(intent, payee, sales, amount, now)
    vat, pit = sum(t.vat for t in taxes), sum(t.pit for t in taxes)
    commission_amount = commission(amount, now) if application_fee_amount is None else application_fee_amount
    if application_fee_amount is None or fee_yields:
        commission_amount = min(commission_amount, amount - vat - pit)
    if commission_amount < 0 or commission_amount + vat + pit > amount:
        raise DomainError(
            _("Phí và thuế lớn hơn chính khoản tiền."), code="FEE_INVALID", field="application_fee_amount"
        )
    transfer_id = new_id("tr")
    transfer = Transfer.objects.create(
        id=transfer_id,
        livemode=intent.livemode,
        payment_id=new_id("py"),
        fee_id=new_id("fee") if commission_amount else None,
        intent=intent,
        payee=payee,
        amount=amount,
        commission=commission_amount,
        vat=vat,
        pit=pit,
        released_at=now if released else None,
        reference=reference or transfer_id,
        transfer_group=(transfer_group or intent.transfer_group)[:80],
        description=description[:255],
        metadata=dict(metadata or {}),
    )
    _post(intent, transfer)
    counted = counted_at(now, livemode=intent.livemode) if taxes else now
    TaxEntry.objects.bulk_create(
        TaxEntry(
            payee=payee,
            transfer=transfer,
            category=tax.sale.category,
            rate=tax.rate,
            base=tax.sale.amount,
            vat=tax.vat,
            pit=tax.pit,
            evidence=tax.sale.evidence[:200],
            livemode=intent.livemode,
            at=counted,
        )
        for tax in taxes
    )
    publish.publish_object(publish.TRANSFER_CREATED, transfer)
    if commission_amount:
        publish.publish_fee(publish.FEE_CREATED, transfer)
    return transfer


def _taxes(intent: PaymentIntent, payee: Payee, sales: Sequence[Sale], amount: int, moment: datetime) -> list[Withheld]:
    if not withholds(payee, intent.collector):
        return []
    sales = sales or [Sale(TaxCategory.UNIDENTIFIED, amount)]
    if sum(sale.amount for sale in sales) != amount or any(sale.amount < 0 for sale in sales):
        raise DomainError(_("Tổng các lần bán không bằng số tiền chia."), code="SALES_INVALID", field="sales")
    return withhold([sale for sale in sales if sale.amount], moment, intent.collector)


def _post(intent: PaymentIntent, transfer: Transfer) -> None:
    payee, amount = transfer.payee_id, transfer.amount
    off = transfer.commission + transfer.vat + transfer.pit
    details = fee_details(transfer.commission, transfer.vat, transfer.pit)
    balance = [BalanceEntry(None, "transfer", transfer.pk, -amount)]
    if transfer.fee_id:
        balance.append(BalanceEntry(None, "application_fee", transfer.fee_id, transfer.commission))
    available = transfer.released_at is not None
    balance.append(BalanceEntry(payee, "payment", transfer.payment_id or "", amount, off, details, available=available))
    post_entry(
        reason="transfer",
        reason_ref=transfer.pk,
        intent=intent,
        livemode=intent.livemode,
        lines=[
            (chart.platform_account(chart.CUSTOMER_FUNDS), amount),
            (chart.payee_account(owed_in(transfer), payee), off - amount),
            (chart.platform_account(chart.COMMISSION), -transfer.commission),
            (chart.payee_account(chart.TAX_VAT, payee), -transfer.vat),
            (chart.payee_account(chart.TAX_PIT, payee), -transfer.pit),
        ],
        reference=transfer.reference,
        balance=balance,
    )


def owed_in(transfer: Transfer) -> str:
    """The ledger account of a transfer: pending until its return window has ended."""
    return chart.PAYEE_AVAILABLE if transfer.released_at else chart.PAYEE_PENDING


def fee_details(commission: int, vat: int, pit: int) -> list[dict[str, Any]]:
    """The deductions of a payee's line, as Stripe's `fee_details`; [] without any."""
    parts = [
        ("application_fee", "Commission", commission),
        ("tax", "VAT withheld", vat),
        ("tax", "PIT withheld", pit),
    ]
    return [
        {"type": kind, "description": words, "amount": amount, "currency": "vnd", "application": None}
        for kind, words, amount in parts
        if amount
    ]
