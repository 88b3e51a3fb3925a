"""Those to whom money is owed (Stripe's connected accounts), and where it is sent."""

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
    """Someone paid out by the operator. Other rooms keep its id."""

    id = models.CharField(primary_key=True, max_length=40)  # acct_…
    # Through which door it came: those of the shop's own sellers are never deleted over the API.
    origin = models.CharField(max_length=3, choices=Origin, default=Origin.SDK)
    name = models.CharField(max_length=120)
    business_type = models.CharField(max_length=10, choices=BusinessType, blank=True)  # blank: not said, none withheld
    legal_name = models.CharField(max_length=120, blank=True)  # the household's or person's, as papers of tax name it
    tax_id = models.CharField(max_length=14, blank=True)  # MST, or the personal-id number of an individual
    email = models.EmailField(blank=True)
    metadata = models.JSONField(default=dict)
    bank_bin = models.CharField(max_length=6, blank=True)  # NAPAS BIN: 970436 = Vietcombank
    bank_account_no = models.CharField(max_length=19, blank=True)
    bank_account_name = models.CharField(max_length=120, blank=True)
    bank_changed_at = models.DateTimeField(null=True)  # by a person or a program; payouts then wait (payouts/hold.py)
    payout_interval = models.CharField(max_length=8, choices=PayoutInterval, default=PayoutInterval.WEEKLY)
    payout_anchor = models.PositiveSmallIntegerField(default=1)  # weekly: 1 Monday … 7 Sunday; monthly: day 1 … 28
    # Collecting for others is regulated (NĐ 52/2024): live money is collected for a payee only under a contract.
    agency_contract = models.CharField(max_length=80, blank=True)  # "HĐ số 12/2026"
    agency_contract_on = models.DateField(null=True)

    class Meta:
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
