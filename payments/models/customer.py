"""Buyers as clients of the API write them down (Stripe's customers), so that their payments are found again."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from payments.models.listed import Listed

# The columns about the buyer, each with its empty value: what a deletion leaves.
EMPTY_CUSTOMER: dict[str, Any] = {
    "name": "", "business_name": "", "individual_name": "", "email": "", "phone": "", "description": "",
    "address": {}, "shipping": {}, "preferred_locales": [], "metadata": {},
}  # fmt: skip


class Customer(Listed):
    """What a client of the API says of a buyer. It holds no card and no balance, and nothing can be charged to it."""

    id = models.CharField(primary_key=True, max_length=40)  # cus_…
    payee = models.ForeignKey(
        "payments.Payee", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("bên nhận tiền")
    )
    name = models.CharField(_("tên"), max_length=256, blank=True)
    business_name = models.CharField(_("tên cơ sở kinh doanh"), max_length=150, blank=True)
    individual_name = models.CharField(_("tên cá nhân"), max_length=150, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    phone = models.CharField(_("số điện thoại"), max_length=20, blank=True)  # as the client writes it
    description = models.CharField(_("mô tả"), max_length=1000, blank=True)
    # {"line1": …, "city": …}, what was given; {} none
    address = models.JSONField(_("địa chỉ"), default=dict)
    # {"name": …, "phone": …, "address": {…}}; {} none
    shipping = models.JSONField(_("nơi nhận hàng"), default=dict)
    preferred_locales = models.JSONField(_("ngôn ngữ"), default=list)
    metadata = models.JSONField(_("dữ liệu kèm theo"), default=dict)
    # Its payments keep its id; all that was said of the buyer is gone.
    deleted_at = models.DateTimeField(_("xóa lúc"), null=True)

    class Meta:
        verbose_name = _("khách hàng của API")
        verbose_name_plural = _("khách hàng của API")
        constraints = [
            models.CheckConstraint(
                condition=Q(deleted_at__isnull=True) | Q(**EMPTY_CUSTOMER),
                name="payments_customer_deleted_is_empty",
            )
        ]
        indexes = [models.Index(fields=["email"], condition=~Q(email=""), name="payments_customer_email")]

    def __str__(self) -> str:
        return self.id
