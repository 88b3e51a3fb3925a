"""Orders: one per seller of a checkout, with states, allowed moves and a history."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.identifiers import new_order_code


class PaymentMethod(models.TextChoices):
    """How the buyer pays. Only VNPay's money passes through the platform; the rest is paid directly to the seller."""

    VNPAY = "vnpay", "VNPay"
    VIETQR = "vietqr", _("Chuyển khoản VietQR thẳng cho người bán")
    CASH = "cash", _("Tiền mặt khi nhận hàng tại nơi bán")
    COD = "cod", _("Tiền mặt khi nhận hàng (COD)")


# Paid to the person who hands the goods over, or before the seller confirms the order.
PAID_IN_CASH = frozenset({PaymentMethod.CASH, PaymentMethod.COD})
PAID_AHEAD = frozenset(PaymentMethod) - PAID_IN_CASH


class OrderStatus(models.TextChoices):
    """Saleor's names. UNCONFIRMED waits for the payment, then for the seller. See orders/transitions.py."""

    UNCONFIRMED = "UNCONFIRMED", _("Chờ xác nhận")
    UNFULFILLED = "UNFULFILLED", _("Đã nhận đơn")
    FULFILLED = "FULFILLED", _("Đã giao")
    CANCELED = "CANCELED", _("Đã hủy")
    EXPIRED = "EXPIRED", _("Quá hạn thanh toán")


class ChargeStatus(models.TextChoices):
    NONE = "NONE", _("Chưa trả tiền")
    FULL = "FULL", _("Đã trả tiền")
    REFUNDING = "REFUNDING", _("Đang hoàn tiền")
    PARTLY_REFUNDED = "PARTLY_REFUNDED", _("Đã hoàn một phần tiền")
    REFUNDED = "REFUNDED", _("Đã hoàn tiền")


class CancelReason(models.TextChoices):
    """Why an order will not be delivered, as the seller or the operator says it; kept in its history."""

    OUT_OF_STOCK = "out_of_stock", _("Hết hàng")
    CANNOT_DELIVER = "cannot_deliver", _("Không giao được tới địa chỉ này")
    BUYER_ASKED = "buyer_asked", _("Người mua đề nghị hủy")
    OTHER = "other", _("Lý do khác")


class SoldAs(models.TextChoices):
    """The tax category of a line. The first three are the catalog's."""

    GOODS = "goods", _("Hàng hóa")
    SERVICE = "service", _("Dịch vụ")
    MANUFACTURE = "manufacture", _("Sản xuất, dịch vụ có gắn với hàng hóa")
    EXEMPT = "exempt", _("Nông sản tự sản xuất, chưa chế biến")


class Order(models.Model):
    """An order of one buyer from one seller, with the prices and names at the time of placing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField(_("mã"), max_length=12, unique=True, default=new_order_code)  # 7K2P-9DXM-4H
    checkout = models.ForeignKey(
        "orders.Checkout", on_delete=models.PROTECT, related_name="orders", verbose_name=_("giỏ hàng")
    )
    seller = models.ForeignKey(
        "cooperatives.Seller", on_delete=models.PROTECT, related_name="orders", verbose_name=_("người bán")
    )
    user = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, related_name="orders", verbose_name=_("người dùng")
    )
    buyer_name = models.CharField(_("người mua"), max_length=120)
    phone = models.CharField(_("điện thoại"), max_length=20)  # national digits; opens the order together with its code
    email = models.EmailField(_("e-mail"), blank=True)
    note = models.CharField(_("lời nhắn"), max_length=300, blank=True)
    shipping_address = models.ForeignKey(
        "places.Address", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("địa chỉ nhận hàng")
    )
    shipping_method = models.ForeignKey(
        "shipping.ShippingMethod", on_delete=models.PROTECT, related_name="+", verbose_name=_("cách giao hàng")
    )
    shipping_name = models.CharField(_("tên cách giao"), max_length=120)
    shipping_carrier = models.CharField(_("bên giao hàng"), max_length=10)
    arrives_from = models.DateField(_("tới sớm nhất"))
    arrives_to = models.DateField(_("tới muộn nhất"))
    goods_total = models.BigIntegerField(_("tiền hàng"))  # đồng
    shipping_total = models.BigIntegerField(_("phí giao hàng"))  # đồng
    total = models.BigIntegerField(_("tổng cộng"))  # đồng, tax included
    # đồng of it refunded after fulfilment
    returned_total = models.BigIntegerField(_("đã hoàn"), default=0)
    payment_method = models.CharField(_("cách thanh toán"), max_length=10, choices=PaymentMethod)
    status = models.CharField(_("trạng thái"), max_length=12, choices=OrderStatus, default=OrderStatus.UNCONFIRMED)
    charge_status = models.CharField(
        _("tình trạng tiền"), max_length=15, choices=ChargeStatus, default=ChargeStatus.NONE
    )
    # its payment is in review: nothing ships until a person decides
    needs_review = models.BooleanField(_("cần kiểm tra"), default=False)
    # The payment was confirmed by the seller only, not by a bank or gateway.
    paid_declared = models.BooleanField(_("người bán tự xác nhận"), default=False)
    is_sample = models.BooleanField(_("dữ liệu mẫu"), default=False)
    created_at = models.DateTimeField(_("tạo lúc"), auto_now_add=True)
    paid_at = models.DateTimeField(_("trả tiền lúc"), null=True)
    refunded_at = models.DateTimeField(_("hoàn tiền lúc"), null=True)  # when the order was refunded in full
    confirm_by = models.DateTimeField(_("hạn xác nhận"), null=True)  # when the seller should have answered
    # Cash order of an unproven buyer (orders/checkout/unproven.py): the goods are reserved until then.
    prove_by = models.DateTimeField(_("hạn gọi xác nhận"), null=True)
    # when it was fulfilled; the return window starts here
    fulfilled_at = models.DateTimeField(_("giao lúc"), null=True)

    class Meta:
        verbose_name = _("đơn hàng")
        verbose_name_plural = _("đơn hàng")
        constraints = [
            models.UniqueConstraint(fields=["checkout", "seller"], name="orders_one_per_seller"),
            models.CheckConstraint(
                condition=Q(total=F("goods_total") + F("shipping_total"), goods_total__gt=0, shipping_total__gte=0),
                name="orders_total_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(returned_total__gte=0, returned_total__lte=F("total")), name="orders_returned_within_total"
            ),
            models.CheckConstraint(
                condition=~Q(charge_status="PARTLY_REFUNDED") | Q(returned_total__gt=0, returned_total__lt=F("total")),
                name="orders_partly_is_a_part",
            ),
            models.CheckConstraint(
                condition=Q(charge_status="NONE", paid_at__isnull=True)
                | (~Q(charge_status="NONE") & Q(paid_at__isnull=False)),
                name="orders_paid_has_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(status="FULFILLED") | Q(fulfilled_at__isnull=False),
                name="orders_fulfilled_has_a_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["seller", "status", "-created_at"]),
            models.Index(fields=["phone"]),
            models.Index(
                fields=["prove_by"],
                condition=Q(prove_by__isnull=False, status="UNCONFIRMED"),
                name="orders_unproven",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_paid_ahead(self) -> bool:
        """Whether it waits for its payment before it waits for the seller."""
        return self.payment_method in PAID_AHEAD


class OrderLine(models.Model):
    """A quantity of one variant, with the name and price at the time of the order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines", verbose_name=_("đơn hàng"))
    variant = models.ForeignKey(
        "catalog.Variant", on_delete=models.PROTECT, related_name="+", verbose_name=_("quy cách")
    )
    product_name = models.CharField(_("tên hàng"), max_length=120)
    variant_name = models.CharField(_("tên quy cách"), max_length=60)
    unit_price = models.BigIntegerField(_("đơn giá"))  # đồng
    quantity = models.PositiveIntegerField(_("số lượng"))
    total = models.BigIntegerField(_("tổng cộng"))  # đồng
    # The tax category at the time of the order. Later changes of the product do not affect it.
    tax_category = models.CharField(_("loại hàng tính thuế"), max_length=12, choices=SoldAs, default=SoldAs.GOODS)
    tax_evidence = models.CharField(_("căn cứ miễn thuế"), max_length=200, blank=True)  # of an exemption

    class Meta:
        verbose_name = _("dòng hàng")
        verbose_name_plural = _("dòng hàng")
        constraints = [
            models.UniqueConstraint(fields=["order", "variant"], name="orders_line_once"),
            models.CheckConstraint(condition=Q(total=F("unit_price") * F("quantity")), name="orders_line_adds_up"),
            models.CheckConstraint(
                condition=~Q(tax_category="exempt") | ~Q(tax_evidence=""), name="orders_exempt_has_evidence"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.product_name}"
