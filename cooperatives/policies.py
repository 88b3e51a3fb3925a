"""Who may act for a seller: its own members, and a cooperative's manager for a household that consented."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Person, scope
from cooperatives.models import CooperativeMember, Seller, SellerMembership, SellerRole
from core.errors import Forbidden


@dataclass(frozen=True)
class Acting:
    """A person acting for a seller."""

    seller: Seller
    on_behalf: bool  # for a member household with its consent; the audit trail then names both
    manages: bool  # may change what belongs to the seller itself: its people and its bank account

    @property
    def audited_for(self) -> Seller | None:
        """The seller to name in the audit trail as the one on whose behalf someone else acted."""
        return self.seller if self.on_behalf else None


def consent_q(prefix: str = "") -> Q:
    """Consent is given, and not withdrawn since."""
    return Q(**{f"{prefix}consent_given_at__isnull": False, f"{prefix}consent_withdrawn_at__isnull": True})


def may_act_for(user: Person, seller: Seller) -> Acting:
    """How this person may act for the seller (at most two statements). Raises Forbidden by default."""
    if isinstance(user, User) and user.is_active and seller.is_active:
        own = SellerMembership.objects.filter(user=user, seller=seller, revoked_at=None).first()
        if own:
            return Acting(seller=seller, on_behalf=False, manages=own.role == SellerRole.MANAGER)
        if consented_members(user).filter(household=seller).exists():
            return Acting(seller=seller, on_behalf=True, manages=False)
    raise Forbidden(_("Bạn không có quyền làm việc thay cho người bán này."))


def acting_for(actor: User | None, seller: Seller) -> Seller | None:
    """Check that `actor` may act for `seller`, and return the `on_behalf_of` of the audit trail.

    None where it is the actor's own seller, or where the actor is the system itself (None). Raises Forbidden.
    """
    return None if actor is None else may_act_for(actor, seller).audited_for


def acts_for(user: Person, seller: Seller) -> bool:
    """Whether this person works for the seller, open or closed, or may act for it. Such a person must not verify it."""
    if not isinstance(user, User):
        return False
    if SellerMembership.objects.filter(user=user, seller=seller, revoked_at=None).exists():
        return True
    return consented_members(user).filter(household=seller).exists()


def consented_members(user: Person) -> QuerySet[CooperativeMember]:
    """The members for whom this person may act: of active cooperatives that they manage, with consent in force."""
    if not isinstance(user, User):
        return CooperativeMember.objects.none()
    managed = SellerMembership.objects.filter(user=user, role=SellerRole.MANAGER, revoked_at=None)
    return CooperativeMember.objects.filter(
        consent_q(), cooperative__is_active=True, cooperative__in=managed.values("seller")
    )


def manages(user: Person, seller: Seller) -> bool:
    """Whether the person manages this very seller (not a cooperative that may act for it)."""
    return (
        isinstance(user, User)
        and user.is_active
        and SellerMembership.objects.filter(user=user, seller=seller, role=SellerRole.MANAGER, revoked_at=None).exists()
    )


def oversees(user: Person, seller: Seller) -> bool:
    """Whether the seller's commune lies in the person's official scope (commune, province, operator)."""
    return scope(user).covers(seller.unit)
