"""Users, their memberships, and the audit trail."""

from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.identifiers import identifier_q, normalize_email
from accounts.passwords.opaque import prepare_password
from accounts.phones import normalize_phone
from core.errors import DomainError


class UserManager(BaseUserManager["User"]):
    def create_user(
        self, *, password: str | None = None, phone: str | None = None, email: str | None = None, **fields: object
    ) -> "User":
        """A user with a phone or an e-mail, or both, in any spelling. Raises ValueError for what is no phone number."""
        if phone and not normalize_phone(phone):
            raise ValueError(f"not a Vietnamese phone number: {phone}")
        user = self.model(
            phone=normalize_phone(phone) if phone else None, email=normalize_email(email) if email else None, **fields
        )
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, *, password: str | None = None, **fields: object) -> "User":
        """A user who may open the admin. Raises DomainError PASSWORD_TOO_WEAK, wherever it is set."""
        from accounts.passwords.checked import checked_password  # the rules read people and roles

        fields |= {"is_staff": True, "is_superuser": True}
        if password is not None:
            known = {name: fields.get(name) or "" for name in ("full_name", "phone", "email")}
            checked_password(password, self.model(is_staff=True, **known))
        return self.create_user(password=password, **fields)  # type: ignore[arg-type]

    def get_by_natural_key(self, identifier: str | None) -> "User":
        return self.get(identifier_q(identifier or ""))


class User(AbstractBaseUser, PermissionsMixin):
    """A user, who signs in by phone or e-mail."""

    phone = models.CharField(
        _("điện thoại"), max_length=20, unique=True, null=True, blank=True
    )  # national digits: 0912345678
    email = models.EmailField(_("email"), unique=True, null=True, blank=True)  # stored in lower case
    full_name = models.CharField(_("họ tên"), max_length=120)
    is_active = models.BooleanField(_("đang dùng"), default=True)
    is_staff = models.BooleanField(_("vào được trang quản trị"), default=False)
    # Demo people may sign in only where the demo data was loaded and never in production.
    is_demo = models.BooleanField(_("người mẫu"), default=False)
    # Incremented to sign a person out everywhere: sessions and tokens carry the number of their creation. A trigger
    # also increments it when the account is closed, so that reopening revives nothing; no statement decreases it.
    session_epoch = models.PositiveIntegerField(default=0)
    # Another person set the password: no other page opens before the person has set an own one.
    must_change_password = models.BooleanField(default=False)
    erased_at = models.DateTimeField(null=True)  # when the person's data was erased
    created_at = models.DateTimeField(_("tạo lúc"), auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = "phone"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = verbose_name_plural = _("tài khoản")
        constraints = [
            models.CheckConstraint(
                condition=Q(phone__isnull=False) | Q(email__isnull=False), name="accounts_user_reachable"
            ),
            models.CheckConstraint(condition=Q(phone__regex=r"^0[0-9]{8,10}$"), name="accounts_phone_in_one_spelling"),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="accounts_email_in_one_spelling"),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(is_demo=True), name="accounts_demo_people")]

    def __str__(self) -> str:
        return self.full_name

    def set_password(self, raw_password: str | None) -> None:
        """Passwords are always set here, in one spelling. Raises DomainError PASSWORD_INVALID; None: no password."""
        super().set_password(None if raw_password is None else prepare_password(raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        """Whether this is the password, however its letters were composed."""
        try:
            return super().check_password(prepare_password(raw_password or ""))
        except DomainError:  # such a password cannot have been set
            return False

    @property
    def may_act(self) -> bool:
        """Whether this account may act. The row of a demo account proves that the demo data was loaded."""
        return self.is_active and not (self.is_demo and settings.PRODUCTION)

    def get_session_auth_hash(self) -> str:
        """The hash that a session must match on each request: of the password and the epoch at its creation."""
        return self._session_hash(None)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._session_hash(secret)

    def _session_hash(self, secret: str | bytes | None) -> str:
        made_under = f"{self.session_epoch}:{self.password}"
        return salted_hmac("accounts.User.session", made_under, secret=secret, algorithm="sha256").hexdigest()


class Role(models.TextChoices):
    OPERATOR = "operator", _("Đơn vị vận hành")
    PROVINCE = "province", _("Cán bộ tỉnh")
    COMMUNE = "commune", _("Cán bộ xã")


class Membership(models.Model):
    """A role of a person: of the operator, or in a province or commune (its scope is the unit, never a code)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("của ai"))
    role = models.CharField(_("vai trò"), max_length=10, choices=Role)
    unit = models.ForeignKey(
        "places.Unit", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("đơn vị")
    )
    granted_at = models.DateTimeField(_("cấp lúc"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("thu hồi lúc"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("quyền")
        constraints = [
            models.CheckConstraint(
                condition=Q(role="operator", unit__isnull=True) | (~Q(role="operator") & Q(unit__isnull=False)),
                name="accounts_membership_scope",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "unit"],
                condition=Q(revoked_at__isnull=True),
                nulls_distinct=False,
                name="accounts_membership_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


class AuditEntry(models.Model):
    """Who did what to which object, for whom, with the values before and after. Append-only, enforced by a trigger,
    with two exceptions: sign-ins are deleted after 12 months, and personal data is removed from an erased person's own
    entries.
    """

    at = models.DateTimeField(_("lúc"), auto_now_add=True)
    actor = models.ForeignKey(  # null: the system itself
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("ai")
    )
    on_behalf_of = models.CharField(_("thay cho"), max_length=80, blank=True)  # "cooperatives.Seller:12"
    action = models.CharField(_("việc"), max_length=80)  # "seller.verify"
    object_ref = models.CharField(_("với"), max_length=80, db_index=True)  # "cooperatives.Seller:12"
    before = models.JSONField(_("trước"), default=dict)
    after = models.JSONField(_("sau"), default=dict)

    class Meta:
        verbose_name = verbose_name_plural = _("nhật ký")

    def __str__(self) -> str:
        return f"{self.action} {self.object_ref}"
