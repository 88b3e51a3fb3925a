"""Payees: those to whom money is owed (Stripe's connected accounts), and their bank accounts."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from payments.models.listed import Listed
from payments.models.origin import Origin


class BusinessType(models.TextChoices):
    """Whose income a sale is: from households and individuals tax is withheld, others declare it themselves."""

    INDIVIDUAL = "individual", _("Hộ, cá nhân kinh doanh")
    COMPANY = "company", _("Tổ chức (hợp tác xã, doanh nghiệp)")


class PayoutInterval(models.TextChoices):
    MANUAL = "manual", _("Khi yêu cầu")
    DAILY = "daily", _("Hằng ngày")
    WEEKLY = "weekly", _("Hằng tuần")
    MONTHLY = "monthly", _("Hằng tháng")


class Payee(Listed):
    """A connected account, paid out by the operator. Other rooms store its id."""

    id = models.CharField(primary_key=True, max_length=40)  # acct_…
    # The shop's own sellers are never deleted over the API.
    origin = models.CharField(_("tạo qua"), max_length=3, choices=Origin, default=Origin.SDK)
    name = models.CharField(_("tên"), max_length=120)
    # blank: unknown, nothing withheld
    business_type = models.CharField(_("loại hình"), max_length=10, choices=BusinessType, blank=True)
    # the household's or person's, as papers of tax name it
    legal_name = models.CharField(_("tên pháp lý"), max_length=120, blank=True)
    # MST, or the personal-id number of an individual
    tax_id = models.CharField(_("mã số thuế"), max_length=14, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    metadata = models.JSONField(_("dữ liệu kèm theo"), default=dict)
    bank_bin = models.CharField(_("mã BIN ngân hàng"), max_length=6, blank=True)  # NAPAS BIN: 970436 = Vietcombank
    bank_account_no = models.CharField(_("số tài khoản"), max_length=19, blank=True)
    bank_account_name = models.CharField(_("tên chủ tài khoản"), max_length=120, blank=True)
    # by a person or a program; payouts then wait (payouts/hold.py)
    bank_changed_at = models.DateTimeField(_("đổi tài khoản lúc"), null=True)
    payout_interval = models.CharField(
        _("lịch chi trả"), max_length=8, choices=PayoutInterval, default=PayoutInterval.WEEKLY
    )
    # weekly: 1 Monday … 7 Sunday; monthly: day 1 … 28
    payout_anchor = models.PositiveSmallIntegerField(_("ngày chi trả"), default=1)
    # Collecting for others is regulated (NĐ 52/2024): live money is collected for a payee only under a contract.
    agency_contract = models.CharField(_("hợp đồng thu hộ"), max_length=80, blank=True)  # "HĐ số 12/2026"
    agency_contract_on = models.DateField(_("ngày ký hợp đồng"), null=True)

    class Meta:
        verbose_name = _("bên nhận tiền")
        verbose_name_plural = _("bên nhận tiền")
        constraints = [
            models.CheckConstraint(
                condition=Q(agency_contract="", agency_contract_on__isnull=True)
                | (~Q(agency_contract="") & Q(agency_contract_on__isnull=False)),
                name="payments_payee_contract_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(payout_anchor__gte=1, payout_anchor__lte=28), name="payments_payee_anchor"
            ),
        ]

    def __str__(self) -> str:
        return self.name
