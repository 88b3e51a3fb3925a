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

    kind = models.CharField(max_length=12, choices=SellerKind)
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=90, unique=True)
    name_fold = models.CharField(max_length=120)
    name_sort = models.CharField(max_length=600)
    tax_code = models.CharField(max_length=14, blank=True)  # MST, or a personal-id number for a household
    representative = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    address = models.ForeignKey("places.Address", on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, related_name="sellers")  # commune of today
    old_unit = models.ForeignKey("places.Unit", on_delete=models.PROTECT, null=True, related_name="+")  # before 7/2025
    about = models.TextField(blank=True)
    facts = models.JSONField(default=list)  # [{"text": …, "source": …}]: what a public source says of a real seller
    payee_ref = models.CharField(max_length=40, unique=True)  # acct_…, the payee in payments
    cash_at_pickup = models.BooleanField(default=False)  # from buyers who come to fetch
    cash_on_delivery = models.BooleanField(default=False)  # from buyers to whom the goods are brought (COD)
    is_sample = models.BooleanField(default=False)  # invented for the pilot: shown as such
    is_active = models.BooleanField(default=True)
    verified_at = models.DateTimeField(null=True)
    verified_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
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

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="seller_memberships")
    seller = models.ForeignKey(Seller, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=8, choices=SellerRole)
    granted_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "seller"], condition=Q(revoked_at__isnull=True), name="cooperatives_membership_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.seller_id}"


class CooperativeMember(models.Model):
    """A household seller that belongs to a cooperative, and whether the cooperative may act for it."""

    cooperative = models.ForeignKey(Seller, on_delete=models.CASCADE, related_name="members")
    household = models.ForeignKey(Seller, on_delete=models.CASCADE, related_name="cooperatives")
    joined_on = models.DateField()
    consent_given_at = models.DateTimeField(null=True)
    consent_evidence = models.CharField(max_length=200, blank=True)  # "Phiếu đồng ý số 12, 03/06/2026"
    consent_withdrawn_at = models.DateTimeField(null=True)
    consent_pending_at = models.DateTimeField(null=True)  # a paper that the household has not confirmed yet
    paper_number = models.CharField(max_length=60, blank=True)
    paper_signed_on = models.DateField(null=True)
    paper_file = models.CharField(max_length=80, blank=True)  # its picture in the media folder, which is not public

    class Meta:
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
