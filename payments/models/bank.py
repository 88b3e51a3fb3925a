"""Bank accounts that buyers pay into, their feeds, and every transfer that a feed has reported, stored once."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class BankAccount(models.Model):
    """An account into which buyers transfer: a payee's own, or the operator's (payee None)."""

    payee = models.ForeignKey(
        "payments.Payee",
        on_delete=models.PROTECT,
        null=True,
        related_name="bank_accounts",
        verbose_name=_("bên nhận tiền"),
    )
    livemode = models.BooleanField(_("chạy thật"))
    bin = models.CharField(_("mã BIN ngân hàng"), max_length=6)  # NAPAS BIN
    number = models.CharField(_("số tài khoản"), max_length=19)
    holder = models.CharField(_("tên chủ tài khoản"), max_length=120)
    is_active = models.BooleanField(_("đang hiện cho người mua"), default=True)  # the one shown to buyers now
    # from then on it replaces the shown account; null: not planned
    shown_from = models.DateTimeField(_("hiện từ"), null=True)
    created_at = models.DateTimeField(_("tạo lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("tài khoản ngân hàng nhận tiền")
        verbose_name_plural = _("tài khoản ngân hàng nhận tiền")
        constraints = [
            models.UniqueConstraint(fields=["livemode", "bin", "number"], name="payments_bank_account_once"),
            models.UniqueConstraint(
                fields=["payee", "livemode"],
                condition=Q(is_active=True),
                nulls_distinct=False,
                name="payments_bank_account_one_active",
            ),
            models.UniqueConstraint(
                fields=["payee", "livemode"],
                condition=Q(shown_from__isnull=False),
                nulls_distinct=False,
                name="payments_bank_account_one_next",
            ),
            models.CheckConstraint(
                condition=Q(is_active=False) | Q(shown_from=None), name="payments_bank_account_shown_or_next"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bin} …{self.number[-4:]}"


class FeedKind(models.TextChoices):
    SEPAY = "sepay", "SePay"
    CASSO = "casso", "Casso"
    PAYOS = "payos", "payOS"
    STATEMENT = "statement", _("Sao kê ngân hàng")


class BankFeed(models.Model):
    """One source of notifications about transfers into an account."""

    account = models.ForeignKey(
        BankAccount, on_delete=models.PROTECT, related_name="feeds", verbose_name=_("tài khoản")
    )
    kind = models.CharField(_("loại"), max_length=10, choices=FeedKind)
    # the secret part of the address it calls
    hook = models.CharField(_("phần bí mật của địa chỉ"), max_length=40, unique=True)
    # core.encryption: the key its messages are signed with
    encrypted_secret = models.TextField(_("khóa bí mật (đã mã hóa)"), blank=True)
    # what else the kind needs, no secrets: {"auth": "hmac" | "apikey"} …
    settings = models.JSONField(_("thiết lập"), default=dict)
    is_active = models.BooleanField(_("đang dùng"), default=True)
    created_at = models.DateTimeField(_("tạo lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("nguồn báo tiền về")
        verbose_name_plural = _("nguồn báo tiền về")
        constraints = [models.UniqueConstraint(fields=["account", "kind"], name="payments_feed_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.account_id}"


class TransferState(models.TextChoices):
    MATCHED = "matched", _("đã khớp")  # it paid for an attempt
    UNMATCHED = "unmatched", _("cần xem")  # a person must decide
    DECIDED = "decided", _("đã quyết định")
    # The owner of the account was paid for something else.
    IGNORED = "ignored", _("không liên quan")


class UnmatchedReason(models.TextChoices):
    """Why a transfer could not be matched automatically."""

    NO_CODE = "no_code", _("Nội dung không có mã thanh toán")
    UNKNOWN_CODE = "unknown_code", _("Mã thanh toán không có ở đây")
    OTHER_ACCOUNT = "other_account", _("Tiền vào tài khoản khác với tài khoản đã hiện cho người mua")
    TOO_LITTLE = "too_little", _("Trả thiếu")
    TOO_MUCH = "too_much", _("Trả thừa")
    TWICE = "twice", _("Trả hai lần")
    LATE = "late", _("Trả sau khi khoản thanh toán đã kết thúc")


class BankTransfer(models.Model):
    """Money that came into an account. A transfer reported by two feeds is one row."""

    account = models.ForeignKey(
        BankAccount, on_delete=models.PROTECT, related_name="transfers", verbose_name=_("tài khoản")
    )
    livemode = models.BooleanField(_("chạy thật"))
    amount = models.BigIntegerField(_("số tiền"))  # đồng
    content = models.CharField(_("nội dung chuyển khoản"), max_length=500)  # as the bank wrote it
    # the bank's own number, where known
    bank_reference = models.CharField(_("số bút toán ngân hàng"), max_length=80, blank=True)
    # a hash of what identifies the transfer
    identity = models.CharField(_("mã nhận dạng"), max_length=64, unique=True)
    booked_at = models.DateTimeField(_("ghi sổ lúc"))
    first_reported_by = models.CharField(_("nguồn báo đầu tiên"), max_length=10, choices=FeedKind)
    state = models.CharField(_("trạng thái"), max_length=10, choices=TransferState)
    unmatched_reason = models.CharField(_("lý do cần xem"), max_length=20, choices=UnmatchedReason, blank=True)
    attempt = models.ForeignKey(
        "payments.Attempt",
        on_delete=models.PROTECT,
        null=True,
        related_name="bank_transfers",
        verbose_name=_("lần trả tiền"),
    )
    decided_at = models.DateTimeField(_("quyết định lúc"), null=True)
    decided_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("người quyết định")
    )
    decision = models.CharField(_("quyết định"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("tạo lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("khoản tiền vào")
        verbose_name_plural = _("khoản tiền vào")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payments_bank_transfer_positive"),
            models.CheckConstraint(
                condition=Q(state__in=["unmatched", "decided"]) | Q(unmatched_reason=""),
                name="payments_bank_transfer_reason",
            ),
            # One transfer pays an attempt; a second one needs a decision.
            models.UniqueConstraint(
                fields=["attempt"], condition=Q(state="matched"), name="payments_bank_transfer_one_an_attempt"
            ),
        ]
        indexes = [
            models.Index(fields=["created_at"], condition=Q(state="unmatched"), name="payments_bank_transfer_open")
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.content}"


class BankNotification(models.Model):
    """One message of a feed about a transfer, never deleted: a repetition is recognised by (feed, external_id)."""

    feed = models.ForeignKey(
        BankFeed, on_delete=models.PROTECT, related_name="notifications", verbose_name=_("nguồn báo tiền về")
    )
    external_id = models.CharField(_("mã của nguồn báo"), max_length=100)
    transfer = models.ForeignKey(
        BankTransfer, on_delete=models.PROTECT, related_name="notifications", verbose_name=_("khoản tiền vào")
    )
    payload = models.JSONField(_("nội dung nhận được"))
    at = models.DateTimeField(_("lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("tin báo tiền về")
        verbose_name_plural = _("tin báo tiền về")
        constraints = [models.UniqueConstraint(fields=["feed", "external_id"], name="payments_notification_once")]

    def __str__(self) -> str:
        return f"{self.feed_id} {self.external_id}"


class PaymentLink(models.Model):
    """A payment link that a feed's service made for an attempt; its QR is shown in place of ours."""

    attempt = models.OneToOneField(
        "payments.Attempt", on_delete=models.PROTECT, related_name="link", verbose_name=_("lần trả tiền")
    )
    feed = models.ForeignKey(
        BankFeed, on_delete=models.PROTECT, related_name="links", verbose_name=_("nguồn báo tiền về")
    )
    # our number, by which the service's call names it
    order_code = models.BigIntegerField(_("số đơn gửi dịch vụ"), unique=True)
    # the service's; "" until it has answered
    external_id = models.CharField(_("mã của nguồn báo"), max_length=64, blank=True)
    created_at = models.DateTimeField(_("tạo lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("liên kết thanh toán")
        verbose_name_plural = _("liên kết thanh toán")

    def __str__(self) -> str:
        return str(self.order_code)
