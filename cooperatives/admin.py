"""Sellers in the Django admin: search, verification, closing and opening; their memberships and members."""

from collections.abc import Callable

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.service_admin import actor_of
from cooperatives.models import CooperativeMember, Seller, SellerMembership
from cooperatives.services.close_seller import close_seller
from cooperatives.services.verify_seller import verify_seller
from core.errors import DomainError
from core.folded_search import FoldedSearch
from core.read_only_admin import ReadOnly


@admin.register(Seller)
class SellerAdmin(FoldedSearch, ReadOnly, admin.ModelAdmin):
    list_display = ["name", "kind", "tax_code", "unit", "verified_at", "is_active", "is_sample"]
    list_filter = ["kind", ("verified_at", admin.EmptyFieldListFilter), "is_active", "is_sample"]
    list_select_related = ["unit"]
    search_fields = ["name", "tax_code", "phone"]
    folded_search_fields = ("name_fold",)
    ordering = ["name_sort"]
    actions = ["verify", "unverify", "close", "reopen"]

    @admin.action(description=_("Xác minh"))
    def verify(self, request: HttpRequest, sellers: QuerySet[Seller]) -> None:
        for seller in sellers:
            _try(request, seller, lambda pk: verify_seller(seller_id=pk, actor=actor_of(request), verified=True))

    @admin.action(description=_("Bỏ xác minh"))
    def unverify(self, request: HttpRequest, sellers: QuerySet[Seller]) -> None:
        for seller in sellers:
            _try(request, seller, lambda pk: verify_seller(seller_id=pk, actor=actor_of(request), verified=False))

    @admin.action(description=_("Ngừng hoạt động"))
    def close(self, request: HttpRequest, sellers: QuerySet[Seller]) -> None:
        for seller in sellers:
            _try(request, seller, lambda pk: close_seller(seller_id=pk, actor=actor_of(request), closed=True))

    @admin.action(description=_("Hoạt động lại"))
    def reopen(self, request: HttpRequest, sellers: QuerySet[Seller]) -> None:
        for seller in sellers:
            _try(request, seller, lambda pk: close_seller(seller_id=pk, actor=actor_of(request), closed=False))


@admin.register(SellerMembership)
class SellerMembershipAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["user", "seller", "role", "granted_at", "revoked_at"]
    list_filter = ["role"]
    list_select_related = ["user", "seller"]
    search_fields = ["user__full_name", "user__phone", "seller__name"]


@admin.register(CooperativeMember)
class CooperativeMemberAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["household", "cooperative", "joined_on", "consent_given_at", "consent_withdrawn_at"]
    list_select_related = ["household", "cooperative"]
    search_fields = ["household__name", "cooperative__name"]


def _try(request: HttpRequest, seller: Seller, action: Callable[[int], object]) -> None:
    try:
        action(seller.pk)
    except DomainError as refusal:
        messages.error(request, f"{seller.name}: {refusal.message}")
