"""Bank accounts that buyers pay into, their feeds, and every transfer that a feed has reported, stored once."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class BankAccount(models.Model):
    """An account into which buyers transfer: a payee's own, or the operator's (payee None)."""

    payee = models.ForeignKey("payments.Payee", on_delete=models.PROTECT, null=True, related_name="bank_accounts")
    livemode = models.BooleanField()
    bin = models.CharField(max_length=6)  # NAPAS BIN
    number = models.CharField(max_length=19)
    holder = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)  # the one shown to buyers now
    shown_from = models.DateTimeField(null=True)  # it takes the shown one's place then; null: nothing is planned
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
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

    account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="feeds")
    kind = models.CharField(max_length=10, choices=FeedKind)
    hook = models.CharField(max_length=40, unique=True)  # the secret part of the address it calls
    encrypted_secret = models.TextField(blank=True)  # core.encryption: the key its messages are signed with
    settings = models.JSONField(default=dict)  # what else the kind needs, no secrets: {"auth": "hmac" | "apikey"} …
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "kind"], name="payments_feed_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.account_id}"


class TransferState(models.TextChoices):
    MATCHED = "matched", _("đã khớp")  # it paid for an attempt
    QUESTION = "question", _("cần xem")  # a person must look
    DECIDED = "decided", _("đã quyết định")
    # The owner of the account was paid for something else.
    IGNORED = "ignored", _("không liên quan")


class Question(models.TextChoices):
    """Why a transfer could not be matched by itself."""

    NO_CODE = "no_code", _("Nội dung không có mã thanh toán")
    UNKNOWN_CODE = "unknown_code", _("Mã thanh toán không có ở đây")
    OTHER_ACCOUNT = "other_account", _("Tiền vào tài khoản khác với tài khoản đã hiện cho người mua")
    TOO_LITTLE = "too_little", _("Trả thiếu")
    TOO_MUCH = "too_much", _("Trả thừa")
    TWICE = "twice", _("Trả hai lần")
    LATE = "late", _("Trả sau khi khoản thanh toán đã kết thúc")


class BankTransfer(models.Model):
    """Money that came into an account. A transfer reported by two feeds is one row."""

    account = models.ForeignKey(BankAccount, on_delete=models.PROTECT, related_name="transfers")
    livemode = models.BooleanField()
    amount = models.BigIntegerField()  # đồng
    content = models.CharField(max_length=500)  # as the bank wrote it
    bank_reference = models.CharField(max_length=80, blank=True)  # the bank's own number, where it was told
    identity = models.CharField(max_length=64, unique=True)  # a hash of what makes it this transfer and no other
    booked_at = models.DateTimeField()
    first_reported_by = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=TransferState)
    question = models.CharField(max_length=20, choices=Question, blank=True)
    attempt = models.ForeignKey("payments.Attempt", on_delete=models.PROTECT, null=True, related_name="bank_transfers")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    decision = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payments_bank_transfer_positive"),
            models.CheckConstraint(
                condition=Q(state__in=["question", "decided"]) | Q(question=""), name="payments_bank_transfer_question"
            ),
            # One transfer settles an attempt; the second is a question.
            models.UniqueConstraint(
                fields=["attempt"], condition=Q(state="matched"), name="payments_bank_transfer_one_an_attempt"
            ),
        ]
        indexes = [
            models.Index(fields=["created_at"], condition=Q(state="question"), name="payments_bank_transfer_open")
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.content}"


class BankNotification(models.Model):
    """One message of one feed about a transfer, kept for ever: a repetition is known by (feed, external_id)."""

    feed = models.ForeignKey(BankFeed, on_delete=models.PROTECT, related_name="notifications")
    external_id = models.CharField(max_length=100)
    transfer = models.ForeignKey(BankTransfer, on_delete=models.PROTECT, related_name="notifications")
    payload = models.JSONField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["feed", "external_id"], name="payments_notification_once")]

    def __str__(self) -> str:
        return f"{self.feed_id} {self.external_id}"


class PaymentLink(models.Model):
    """A payment link that a feed's service made for an attempt; its QR is shown in place of ours."""

    attempt = models.OneToOneField("payments.Attempt", on_delete=models.PROTECT, related_name="link")
    feed = models.ForeignKey(BankFeed, on_delete=models.PROTECT, related_name="links")
    order_code = models.BigIntegerField(unique=True)  # our number, by which the service's call names it
    external_id = models.CharField(max_length=64, blank=True)  # the service's; "" until it has answered
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.order_code)
