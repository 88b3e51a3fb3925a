"""Imported settlement files and bank statements, their lines, and the differences from our rows."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class FileKind(models.TextChoices):
    VNPAY_SETTLEMENT = "vnpay_settlement", _("Tệp đối soát của VNPay")
    BANK_STATEMENT = "bank_statement", _("Sao kê ngân hàng")


class FileLayout(models.Model):
    """How a partner's file is read: its columns are data, since each partner writes its own and changes it."""

    kind = models.CharField(_("loại"), max_length=20, choices=FileKind)
    name = models.CharField(_("tên"), max_length=80, unique=True)  # "VNPay 2026", "Vietcombank"
    columns = models.JSONField(_("các cột"))  # {"reference": ["Mã tham chiếu", "TxnRef"], "amount": […], …}
    # {"date_format": "%d/%m/%Y", "amount_unit": 1, "skip_rows": 0}
    options = models.JSONField(_("tùy chọn"), default=dict)
    is_active = models.BooleanField(_("đang dùng"), default=True)

    class Meta:
        verbose_name = _("mẫu tệp")
        verbose_name_plural = _("mẫu tệp")

    def __str__(self) -> str:
        return self.name


class ImportedFile(models.Model):
    """A partner's file, imported once: the same bytes are refused."""

    kind = models.CharField(_("loại"), max_length=20, choices=FileKind)
    layout = models.ForeignKey(FileLayout, on_delete=models.PROTECT, related_name="+", verbose_name=_("mẫu tệp"))
    account = models.ForeignKey(
        "payments.BankAccount", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("tài khoản")
    )
    name = models.CharField(_("tên"), max_length=200)
    sha256 = models.CharField(_("mã băm SHA-256"), max_length=64)
    livemode = models.BooleanField(_("chạy thật"))
    first_day = models.DateField(_("ngày đầu"), null=True)
    last_day = models.DateField(_("ngày cuối"), null=True)
    imported_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("người nhập")
    )
    at = models.DateTimeField(_("lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("tệp đã nhập")
        verbose_name_plural = _("tệp đã nhập")
        constraints = [models.UniqueConstraint(fields=["sha256", "livemode"], name="payments_file_once")]

    def __str__(self) -> str:
        return self.name


class Difference(models.TextChoices):
    """How a line of the file and our row differ."""

    NOT_OURS = "not_ours", _("Đối tác có, sàn không có")
    NOT_THEIRS = "not_theirs", _("Sàn có, đối tác không có")
    AMOUNT = "amount", _("Lệch số tiền")
    STATE = "state", _("Lệch trạng thái")
    TWICE = "twice", _("Đã có ở một tệp trước")


class LineKind(models.TextChoices):
    """The subject of a line. Only the first two move money."""

    PAYMENT = "payment", _("Thanh toán")
    REFUND = "refund", _("Hoàn tiền")
    FAILED = "failed", _("Thanh toán không thành")
    REFUSED = "refused", _("Hoàn tiền bị từ chối")
    MISSING = (
        "missing",
        _("Thanh toán không có trong tệp"),
    )  # without a line in the file: written when a person decides on it


MOVES_MONEY = (LineKind.PAYMENT, LineKind.REFUND)


class LineOutcome(models.TextChoices):
    """A person's decision."""

    PAID = "paid", _("Nhận là đã trả")
    REFUNDED = "refunded", _("Nhận là đã hoàn")
    REFUSED = "refused", _("Nhận là hoàn không thành")
    ACCEPT = "accept", _("Theo số tiền của đối tác")
    SUSPENSE = "suspense", _("Treo lại")
    LOSS = "loss", _("Ghi vào chênh lệch")
    RECOVER = "recover", _("Thu lại khoản đã ghi lỗ")
    NOTHING = "nothing", _("Không phải làm gì")


# Decisions by which money of the line came to the bank (or left it) although it has no counterpart of ours.
MOVED_ALONE = (LineOutcome.SUSPENSE, LineOutcome.LOSS, LineOutcome.RECOVER)


class SettlementLine(models.Model):
    """One line of a settlement file, and its counterpart. Append-only but for the decision of a person."""

    file = models.ForeignKey(
        ImportedFile, on_delete=models.PROTECT, related_name="lines", verbose_name=_("tệp đã nhập")
    )
    # in the file, from 1; None: no line of it, a missing payment
    row = models.PositiveIntegerField(_("dòng số"), null=True)
    kind = models.CharField(_("loại"), max_length=10, choices=LineKind)
    reference = models.CharField(_("mã tham chiếu"), max_length=100, db_index=True)  # vnp_TxnRef
    provider_ref = models.CharField(_("số giao dịch của cổng"), max_length=40, blank=True)  # vnp_TransactionNo
    amount = models.BigIntegerField(_("số tiền"))  # đồng
    fee = models.BigIntegerField(_("phí"), default=0)  # đồng
    day = models.DateField(_("ngày"))
    raw = models.JSONField(_("nội dung gốc"))
    attempt = models.ForeignKey(
        "payments.Attempt",
        on_delete=models.PROTECT,
        null=True,
        related_name="settlements",
        verbose_name=_("lần trả tiền"),
    )
    refund = models.ForeignKey(
        "payments.Refund",
        on_delete=models.PROTECT,
        null=True,
        related_name="settlements",
        verbose_name=_("khoản hoàn tiền"),
    )
    difference = models.CharField(_("chênh lệch"), max_length=12, choices=Difference, blank=True)
    # its counterpart's money came with it, and is posted
    settled = models.BooleanField(_("đã quyết toán"), default=False)
    outcome = models.CharField(_("kết quả"), max_length=10, choices=LineOutcome, blank=True)
    decided_at = models.DateTimeField(_("quyết định lúc"), null=True)
    decided_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("người quyết định")
    )
    decision = models.CharField(_("quyết định"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("dòng đối soát")
        verbose_name_plural = _("dòng đối soát")
        constraints = [
            models.UniqueConstraint(fields=["file", "row"], name="payments_settlement_line_once"),
            # A payment is settled once, and a refund once, whatever later files repeat.
            models.UniqueConstraint(
                fields=["attempt"],
                condition=Q(kind__in=["payment", "missing"], settled=True),
                name="payments_settlement_payment_once",
            ),
            models.UniqueConstraint(
                fields=["refund"], condition=Q(kind="refund", settled=True), name="payments_settlement_refund_once"
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, outcome="") | (Q(decided_at__isnull=False) & ~Q(outcome="")),
                name="payments_settlement_decided",
            ),
        ]
        indexes = [
            models.Index(
                fields=["day"],
                condition=~Q(difference="") & Q(decided_at__isnull=True),
                name="payments_settlement_open",
            ),
            models.Index(fields=["day"], name="payments_settlement_day"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference} {self.amount}"

    @property
    def is_open(self) -> bool:
        """Whether a person must still decide."""
        return bool(self.difference) and self.decided_at is None


class SettlementDeposit(models.Model):
    """VNPay's own transfer of a day of a file, as the operator's bank reported it. Append-only."""

    file = models.ForeignKey(
        ImportedFile, on_delete=models.PROTECT, related_name="deposits", verbose_name=_("tệp đã nhập")
    )
    day = models.DateField(_("ngày"))
    transfer = models.ForeignKey(
        "payments.BankTransfer", on_delete=models.PROTECT, related_name="deposits", verbose_name=_("khoản tiền vào")
    )
    # đồng posted to the bank for the day; below zero where more was refunded
    amount = models.BigIntegerField(_("số tiền"))
    at = models.DateTimeField(_("lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("tiền quyết toán về ngân hàng")
        verbose_name_plural = _("tiền quyết toán về ngân hàng")
        constraints = [models.UniqueConstraint(fields=["file", "day"], name="payments_settlement_arrived_once")]

    def __str__(self) -> str:
        return f"{self.file_id} {self.day} {self.amount}"
