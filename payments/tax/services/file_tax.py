"""Record that a month of withheld tax was declared to the tax office: its figures are final from then on."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.record_audit import record_audit
from core import clock
from core.cleaning import clean_line
from core.errors import DomainError, NotFound
from core.locks import lock_name
from payments.base.mode import livemode
from payments.base.operator import require_operator
from payments.models import TaxFiling
from payments.tax.monthly import month_is_over, month_of, months


def file_tax(*, month: date, filed_on: date, reference: str, actor: User) -> TaxFiling:
    """The month's filing with the figures of its list. `reference`: the number that the tax office gave the file.

    Months are declared in their order. Raises Forbidden, NotFound (a month without sales), DomainError MONTH_OPEN,
    MONTHS_IN_ORDER, UNIQUE, or on `filed_on` or `reference`.
    """
    require_operator(actor)
    month = month.replace(day=1)
    if not month_is_over(month):
        raise DomainError(_("Tháng này chưa hết nên chưa kê khai được."), code="MONTH_OPEN")
    number = clean_line(reference)
    if not number or len(number) > 60:
        raise DomainError(_("Vui lòng ghi mã hồ sơ cơ quan thuế trả về."), code="REQUIRED", field="reference")
    if not clock.next_month(month) <= filed_on <= clock.today():
        raise DomainError(_("Ngày nộp tờ khai phải sau tháng kê khai và không sau hôm nay."), field="filed_on")
    with transaction.atomic():
        lock_name("payments.tax-filing")
        known = {each.month: each.filing for each in months()}
        if month not in known:
            raise NotFound(_("Tháng này không có khoản thuế nào."))
        if known[month] is not None:
            raise DomainError(_("Tháng này đã ghi là đã kê khai."), code="UNIQUE")
        if earlier := [each for each, filing in known.items() if each < month and filing is None]:
            message = _("Vui lòng ghi tháng %(month)s trước: các tháng kê khai lần lượt.")
            raise DomainError(message % {"month": f"{min(earlier):%m/%Y}"}, code="MONTHS_IN_ORDER")
        listed = month_of(month)
        sums = listed.total
        filing = TaxFiling.objects.create(
            month=month,
            livemode=livemode(),
            layout=listed.layout.code,
            revenue=sums.revenue,
            vat=sums.vat,
            pit=sums.pit,
            filed_on=filed_on,
            reference=number,
            filed_by=actor,
        )
        after = {"month": f"{month:%m/%Y}", "reference": number, "vat": sums.vat, "pit": sums.pit}
        record_audit(actor=actor, action="tax.file", obj=filing, after=after)
        return filing
