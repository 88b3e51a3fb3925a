"""Reads of sellers and members, scoped by the user."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Value, When

from accounts.models import User
from accounts.roles import Person, Scope, scope
from cooperatives.models import CooperativeMember, Seller, SellerKind, SellerMembership, SellerRole
from cooperatives.policies import consent_q, consented_members
from cooperatives.tax_codes import public_tax_code
from core.compiled_queries import compiled_query

PUBLIC = Q(is_active=True, verified_at__isnull=False)


@dataclass(frozen=True)
class SellerCard:
    """A seller in a list, as everyone may see it."""

    id: int
    slug: str
    name: str
    kind: str  # SellerKind
    kind_label: str
    commune: str  # "Xã Mỹ Thọ"
    province: str  # "Tỉnh Đồng Tháp"
    about: str
    tax_code: str  # an MST; empty where it is a personal number
    is_sample: bool


def visible_to(user: Person, *, within: Scope | None = None) -> QuerySet[Seller]:
    """The sellers this person may see: active and verified ones; their own; those for whom they may act; for officials
    those of their units. Pass the `within` scope where it is known already; else it costs a statement."""
    if not isinstance(user, User):
        return Seller.objects.filter(PUBLIC)
    own = SellerMembership.objects.filter(user=user, revoked_at=None).values("seller")
    visible_q = PUBLIC | Q(pk__in=own) | Q(pk__in=consented_members(user).values("household"))
    officially = scope(user) if within is None else within
    return Seller.objects.filter(visible_q | officially.units_q() if officially else visible_q)


def acting_sellers(user: Person) -> QuerySet[Seller]:
    """The active sellers for whom the person may act, each with `on_behalf` and `manages` (see `policies.Acting`);
    their own first, then by name."""
    if not isinstance(user, User) or not user.is_active:
        return Seller.objects.none()
    return _acting_sellers(user)


def list_acting_sellers(user: Person) -> list[Seller]:
    """The rows of `acting_sellers`, which every page of the sellers' site reads first (one statement)."""
    if not isinstance(user, User) or not user.is_active:
        return []
    return _acting_sellers_of(user.pk)


def _acting_sellers(user: User) -> QuerySet[Seller]:
    memberships = SellerMembership.objects.filter(user=user, revoked_at=None)
    own = Q(pk__in=memberships.values("seller"))
    managed = memberships.filter(role=SellerRole.MANAGER, seller=OuterRef("pk"))
    members = Q(pk__in=consented_members(user).values("household"))
    on_behalf = Case(When(own, then=Value(False)), default=Value(True), output_field=BooleanField())
    sellers = Seller.objects.filter(own | members, is_active=True)
    sellers = sellers.annotate(on_behalf=on_behalf, manages=Exists(managed))
    return sellers.select_related("unit").order_by("on_behalf", "name_sort", "pk")


_acting_sellers_of = compiled_query(lambda user_id: _acting_sellers(User(id=user_id)), int)


def seller_cards(
    *, user: Person = None, slug: str | None = None, kind: str | None = None, limit: int | None = None
) -> list[SellerCard]:
    """Active, verified sellers for the shop, by name (one statement; `user` adds those who may see more)."""
    rows: Iterable[Any]
    if slug is not None and user is None and kind is None:
        rows = _public_with(slug)
    else:
        sellers = visible_to(user).filter(is_active=True)
        if slug is not None:
            sellers = sellers.filter(slug=slug)
        rows = _card_rows(sellers.filter(kind=kind) if kind is not None else sellers)[:limit]
    return [
        SellerCard(
            id=pk, slug=slug, name=name, kind=kind, kind_label=str(SellerKind(kind).label), commune=commune,
            province=province or "", about=about, tax_code=public_tax_code(tax_code), is_sample=is_sample,
        )
        for pk, slug, name, kind, commune, province, about, tax_code, is_sample in rows
    ]  # fmt: skip


def _card_rows(sellers: QuerySet[Seller]) -> QuerySet[Seller, Any]:
    return sellers.order_by("name_sort", "pk").values_list(
        "pk", "slug", "name", "kind", "unit__full_name", "unit__parent__full_name", "about", "tax_code", "is_sample"
    )


_public_with = compiled_query(lambda slug: _card_rows(Seller.objects.filter(PUBLIC, slug=slug)), str)


def public_seller(slug: str) -> Seller | None:
    """An active, verified seller with its address, its places of now and before, and its verifier (one statement)."""
    return next(iter(_page_of(slug)), None)


_page_of = compiled_query(
    lambda slug: Seller.objects.filter(PUBLIC, slug=slug).select_related(
        "address", "unit__parent", "old_unit__parent__parent", "verified_by"
    ),
    str,
)


def members_of(cooperative: Seller) -> QuerySet[CooperativeMember]:
    """A cooperative's member households with their consent, by name, each with `agrees`."""
    agrees = Case(When(consent_q(), then=Value(True)), default=Value(False), output_field=BooleanField())
    return (
        CooperativeMember.objects.filter(cooperative=cooperative)
        .select_related("household", "household__unit")
        .annotate(agrees=agrees)
        .order_by("household__name_sort", "household_id")
    )


def managers_of(seller: Seller) -> QuerySet[SellerMembership]:
    """The seller's own managers, each with the user."""
    people = SellerMembership.objects.filter(seller=seller, role=SellerRole.MANAGER, revoked_at=None)
    return people.select_related("user").order_by("pk")


def members_visible_to(user: Person) -> QuerySet[CooperativeMember]:
    """The members whose consent this person may look into: of the household or the cooperative that they manage, and
    households of an official's units."""
    if not isinstance(user, User) or not user.is_active:
        return CooperativeMember.objects.none()
    managed = SellerMembership.objects.filter(user=user, role=SellerRole.MANAGER, revoked_at=None).values("seller")
    visible_q = Q(household__in=managed) | Q(cooperative__in=managed)
    officially = scope(user)
    if officially:
        visible_q |= officially.units_q("household__unit")
    return CooperativeMember.objects.filter(visible_q)


def cooperatives_of(household: Seller) -> QuerySet[CooperativeMember]:
    """The cooperatives a household belongs to and whether they may act for it, each with `agrees`."""
    agrees = Case(When(consent_q(), then=Value(True)), default=Value(False), output_field=BooleanField())
    return (
        CooperativeMember.objects.filter(household=household)
        .select_related("cooperative")
        .annotate(agrees=agrees)
        .order_by("cooperative__name_sort")
    )
