"""Record the payment of a declared month's tax, posted payee by payee against the tax accounts."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from core import clock
from core.cleaning import clean_line
from core.errors import DomainError, NotFound
from core.locks import lock_row
from payments.base.mode import livemode
from payments.base.operator import require_operator
from payments.ledger import chart
from payments.ledger.journal import Line, post_entry
from payments.models import JournalReason, TaxFiling
from payments.tax.tax_due import Outstanding, account_of, outstanding


def pay_tax(*, month: date, paid_on: date, reference: str, actor: User) -> TaxFiling:
    """The month's filing, paid: whatever was withheld until its end and not paid before. Once a month; a second call
    with the same day and reference changes nothing.

    A tax of which more was given back than withheld is not paid but carried on to the next month. `reference`: the
    number of the payment to the treasury. Raises Forbidden, NotFound (not declared yet), DomainError UNIQUE,
    NOTHING_TO_PAY, MONTHS_IN_ORDER, or on `paid_on` or `reference`.
    """
    require_operator(actor)
    month = month.replace(day=1)
    number = clean_line(reference)
    if not number or len(number) > 60:
        raise DomainError(_("Vui lòng ghi số chứng từ nộp tiền."), code="REQUIRED", field="reference")
    with transaction.atomic():
        filing = lock_row(TaxFiling.objects.filter(month=month, livemode=livemode()))
        if filing is None:
            raise NotFound(_("Tháng này chưa ghi là đã kê khai."))
        if filing.paid_on is not None:
            if (filing.paid_on, filing.payment_reference) == (paid_on, number):
                return filing
            raise DomainError(_("Tháng này đã ghi là đã nộp tiền."), code="UNIQUE")
        if not clock.next_month(month) <= paid_on <= clock.today():
            raise DomainError(_("Ngày nộp tiền phải sau tháng kê khai và không sau hôm nay."), field="paid_on")
        if TaxFiling.objects.filter(livemode=livemode(), month__gt=month, paid_on__isnull=False).exists():
            raise DomainError(_("Tháng sau đã nộp, gồm cả phần của tháng này."), code="MONTHS_IN_ORDER")
        owed = outstanding(month)
        if not owed.to_pay:
            raise DomainError(
                _("Không còn gì phải nộp: phần trả lại người bán lớn hơn phần khấu trừ, chuyển sang tháng sau."),
                code="NOTHING_TO_PAY",
            )
        mode = "live" if filing.livemode else "test"
        filing.journal_entry = post_entry(
            reason=JournalReason.TAX_PAYMENT,
            reason_ref=f"{month:%Y-%m}:{mode}",
            lines=_lines(owed),
            livemode=filing.livemode,
            reference=number,
        )
        filing.paid_on, filing.payment_reference, filing.paid_by = paid_on, number, actor
        filing.paid_vat, filing.paid_pit = owed.to_pay.get("vat", 0), owed.to_pay.get("pit", 0)
        filing.save(update_fields=["journal_entry", "paid_on", "payment_reference", "paid_by", "paid_vat", "paid_pit"])
        after = {
            "month": f"{month:%m/%Y}", "reference": number, "vat": filing.paid_vat, "pit": filing.paid_pit,
        }  # fmt: skip
        record_audit(actor=actor, action="tax.pay", obj=filing, after=after)
        return filing


def _lines(owed: Outstanding) -> list[Line]:
    """Each payee's accounts of the paid taxes, brought to zero; negative ones too: offsets reduce the payment."""
    lines: list[Line] = [(chart.platform_account(chart.BANK), -sum(owed.to_pay.values()))]
    for part in owed.parts:
        for tax, amount in (("vat", part.vat), ("pit", part.pit)):
            if tax in owed.to_pay:
                lines.append((chart.payee_account(account_of(tax), part.payee.pk), amount))
    return lines
