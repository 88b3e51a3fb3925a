"""Sellers of three kinds, the people who act for them, members of cooperatives and their consent."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SellerKind(models.TextChoices):
    COOPERATIVE = "cooperative", _("Hợp tác xã")
    HOUSEHOLD = "household", _("Hộ kinh doanh")
    ENTERPRISE = "enterprise", _("Doanh nghiệp")


class Seller(models.Model):
    """Someone who sells on the market ("người bán"), shown to buyers with name and address (NĐ 248/2026, Art. 18)."""

    kind = models.CharField(_("loại"), max_length=12, choices=SellerKind)
    name = models.CharField(_("tên"), max_length=120)
    slug = models.SlugField(_("tên trong địa chỉ trang"), max_length=90, unique=True)
    name_fold = models.CharField(_("tên không dấu"), max_length=120)
    name_sort = models.CharField(_("tên để sắp xếp"), max_length=600)
    # MST, or a personal-id number for a household
    tax_code = models.CharField(_("mã số thuế"), max_length=14, blank=True)
    representative = models.CharField(_("người đại diện"), max_length=120, blank=True)
    phone = models.CharField(_("điện thoại"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    address = models.ForeignKey("places.Address", on_delete=models.PROTECT, related_name="+", verbose_name=_("địa chỉ"))
    # commune of today
    unit = models.ForeignKey(
        "places.Unit", on_delete=models.PROTECT, related_name="sellers", verbose_name=_("xã, phường")
    )
    # before 7/2025
    old_unit = models.ForeignKey(
        "places.Unit", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("xã, phường cũ")
    )
    about = models.TextField(_("giới thiệu"), blank=True)
    # [{"text": …, "source": …}]: what a public source says of a real seller
    facts = models.JSONField(_("thông tin thêm"), default=list)
    payee_ref = models.CharField(_("tài khoản nhận tiền"), max_length=40, unique=True)  # acct_…, the payee in payments
    cash_at_pickup = models.BooleanField(_("nhận tiền mặt tại nơi bán"), default=False)  # from buyers who come to fetch
    # from buyers to whom the goods are brought (COD)
    cash_on_delivery = models.BooleanField(_("thu tiền mặt khi giao"), default=False)
    is_sample = models.BooleanField(_("dữ liệu mẫu"), default=False)  # invented for the pilot: shown as such
    is_active = models.BooleanField(_("đang hoạt động"), default=True)
    verified_at = models.DateTimeField(_("xác minh lúc"), null=True)
    verified_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("người xác minh")
    )
    created_at = models.DateTimeField(_("tạo lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("người bán")
        verbose_name_plural = _("người bán")
        constraints = [
            models.UniqueConstraint(fields=["tax_code"], condition=~Q(tax_code=""), name="cooperatives_tax_code_once"),
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True, verified_by__isnull=True)
                | Q(verified_at__isnull=False, verified_by__isnull=False),
                name="cooperatives_verified_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SellerRole(models.TextChoices):
    MANAGER = "manager", _("Quản lý")
    STAFF = "staff", _("Nhân viên")


class SellerMembership(models.Model):
    """A person who acts for a seller."""

    user = models.ForeignKey(
        "accounts.User", on_delete=models.CASCADE, related_name="seller_memberships", verbose_name=_("người dùng")
    )
    seller = models.ForeignKey(
        Seller, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("người bán")
    )
    role = models.CharField(_("vai trò"), max_length=8, choices=SellerRole)
    granted_at = models.DateTimeField(_("trao lúc"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("thu hồi lúc"), null=True)

    class Meta:
        verbose_name = _("người của gian hàng")
        verbose_name_plural = _("người của gian hàng")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "seller"], condition=Q(revoked_at__isnull=True), name="cooperatives_membership_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.seller_id}"


class CooperativeMember(models.Model):
    """A household seller that belongs to a cooperative, and whether the cooperative may act for it."""

    cooperative = models.ForeignKey(
        Seller, on_delete=models.CASCADE, related_name="members", verbose_name=_("hợp tác xã")
    )
    household = models.ForeignKey(Seller, on_delete=models.CASCADE, related_name="cooperatives", verbose_name=_("hộ"))
    joined_on = models.DateField(_("ngày vào"))
    consent_given_at = models.DateTimeField(_("đồng ý lúc"), null=True)
    # "Phiếu đồng ý số 12, 03/06/2026"
    consent_evidence = models.CharField(_("bằng chứng đồng ý"), max_length=200, blank=True)
    consent_withdrawn_at = models.DateTimeField(_("rút đồng ý lúc"), null=True)
    # a paper that the household has not confirmed yet
    consent_pending_at = models.DateTimeField(_("chờ đồng ý từ"), null=True)
    paper_number = models.CharField(_("số giấy ủy quyền"), max_length=60, blank=True)
    paper_signed_on = models.DateField(_("ngày ký giấy"), null=True)
    # its picture in the media folder, which is not public
    paper_file = models.CharField(_("tệp giấy ủy quyền"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("thành viên hợp tác xã")
        verbose_name_plural = _("thành viên hợp tác xã")
        constraints = [
            models.CheckConstraint(
                condition=Q(consent_pending_at__isnull=True) | ~Q(paper_file=""), name="cooperatives_pending_has_paper"
            ),
            models.CheckConstraint(
                condition=Q(paper_file="", paper_number="", paper_signed_on__isnull=True)
                | (~Q(paper_file="") & ~Q(paper_number="") & Q(paper_signed_on__isnull=False)),
                name="cooperatives_paper_whole",
            ),
            models.UniqueConstraint(fields=["cooperative", "household"], name="cooperatives_member_once"),
            models.CheckConstraint(
                condition=Q(consent_given_at__isnull=True) | ~Q(consent_evidence=""),
                name="cooperatives_consent_has_evidence",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.household_id} in {self.cooperative_id}"
