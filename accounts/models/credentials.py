"""One-time password links, account resets, and notices to the person concerned."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.people import User


class PasswordLink(models.Model):
    """A link that sets one person's password, once, within 72 hours. Only its hash is stored."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="password_links")
    token_hash = models.CharField(max_length=64, unique=True)  # SHA-256 of 256 random bits
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")  # null: the server's shell
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.user_id} {self.made_at:%Y-%m-%d}"


class ResetKind(models.TextChoices):
    PASSWORD = "password", _("Mật khẩu")
    SECOND_FACTOR = "second_factor", _("Xác thực hai bước")


class ResetStatus(models.TextChoices):
    REQUESTED = "requested", _("Chờ người thứ hai")
    CONFIRMED = "confirmed", _("Đã làm")
    REFUSED = "refused", _("Không làm")


class IdentityCheck(models.TextChoices):
    """How the person who asks for a reset was recognised."""

    PAPER = "paper", _("Gặp trực tiếp, đối chiếu căn cước hoặc hộ chiếu")
    ACQUAINTED = "acquainted", _("Gặp trực tiếp, người của đơn vị vận hành quen biết")
    CALL = "call", _("Gọi tới số điện thoại đã lưu, người nghe nói đúng việc chỉ mình họ biết")


class AccountReset(models.Model):
    """A reset of a password or second factor by two operators: one requests, another confirms."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="resets", verbose_name=_("của ai"))
    kind = models.CharField(_("gỡ gì"), max_length=13, choices=ResetKind)
    # Empty for requests made before this field existed.
    identity_check = models.CharField(_("nhận ra bằng cách"), max_length=10, choices=IdentityCheck)
    reason = models.CharField(_("lý do"), max_length=300)
    status = models.CharField(_("trạng thái"), max_length=9, choices=ResetStatus, default=ResetStatus.REQUESTED)
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("người yêu cầu"))
    requested_at = models.DateTimeField(_("yêu cầu lúc"))
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("người quyết định")
    )
    decided_at = models.DateTimeField(_("quyết định lúc"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("yêu cầu đặt lại tài khoản")
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="confirmed")
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("requested_by")) & ~Q(decided_by=F("user"))),
                name="accounts_reset_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(kind="second_factor", identity_check="call"), name="accounts_reset_factor_in_person"
            ),
            models.UniqueConstraint(
                fields=["user", "kind"], condition=Q(status="requested"), name="accounts_reset_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind} {self.status}"


class SecurityNotice(models.Model):
    """A change of an account by another person, shown to its owner until it is marked as read."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="security_notices")
    action = models.CharField(max_length=80)  # of the audit entry: "user.reset_password"
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.user_id} {self.action}"
